package odata

import (
	"context"
	"errors"
	"net/http"
)

// Invocation is a call of an action or a function on its way to an answer, and the
// context of the service function.
type Invocation struct{ *exchange }

// ActionRoute answers POST to the action called name, qualified where it is bound.
func ActionRoute(name string, serve func(x *Invocation) error) Route {
	return Route{method: http.MethodPost, name: name, serve: func(x *exchange) error { return serve(&Invocation{x}) }}
}

// FunctionRoute answers GET of the function called name, qualified where it is
// bound. Of overloads the one with the parameters that come is called.
func FunctionRoute(name string, params []string, serve func(x *Invocation) error) Route {
	return Route{method: http.MethodGet, name: name, params: params, serve: func(x *exchange) error { return serve(&Invocation{x}) }}
}

// Raw returns the route of an operation that answers with what is no JSON.
func (r Route) Raw() Route {
	r.anyway = true
	return r
}

// KeyPart returns a property of the key of the entity that the request which ctx is
// from leads to, the first being 0. It is empty where no key is in the path.
func KeyPart(ctx context.Context, i int) string {
	x, ok := ctx.Value(exchangeKey{}).(*exchange)
	if !ok {
		return ""
	}
	return x.key(i)
}

// ReadParams reads the parameters of an action from the body of the request.
func ReadParams[P Object](x *Invocation) (P, error) {
	return decodeBody[P](x.exchange, UnmarshalRequest)
}

// Args reads the parameters of a function, in the order of its route, into the
// fields that args point to.
func (x *Invocation) Args(args ...any) error {
	for i, name := range x.route.params {
		text, found := x.argument(name)
		var err error
		switch {
		case found:
			err = decodeArgument(text, args[i])
		case !isOptional(args[i]):
			err = errors.New("is missing")
		}
		if err != nil {
			e := newError(http.StatusBadRequest, "parameter "+quoted(name)+": "+argumentFault(err))
			e.Target = name
			return e
		}
	}
	return nil
}

// argument returns the literal or JSON text of a parameter: from the path, from the
// alias that stands there, or from the query when no parameters are in the path
// (OData URL Conventions 4.01, 4.5 and 5.3). An alias that is not defined is null.
func (x *exchange) argument(name string) (text string, found bool) {
	for _, p := range x.params {
		if p.Name != name {
			continue
		}
		if p.Literal[0] != '@' {
			return p.Literal, true
		}
		if x.Query.Custom.Has(p.Literal) {
			return x.Query.Custom.Get(p.Literal), true
		}
		return "null", true
	}
	if x.params == nil && x.Query.Custom.Has(name) {
		return x.Query.Custom.Get(name), true
	}
	return "", false
}

// AnswerNothing answers 204, unless err is not nil.
func (x *Invocation) AnswerNothing(err error) error { return x.empty(err) }

// Answer answers with the value that field points to, wrapped as in
// Object.ODataFields; with 204 for null.
func (x *Invocation) Answer(field any, err error) error { return x.value(field, err) }

// AnswerList answers with the collection that field points to, wrapped as in
// Object.ODataFields. A nil one is empty.
func (x *Invocation) AnswerList(field any, err error) error {
	if err != nil {
		return err
	}
	if len(appendFlagged(nil, field, 0)) == 0 {
		x.write(http.StatusOK, []byte(`{"value":[]}`))
		return nil
	}
	return x.value(field, nil)
}

// AnswerBytes answers with content of the type that the service has set.
func (x *Invocation) AnswerBytes(content []byte, err error) error { return x.bytes(content, err) }

// AnswerObject answers with v, or with 204 when that is nil.
func AnswerObject[T Object](x *Invocation, v T, err error) error {
	return reply(x.exchange, http.StatusOK, v, err)
}

// AnswerPage answers with a page of a collection of objects.
func AnswerPage[T Object](x *Invocation, page Page[T], err error) error {
	return answerPage(x.exchange, page, err)
}

// valueAnswer is the object that a value of any type is wrapped in.
type valueAnswer struct {
	Members
	field any
}

func (v *valueAnswer) ODataType() *Type { return &valueType }

func (v *valueAnswer) ODataFields(f []any) []any { return append(f, &v.Members, v.field) }

// value answers with the JSON text of a field.
func (x *exchange) value(field any, err error) error {
	if err != nil {
		return err
	}
	text := appendFlagged(nil, field, 0)
	switch {
	case len(text) == 0 || string(text) == "null":
		return x.empty(nil)
	case text[0] == '{':
		x.write(http.StatusOK, text)
		return nil
	}
	b := newBuffer()
	defer b.free()
	if b.b, err = AppendResponse(b.b, &valueAnswer{field: field}); err != nil {
		return err
	}
	x.write(http.StatusOK, b.b)
	return nil
}

// rawValue answers with the value of a field as it is: text, or bytes.
func (x *exchange) rawValue(field any) error {
	switch f := field.(type) {
	case *[]byte:
		return x.bytes(*f, nil)
	case *Opt[[]byte]:
		return x.bytes(f.Or(nil), nil)
	}
	text := appendFlagged(nil, field, 0)
	switch {
	case len(text) == 0 || string(text) == "null":
		return x.empty(nil)
	case text[0] == '{' || text[0] == '[':
		return newError(http.StatusBadRequest, "$value is for values without parts")
	case text[0] == '"':
		text, _ = unescape(nil, text[1:len(text)-1])
	}
	x.text("text/plain", text)
	return nil
}
