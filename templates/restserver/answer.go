package restserver

import (
	"errors"
	"net/http"

	"github.com/seed-349153d7/odagen/templates/api"
	"github.com/seed-349153d7/odagen/templates/internal/jsonstr"
	"github.com/seed-349153d7/odagen/templates/rest"
	"github.com/seed-349153d7/odagen/templates/server"
	"github.com/seed-349153d7/odagen/templates/wire"
)

// Answer answers with the value that field leads to, nil for nothing, unless err is not
// nil: that can be another answer, which server.AnswerWith has made.
func (c *Call) Answer(field any, err error) error {
	var other *server.Answer
	switch {
	case errors.As(err, &other):
		return c.answerWith(other.Of)
	case err != nil:
		return err
	}
	e := c.route.endpoint
	if len(e.Answers) == 0 {
		return c.answer(http.StatusNoContent, "", nil)
	}
	plain := e.Answers[e.Plain]
	return c.answer(plain.Code(), plain.Media, plain.Field(field))
}

// answerWith answers with the part of a that is set.
func (c *Call) answerWith(a server.Answered) error {
	e := c.route.endpoint
	status, bodies, headers := a.WireAnswer()
	if err := e.WriteHeaders(c.x.W.Header(), headers); err != nil {
		return err
	}
	if *status != 0 {
		if *status < 200 || *status > 599 {
			return errors.New("the answer of the service has a status that is none")
		}
		i := e.Answer(*status)
		if i < 0 || bodies[i] == nil {
			return c.answer(*status, "", nil)
		}
		return c.answer(*status, e.Answers[i].Media, bodies[i])
	}
	for i, f := range bodies {
		if f != nil && isSet(f) {
			return c.answer(e.Answers[i].Code(), e.Answers[i].Media, f)
		}
	}
	return c.answer(emptyStatus(e, http.StatusNoContent), "", nil)
}

// isSet reports whether field leads to a value that is not absent.
func isSet(field any) bool {
	if f, ok := field.(**api.Content); ok {
		return *f != nil
	}
	return len(wire.AppendField(nil, field)) > 0
}

// answer writes an answer.
func (c *Call) answer(status int, media string, field any) error {
	if field == nil {
		return c.x.Empty(status)
	}
	if f, ok := field.(**api.Content); ok {
		if *f == nil {
			return c.x.Empty(emptyStatus(c.route.endpoint, status))
		}
		return c.x.Content(status, media, *f)
	}
	e := wire.NewEncoder(nil)
	e.Without = wire.WriteOnly
	e.Field(wire.In(wire.Plain, field), 0)
	text, err := e.Free()
	if err != nil {
		return err
	}
	if len(text) == 0 {
		text = c.emptyText(status, field)
	}
	if len(text) == 0 {
		return c.x.Empty(emptyStatus(c.route.endpoint, status))
	}
	if rest.ContentOf(media) == rest.TextContent && text[0] == '"' {
		text, _ = jsonstr.Unescape(nil, text[1:len(text)-1])
	}
	if etag := c.x.W.Header().Get("Etag"); status == http.StatusOK && c.x.NotModified(etag) {
		return server.ErrNotModified
	}
	c.x.Send(status, []string{media}, text)
	return nil
}

// emptyText is the text of a value that is nil: null where that is allowed, and of a list
// or map, one without items where the endpoint has no answer without content; nil of other
// values, which are absent.
func (c *Call) emptyText(status int, field any) []byte {
	e := c.route.endpoint
	if i := e.Answer(status); i >= 0 && e.Answers[i].Nullable {
		return rest.EmptyText(field, true)
	}
	for _, a := range e.Answers {
		if a.Media == "" {
			return nil
		}
	}
	return rest.EmptyText(field, false)
}

// emptyStatus is the status of an answer without content, where the endpoint has
// one; 204 where it has none.
func emptyStatus(e *rest.Endpoint, status int) int {
	for _, a := range e.Answers {
		if a.Media == "" {
			return a.Code()
		}
	}
	if status == http.StatusOK {
		return http.StatusNoContent
	}
	return status
}

// sequence begins the answer and returns a function that sends an item; nil when none is
// wanted.
func (c *Call) sequence() func(field any) error {
	e, w := c.route.endpoint, c.x.W
	status := http.StatusOK
	if len(e.Answers) > 0 {
		plain := e.Answers[e.Plain]
		status = plain.Code()
		w.Header().Set("Content-Type", plain.Media)
	}
	c.x.Begin(status)
	if c.x.R.Method == http.MethodHead {
		return nil
	}
	control := http.NewResponseController(w)
	_ = control.Flush() // not all can, and then it comes later
	return func(field any) error {
		var text []byte
		if event, ok := field.(*api.Event); ok {
			text = rest.EventText(event)
		} else {
			var err error
			if text, err = rest.EncodeLine(field, wire.WriteOnly); err != nil {
				return err
			}
		}
		if _, err := w.Write(text); err != nil {
			return err
		}
		_ = control.Flush()
		return nil
	}
}

// abort cuts off an answer that has begun.
func (c *Call) abort(err error) {
	if c.x.R.Context().Err() == nil { // a client that is gone is no fault
		c.x.Log(err)
	}
	panic(http.ErrAbortHandler)
}
