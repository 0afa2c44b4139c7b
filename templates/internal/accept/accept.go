// Package accept weighs media types by the Accept of a request.
package accept

import (
	"mime"
	"strconv"
	"strings"
)

// Base returns a media type in lower case without its parameters; "" for what is none.
func Base(media string) string {
	base, _, err := mime.ParseMediaType(media)
	if err != nil {
		return ""
	}
	return base
}

// Includes reports whether a media type is another one, or a range that the other is in.
func Includes(media, other string) bool {
	a, b := Base(media), Base(other)
	if a == b || a == "*/*" && b != "" {
		return a != ""
	}
	kind, ok := strings.CutSuffix(a, "*")
	return ok && strings.HasPrefix(b, kind)
}

// Weight returns what the fields of an Accept give a media type: 1 when they say nothing,
// 0 when they exclude it. The most specific range counts (RFC 9110, 12.5.1).
func Weight(header []string, media string) float64 {
	text := strings.Join(header, ",")
	if strings.TrimSpace(text) == "" {
		return 1
	}
	weight, precise := 0.0, -1
	for item := range strings.SplitSeq(text, ",") {
		base, params, err := mime.ParseMediaType(item)
		if err != nil || !Includes(base, media) && !Includes(media, base) {
			continue
		}
		q, err := strconv.ParseFloat(params["q"], 64)
		if err != nil || q < 0 || q > 1 {
			q = 1
		}
		if rank := 2 - strings.Count(base, "*"); rank > precise {
			weight, precise = q, rank
		}
	}
	return weight
}
