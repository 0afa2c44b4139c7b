package rest

import (
	"slices"
	"strings"

	"github.com/seed-349153d7/odagen/templates/internal/accept"
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
	base := accept.Base(media)
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

// readAs returns the media type in which a body with a Content-Type is read, of those
// that are described: the very same, or one of its kind. Of a range it is the Content-Type
// itself.
func readAs(described []string, contentType string) (media string, ok bool) {
	kind := ContentOf(contentType)
	for _, media := range described {
		if accept.Includes(media, contentType) {
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

// IsPatch reports whether bodies of a media type are merge patches (RFC 7396).
func IsPatch(media string) bool { return accept.Base(media) == "application/merge-patch+json" }

// IsOther reports whether a body with a Content-Type is in one of the media types that the
// field behind Body is for.
func (e *Endpoint) IsOther(contentType string) bool {
	return isOther(append([]string{e.Body}, e.Accepts...), e.Others, contentType)
}

// IsOther reports whether an answer with a Content-Type is in one of its Others, or its
// Stream.
func (a Answer) IsOther(contentType string) bool {
	return isOther(a.medias(), append(a.Others[:len(a.Others):len(a.Others)], a.Stream), contentType)
}

// isOther reports whether a media type is among others, and is no better described.
func isOther(described, others []string, contentType string) bool {
	among := func(list []string) bool {
		return slices.ContainsFunc(list, func(m string) bool { return accept.Includes(m, contentType) })
	}
	return len(others) > 0 && !among(described) && among(others)
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

// Choose returns the media type in which a service answers a request with the fields of
// an Accept: of those of the kind of the first one that which has the most weight (RFC
// 9110, 12.5.1). Nothing is refused where there is no choice: ok is false when there is
// one, and all of it is excluded.
func (a Answer) Choose(header []string) (media string, ok bool) {
	offered := slices.DeleteFunc(a.medias(), func(m string) bool { return ContentOf(m) != ContentOf(a.Media) })
	best := -1.0
	for _, m := range offered {
		if q := accept.Weight(header, m); q > best {
			media, best = m, q
		}
	}
	others := a.Others
	if a.Stream != "" {
		others = append(others[:len(others):len(others)], a.Stream)
	}
	for _, m := range others {
		best = max(best, accept.Weight(header, m))
	}
	return media, best > 0 || len(others)+len(offered) == 1
}
