package odataserver

import (
	"mime"
	"net/http"
	"strconv"
	"strings"

	"github.com/seed-349153d7/odagen/templates/internal/exchange"
)

// acceptsJSON reports whether the fields of an Accept header let the answer be
// JSON. The most specific range that covers it decides (RFC 9110, 12.5.1).
// Parameters such as odata.metadata=minimal do not matter.
func acceptsJSON(accept []string) bool {
	if len(accept) == 1 && (accept[0] == "application/json" || accept[0] == "*/*") {
		return true
	}
	best, ok := 0, true // nothing said: everything is welcome
	for _, field := range accept {
		for item := range strings.SplitSeq(field, ",") {
			mediaRange, params, _ := strings.Cut(item, ";")
			rank := 0
			switch strings.ToLower(strings.TrimSpace(mediaRange)) {
			case "":
				continue
			case "application/json":
				rank = 3
			case "application/*":
				rank = 2
			case "*/*":
				rank = 1
			}
			if rank == 0 {
				if best == 0 {
					ok = false
				}
				continue
			}
			wanted := quality(params) > 0
			if rank > best {
				best, ok = rank, wanted
			} else if rank == best {
				ok = ok || wanted
			}
		}
	}
	return ok
}

// quality returns the q among the parameters of a media range; 1 when there is
// none, or none that can be read.
func quality(params string) float64 {
	for param := range strings.SplitSeq(params, ";") {
		name, value, _ := strings.Cut(param, "=")
		if strings.EqualFold(strings.TrimSpace(name), "q") {
			if q, err := strconv.ParseFloat(strings.TrimSpace(value), 64); err == nil {
				return q
			}
		}
	}
	return 1
}

// formatIsJSON reports whether the query option $format, which overrides Accept,
// is empty or asks for JSON.
func formatIsJSON(format string) bool {
	return format == "" || format == "json" || isJSONType(format)
}

// isJSON reports whether a Content-Type is JSON in UTF-8.
func isJSONType(contentType string) bool {
	if contentType == "application/json" {
		return true
	}
	mediaType, params, err := mime.ParseMediaType(contentType)
	charset := params["charset"]
	return err == nil && mediaType == "application/json" &&
		(charset == "" || strings.EqualFold(charset, "utf-8"))
}

// checkVersion returns the fault of a request in a version of OData that this is not, or
// that can take none that this is (OData Protocol 4.01, 8.1.5 and 8.2.7).
func checkVersion(h http.Header) error {
	for _, v := range h["Odata-Version"] {
		if v = strings.TrimSpace(v); v != "4.0" && v != "4.01" {
			return exchange.BadRequest("OData-Version: want 4.0 or 4.01, got " + strconv.Quote(v))
		}
	}
	for _, v := range h["Odata-Maxversion"] {
		major, minor, _ := strings.Cut(strings.TrimSpace(v), ".")
		n, err := strconv.ParseUint(major, 10, 16)
		if _, minorErr := strconv.ParseUint("0"+minor, 10, 16); err != nil || minorErr != nil || n < 4 {
			return exchange.BadRequest("OData-MaxVersion: want 4.0 or more, got " + strconv.Quote(v))
		}
	}
	return nil
}

// wantsNothing reports whether the client would rather have 204 No Content than
// what it has created or changed (RFC 7240, 4.2).
func wantsNothing(h http.Header) bool {
	for _, field := range h["Prefer"] {
		for item := range strings.SplitSeq(field, ",") {
			preference, _, _ := strings.Cut(item, ";")
			if strings.EqualFold(strings.TrimSpace(preference), "return=minimal") {
				return true
			}
		}
	}
	return false
}
