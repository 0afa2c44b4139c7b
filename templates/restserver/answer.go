package restserver

import (
	"cmp"
	"errors"
	"net/http"
	"slices"
	"strconv"

	"github.com/seed-349153d7/odagen/templates/api"
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
		return c.answer(http.StatusNoContent, nil, nil)
	}
	plain := e.Answers[e.Plain]
	return c.answer(plain.Code(), &plain, plain.Field(field))
}

// answerWith answers with the part of a that is set.
func (c *Call) answerWith(a server.Answered) error {
	e := c.route.endpoint
	status, bodies, headers := a.WireAnswer()
	if err := e.WriteHeaders(c.x.W.Header(), headers); err != nil {
		return err
	}
	if len(bodies) > len(e.Answers) {
		if answered, err := c.answerOther(*status, bodies[len(e.Answers):]); answered {
			return err
		}
	}
	if *status != 0 {
		if *status < 200 || *status > 599 {
			return errors.New("the answer of the service has a status that is none")
		}
		i := e.Answer(*status)
		if i < 0 {
			return c.answer(*status, nil, nil)
		}
		return c.answer(*status, &e.Answers[i], bodies[i])
	}
	for i := range e.Answers {
		if f := bodies[i]; f != nil && isSet(f) {
			return c.answer(e.Answers[i].Code(), &e.Answers[i], f)
		}
	}
	return c.answer(emptyStatus(e, http.StatusNoContent), nil, nil)
}

// answerOther answers with content, or with a sequence, in place of what is described first.
func (c *Call) answerOther(status int, bodies []any) (answered bool, err error) {
	answers := c.route.endpoint.Answers
	if content, ok := bodies[0].(**api.Content); ok && *content != nil {
		i := slices.IndexFunc(answers, func(a rest.Answer) bool { return len(a.Others) > 0 })
		a := rest.Answer{Media: answers[i].Others[0]} // unless the content says another
		return true, c.answer(cmp.Or(status, answers[i].Code()), &a, bodies[0])
	}
	if len(bodies) > 1 {
		if seq, ok := bodies[1].(rest.SequenceBody); ok && !seq.IsNil() {
			i := slices.IndexFunc(answers, func(a rest.Answer) bool { return a.Stream != "" })
			if send := c.sequence(cmp.Or(status, answers[i].Code()), answers[i].Stream); send != nil {
				if err := seq.Send(send); err != nil {
					c.abort(err)
				}
			}
			return true, nil
		}
	}
	return false, nil
}

// isSet reports whether field leads to a value that is not absent.
func isSet(field any) bool {
	if f, ok := field.(**api.Content); ok {
		return *f != nil
	}
	return len(wire.AppendField(nil, field)) > 0
}

// answer writes an answer, as the one that is described.
func (c *Call) answer(status int, a *rest.Answer, field any) error {
	c.checkHeader(a)
	if field == nil || status == http.StatusNotModified {
		return c.x.Empty(status)
	}
	if f, ok := field.(**api.Content); ok {
		if *f == nil {
			return c.x.Empty(emptyStatus(c.route.endpoint, status))
		}
		return c.x.Content(status, a.Media, *f)
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
	media := c.media(a)
	if text, err = rest.EncodeText(media, text); err != nil {
		return err
	}
	if etag := c.x.W.Header().Get("Etag"); status == http.StatusOK && c.x.NotModified(etag) {
		return server.ErrNotModified
	}
	c.x.Send(status, []string{media}, text)
	return nil
}

// checkHeader tells the log, once for each route, of a header field that an answer must have
// and that nobody has set. The answer is sent all the same: what stands before the server
// may add it.
func (c *Call) checkHeader(a *rest.Answer) {
	if a == nil {
		return
	}
	for _, name := range a.Required {
		if c.x.W.Header().Get(name) == "" {
			c.route.told.Do(func() {
				c.x.Log(errors.New("the answer " + a.Status + " has no header field " + strconv.Quote(name) + ", which it must have"))
			})
		}
	}
}

// media returns the media type of an answer: what the service has set, if that is of the
// kind that is described, or what suits the request best.
func (c *Call) media(a *rest.Answer) string {
	if set := c.x.W.Header().Get("Content-Type"); set != "" && rest.ContentOf(set) == rest.ContentOf(a.Media) {
		return set
	}
	media, _ := a.Choose(c.x.R.Header["Accept"])
	return rest.Concrete(media, "application/json")
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
		if a.Media == "" && !a.Redirect() {
			return nil
		}
	}
	return rest.EmptyText(field, false)
}

// emptyStatus is the status of an answer without content, where the endpoint has
// one; 204 where it has none.
func emptyStatus(e *rest.Endpoint, status int) int {
	for i, a := range e.Answers {
		if a.Media == "" && (i == e.Plain || !a.Redirect()) {
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
func (c *Call) sequence(status int, media string) func(field any) error {
	w := c.x.W
	if media != "" {
		w.Header().Set("Content-Type", media)
	}
	control := http.NewResponseController(w)
	if c.receives { // net/http would close the body once the answer begins
		_ = control.EnableFullDuplex()
	}
	c.x.Begin(status)
	if c.x.R.Method == http.MethodHead {
		return nil
	}
	_ = control.Flush() // not all can, and then it comes later
	return func(field any) error {
		text, err := rest.EncodeLine(media, field, wire.WriteOnly)
		if err != nil {
			return err
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
