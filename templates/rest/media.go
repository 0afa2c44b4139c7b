package rest

import (
	"mime"
	"slices"
	"strconv"
	"strings"
)

// ContentKind is how bodies of a media type are read and written.
type ContentKind uint8

// The kinds of content.
const (
	JSONContent ContentKind = iota // also of a range that has JSON, such as "*/*"
	FormContent
	MultipartContent // a multipart/form-data, which streams
	TextContent      // a text as it is
	ByteContent      // what is none of these
)

// ContentOf returns the kind of a media type.
func ContentOf(media string) ContentKind {
	base := baseOf(media)
	switch {
	case base == "application/json", base == "text/json", strings.HasSuffix(base, "+json"), base == "*/*", base == "application/*":
		return JSONContent
	case base == "application/x-www-form-urlencoded":
		return FormContent
	case base == "multipart/form-data":
		return MultipartContent
	case strings.HasPrefix(base, "text/"):
		return TextContent
	}
	return ByteContent
}

// baseOf returns a media type in lower case without its parameters; "" for none.
func baseOf(media string) string {
	base, _, err := mime.ParseMediaType(media)
	if err != nil {
		return ""
	}
	return base
}

// isRange reports whether a media type stands for several: "image/*".
func isRange(media string) bool { return strings.Contains(media, "*") }

// Concrete returns a media type as a header has it: media, unless that is a range such
// as "*/*", which usual is one of.
func Concrete(media, usual string) string {
	switch {
	case !isRange(media):
		return media
	case strings.HasPrefix(media, "text/"):
		return "text/plain; charset=utf-8"
	}
	return usual
}

// includes reports whether a media type is another one, or a range that the other is in.
func includes(media, other string) bool {
	a, b := baseOf(media), baseOf(other)
	if a == b || a == "*/*" && b != "" {
		return true
	}
	kind, ok := strings.CutSuffix(a, "*")
	return ok && strings.HasPrefix(b, kind)
}

// readAs returns the media type in which a body with a Content-Type is read, of those
// that are described: the very same, or one of its kind. Of a range it is the Content-Type
// itself.
func readAs(described []string, contentType string) (media string, ok bool) {
	kind := ContentOf(contentType)
	for _, media := range described {
		if includes(media, contentType) {
			if isRange(media) && kind != ByteContent {
				return contentType, true
			}
			return media, true
		}
	}
	for _, media := range described {
		if ContentOf(media) == kind {
			return media, true
		}
	}
	return "", false
}

// BodyMedia returns the media type of the endpoint in which a body with a Content-Type
// is read; ok is false when there is none.
func (e *Endpoint) BodyMedia(contentType string) (media string, ok bool) {
	if ContentOf(e.Body) == ByteContent {
		return e.Body, true
	}
	return readAs(append([]string{e.Body}, e.Accepts...), contentType)
}

// AnswerMedia returns the media type in which an answer with a Content-Type is read: the
// one that is described first where none fits better.
func (a Answer) AnswerMedia(contentType string) string {
	if media, ok := readAs(a.medias(), contentType); ok {
		return media
	}
	return a.Media
}

func (a Answer) medias() []string { return append([]string{a.Media}, a.Also...) }

// Choose returns the media type in which a service answers a request with an Accept: of
// those of the kind of the first one that which has the most weight (RFC 9110, 12.5.1).
// Nothing is refused where there is no choice: ok is false when there is one, and all of
// it is excluded.
func (a Answer) Choose(accept []string) (media string, ok bool) {
	offered := slices.DeleteFunc(a.medias(), func(m string) bool { return ContentOf(m) != ContentOf(a.Media) })
	best := -1.0
	for _, m := range offered {
		if q := weight(accept, m); q > best {
			media, best = m, q
		}
	}
	return media, best > 0 || len(offered) == 1
}

// weight returns what an Accept gives a media type: 1 when it says nothing, 0 when it
// excludes it. The most specific range counts.
func weight(accept []string, media string) float64 {
	text := strings.Join(accept, ",")
	if strings.TrimSpace(text) == "" {
		return 1
	}
	weight, precise := 0.0, -1
	for item := range strings.SplitSeq(text, ",") {
		base, params, err := mime.ParseMediaType(item)
		if err != nil || !includes(base, media) && !includes(media, base) {
			continue
		}
		q, err := strconv.ParseFloat(params["q"], 64)
		if err != nil || q < 0 || q > 1 {
			q = 1
		}
		rank := 2 - strings.Count(base, "*")
		if rank > precise {
			weight, precise = q, rank
		}
	}
	return weight
}
