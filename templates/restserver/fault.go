package restserver

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/seed-349153d7/odagen/templates/internal/exchange"
	"github.com/seed-349153d7/odagen/templates/internal/jsonstr"
	"github.com/seed-349153d7/odagen/templates/rest"
	"github.com/seed-349153d7/odagen/templates/server"
)

// failure returns the described answer to a failure; nil when none is.
func failure(e *rest.Endpoint, status int) *rest.ErrorAnswer {
	if i := e.Failure(status); i >= 0 {
		return &e.Errors[i]
	}
	return nil
}

// FaultBody returns the media type that is described for a status, and the text in it.
func (c *Call) FaultBody(status int, json []byte) (media []string, body []byte) {
	a := failure(c.route.endpoint, status)
	if a == nil || a.Media == "" {
		return exchange.JSONType, json
	}
	concrete := rest.Concrete(a.Media, "application/json")
	body, err := rest.EncodeText(concrete, json)
	if err != nil {
		return exchange.JSONType, json
	}
	return []string{concrete}, body
}

// saysWhy are the statuses of faults in a request, which say what is wrong with it also
// where no content is described.
var saysWhy = map[int]bool{
	http.StatusBadRequest: true, http.StatusRequestEntityTooLarge: true,
	http.StatusUnsupportedMediaType: true, http.StatusUnprocessableEntity: true,
}

// WriteFault answers as the description has it: in its form, or without a body where the
// status is described without content.
func (c *Call) WriteFault(x *exchange.Exchange, f *server.Fault) bool {
	a := failure(c.route.endpoint, f.Status)
	switch {
	case a == nil:
		return false
	case a.Media == "" && a.Status == strconv.Itoa(f.Status) && !saysWhy[f.Status]:
		_ = x.Empty(f.Status)
		return true
	}
	return writeForm(x, a, f)
}

// writeForm answers with a fault in the form of a described answer, if that has one.
func writeForm(x *exchange.Exchange, a *rest.ErrorAnswer, f *server.Fault) bool {
	if a.Form == "" {
		return false
	}
	w := faultForm{fault: f, request: x.R}
	media := rest.Concrete(a.Media, "application/json")
	text, err := rest.EncodeText(media, w.append(nil, a.Form, server.Detail{Code: f.Code, Message: f.Message, Target: f.Target}))
	if err == nil {
		x.Send(f.Status, []string{media}, text)
	}
	return err == nil
}

// commonForm returns the form that most of the endpoints have for a status: that of
// faults before an endpoint is found. It is nil where none has one.
func commonForm(routes []*Route, status int) *rest.ErrorAnswer {
	type kind struct{ media, form string }
	count := map[kind]int{}
	var best *rest.ErrorAnswer
	most := 0
	for _, r := range routes {
		a := failure(r.endpoint, status)
		if a == nil || a.Form == "" {
			continue
		}
		k := kind{a.Media, a.Form}
		if count[k]++; count[k] > most {
			best, most = a, count[k]
		}
	}
	return best
}

// faultForm writes faults in a form: JSON text in which the words outside of strings stand for
// what is known. What is in brackets is there for each of the details, or once for a fault
// without any.
type faultForm struct {
	fault   *server.Fault
	request *http.Request
}

func (w faultForm) append(b []byte, text string, d server.Detail) []byte {
	for i := 0; i < len(text); {
		end := i + 1
		switch c := text[i]; {
		case c == '"':
			end = stringEnd(text, i)
			b = append(b, text[i:end]...)
		case c == '[':
			end = listEnd(text, i)
			b = w.appendList(b, text[i+1:end-1])
		case 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z':
			for end < len(text) && ('a' <= text[end] && text[end] <= 'z' || 'A' <= text[end] && text[end] <= 'Z') {
				end++
			}
			word, digits := text[i:end], end
			for end < len(text) && '0' <= text[end] && text[end] <= '9' {
				end++
			}
			limit, _ := strconv.Atoi(text[digits:end])
			b = w.appendWord(b, word, limit, d)
		default:
			b = append(b, c)
		}
		i = end
	}
	return b
}

func (w faultForm) appendList(b []byte, item string) []byte {
	details := w.fault.Details
	if len(details) == 0 {
		details = []server.Detail{{Code: w.fault.Code, Message: w.fault.Message, Target: w.fault.Target}}
	}
	b = append(b, '[')
	for i, d := range details {
		if i > 0 {
			b = append(b, ',')
		}
		b = w.append(b, item, d)
	}
	return append(b, ']')
}

// appendWord appends what a word stands for, with at most limit characters; 0 is no limit.
func (w faultForm) appendWord(b []byte, word string, limit int, d server.Detail) []byte {
	var text string
	title := http.StatusText(w.fault.Status)
	switch word {
	case "status":
		return strconv.AppendInt(b, int64(w.fault.Status), 10)
	case "statusText":
		text = strconv.Itoa(w.fault.Status)
	case "title":
		text = title
	case "code":
		text = d.Code
	case "message":
		if text = d.Message; text == "" {
			text = title
		}
	case "target":
		text = d.Target
	case "path":
		text = w.request.URL.EscapedPath()
	case "time":
		text = time.Now().UTC().Format(time.RFC3339)
	default: // true, false, null
		return append(b, word...)
	}
	text = strings.ToValidUTF8(text, "\ufffd")
	if runes := []rune(text); limit > 0 && len(runes) > limit {
		text = string(runes[:limit])
	}
	return jsonstr.AppendQuoted(b, text)
}

// stringEnd returns where the string that starts at i ends.
func stringEnd(text string, i int) int {
	for i++; i < len(text) && text[i] != '"'; i++ {
		if text[i] == '\\' {
			i++
		}
	}
	return min(i+1, len(text))
}

// listEnd returns where the list that starts at i ends.
func listEnd(text string, i int) int {
	for depth := 0; i < len(text); i++ {
		switch text[i] {
		case '"':
			i = stringEnd(text, i) - 1
		case '[':
			depth++
		case ']':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return len(text)
}
