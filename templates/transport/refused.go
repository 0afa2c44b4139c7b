package transport

import (
	"encoding/json"
	"mime"
	"net/http"
	"strings"
	"time"

	"github.com/seed-349153d7/odagen/templates/client"
	"github.com/seed-349153d7/odagen/templates/internal/buffer"
)

// maxErrorBody is how much of an answer is read for an Error.
const maxErrorBody = 1 << 20

// refused returns the error that an answer without success describes.
func (c *Client) refused(resp *http.Response) *client.Error {
	b := buffer.New()
	defer b.Free()
	// A body that is too long or breaks off is as good as none.
	_ = b.Read(resp.Body, resp.ContentLength, min(c.Config.MaxResponse, maxErrorBody))
	return readError(resp, b.Bytes, now(&c.Config.Retry))
}

// maxErrorText is how much of a plain text becomes the message of an Error.
const maxErrorText = 512

// readError returns the error that an answer describes. Any body is good.
func readError(resp *http.Response, body []byte, now time.Time) *client.Error {
	e := &client.Error{
		StatusCode: resp.StatusCode,
		RetryAfter: RetryAfter(resp.Header, now),
		RequestID:  resp.Header.Get("request-id"),
		Method:     resp.Request.Method,
		URL:        Location(resp.Request.URL),
		Body:       string(body),
	}
	for _, name := range []string{"client-request-id", "x-request-id"} {
		if e.RequestID == "" {
			e.RequestID = resp.Header.Get(name)
		}
	}
	mediaType, _, _ := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	if mediaType == "text/plain" && !json.Valid(body) {
		e.Message = strings.TrimSpace(strings.ToValidUTF8(string(body[:min(len(body), maxErrorText)]), ""))
		return e
	}
	describe(e, body)
	return e
}

// described are the members in which services say what is wrong: an object "error", those
// of a problem (RFC 9457), those of OAuth (RFC 6749, 5.2), a message alone, and a list of
// errors.
type described struct {
	Error                        json.RawMessage
	Errors                       json.RawMessage
	Code, Message, Title, Detail errorText
	Description                  errorText `json:"error_description"`
}

// describe fills in what a body says. What does not fit stays empty: the status code
// alone is an answer.
func describe(e *client.Error, body []byte) {
	var d described
	_ = json.Unmarshal(body, &d)
	var inner struct {
		Code, Message, Target errorText
		Details               []struct{ Code, Message, Target errorText }
		InnerError            json.RawMessage
	}
	if len(d.Error) == 0 {
		d.Error = qualified(body)
	}
	if len(d.Error) > 0 && d.Error[0] == '{' {
		_ = json.Unmarshal(d.Error, &inner)
	} else if len(d.Error) > 0 {
		_ = json.Unmarshal(d.Error, &inner.Code)
		inner.Message = d.Description
	}
	if d.Errors != nil {
		_ = json.Unmarshal(d.Errors, &inner.Details)
	}
	e.Code = first(inner.Code, d.Code)
	e.Message = first(inner.Message, d.Message, d.Detail, d.Title)
	e.Target = string(inner.Target)
	e.InnerError = string(inner.InnerError)
	for _, detail := range inner.Details {
		if e.Message == "" && e.Code == "" {
			e.Code, e.Message = string(detail.Code), string(detail.Message)
		}
		e.Details = append(e.Details, client.ErrorDetail{Code: string(detail.Code), Message: string(detail.Message), Target: string(detail.Target)})
	}
}

// qualified returns the member "error" of a body that calls it by a name with a namespace,
// as services of OData 3 do.
func qualified(body []byte) json.RawMessage {
	var all map[string]json.RawMessage
	_ = json.Unmarshal(body, &all)
	for name, value := range all {
		if strings.HasSuffix(name, ".error") && len(value) > 0 && value[0] == '{' {
			return value
		}
	}
	return nil
}

func first(texts ...errorText) string {
	for _, t := range texts {
		if t != "" {
			return string(t)
		}
	}
	return ""
}

// errorText is a string, or what services have instead of one: null, a number,
// or {"lang": ..., "value": ...}.
type errorText string

// UnmarshalJSON takes any value.
func (t *errorText) UnmarshalJSON(text []byte) error {
	var s string
	var localized struct{ Value string }
	switch {
	case json.Unmarshal(text, &s) == nil:
		*t = errorText(s)
	case json.Unmarshal(text, &localized) == nil:
		*t = errorText(localized.Value)
	default:
		*t = errorText(text)
	}
	return nil
}
