package transport

import (
	"bytes"
	"cmp"
	"encoding/json"
	"maps"
	"mime"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/seed-349153d7/odagen/templates/client"
	"github.com/seed-349153d7/odagen/templates/internal/buffer"
)

// maxErrorBody is how much of an answer is read for an Error.
const maxErrorBody = 1 << 20

// Refused returns the error that an answer without success describes, and closes its
// body.
func (c *Client) Refused(resp *http.Response) *client.Error {
	defer resp.Body.Close()
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

		ContentType: resp.Header.Get("Content-Type"),
	}
	for _, name := range []string{"client-request-id", "x-request-id"} {
		if e.RequestID == "" {
			e.RequestID = resp.Header.Get(name)
		}
	}
	body = bytes.TrimPrefix(body, []byte("\ufeff"))
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
	Errors                       details
	Code, Message, Title, Detail errorText
	Msg, Reason                  errorText
	Description                  errorText `json:"error_description"`
	ErrorMessage                 errorText `json:"error_message"`
}

// describe fills in what a body says. What does not fit stays empty: the status code
// alone is an answer.
func describe(e *client.Error, body []byte) {
	var d described
	var list []json.RawMessage
	var text string
	switch {
	case json.Unmarshal(body, &list) == nil && len(list) > 0: // the first of several
		_ = json.Unmarshal(list[0], &d)
	case json.Unmarshal(body, &text) == nil:
		d.Message = errorText(text)
	default:
		_ = json.Unmarshal(body, &d)
	}
	var inner struct {
		Code, Message, Target errorText
		Details               details
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
	e.Details = slices.Concat(inner.Details, d.Errors)
	e.Code = first(inner.Code, d.Code)
	e.Message = first(inner.Message, d.Message, d.Detail, d.ErrorMessage, d.Msg, d.Reason, d.Title)
	e.Target = string(inner.Target)
	e.InnerError = string(inner.InnerError)
	if len(e.Details) > 0 && e.Message == "" && e.Code == "" {
		e.Code, e.Message, e.Target = e.Details[0].Code, e.Details[0].Message, e.Details[0].Target
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

// details are several faults: objects, texts, or texts by the name of what is wrong.
type details []client.ErrorDetail

// UnmarshalJSON takes any value.
func (d *details) UnmarshalJSON(text []byte) error {
	var list []json.RawMessage
	var byName map[string]json.RawMessage
	if json.Unmarshal(text, &list) == nil {
		for _, item := range list {
			*d = append(*d, detailOf(item))
		}
		return nil
	}
	_ = json.Unmarshal(text, &byName)
	for _, name := range slices.Sorted(maps.Keys(byName)) {
		detail := detailOf(byName[name])
		detail.Target = name
		*d = append(*d, detail)
	}
	return nil
}

func detailOf(text json.RawMessage) client.ErrorDetail {
	var item struct{ Code, Message, Msg, Detail, Title, Target, Pointer, Field errorText }
	if json.Unmarshal(text, &item) != nil {
		_ = json.Unmarshal(text, &item.Message)
	}
	return client.ErrorDetail{
		Code:    string(item.Code),
		Message: first(item.Message, item.Msg, item.Detail, item.Title),
		Target:  first(item.Target, item.Pointer, item.Field),
	}
}

// errorText is a string, or what services have instead of one: null, a number,
// {"lang": ..., "value": ...}, or a list of which the first counts.
type errorText string

// UnmarshalJSON takes any value.
func (t *errorText) UnmarshalJSON(text []byte) error {
	var s string
	var localized struct{ Value, Msg, Message string }
	var list []errorText
	switch {
	case json.Unmarshal(text, &s) == nil:
		*t = errorText(s)
	case json.Unmarshal(text, &localized) == nil:
		*t = errorText(cmp.Or(localized.Value, localized.Message, localized.Msg))
	case json.Unmarshal(text, &list) == nil && len(list) > 0:
		*t = list[0]
	default:
		*t = errorText(text)
	}
	return nil
}
