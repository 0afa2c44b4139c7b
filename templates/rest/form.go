package rest

import (
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-349153d7/odagen/templates/internal/escape"
	"github.com/seed-349153d7/odagen/templates/internal/jsonstr"
	"github.com/seed-349153d7/odagen/templates/shape"
	"github.com/seed-349153d7/odagen/templates/wire"
)

// errNoForm is for a value that has no names.
var errNoForm = errors.New("a form holds an object alone")

// encodeForm returns an object as a form: a pair for each member, and for each
// element of a list, unless the endpoint says otherwise.
func (e *Endpoint) encodeForm(field any) ([]byte, error) {
	v, err := shape.Flatten(field)
	switch {
	case err != nil || v.Kind == shape.FlatNone:
		return nil, err
	case v.Kind != shape.FlatObject:
		return nil, errNoForm
	}
	var pairs []string
	add := func(name, text string) {
		pairs = append(pairs, url.QueryEscape(name)+"="+url.QueryEscape(text))
	}
	for i, item := range v.Items {
		if p := e.Styled(v.Names[i]); p != nil && item.Kind != shape.FlatNone {
			if item.IsUndefined() && !p.JSON {
				continue
			}
			text, err := p.inForm(item)
			if err != nil {
				return nil, err
			}
			pairs = append(pairs, text)
			continue
		}
		switch item.Kind {
		case shape.FlatList:
			for _, elem := range item.Items {
				add(v.Names[i], elem.Text)
			}
		case shape.FlatText, shape.FlatObject:
			add(v.Names[i], item.Text)
		}
	}
	return []byte(strings.Join(pairs, "&")), nil
}

// Styled returns how the member of a form is written; nil when nothing is said.
func (e *Endpoint) Styled(name string) *Param {
	for i := range e.Encoding {
		if e.Encoding[i].Name == name {
			return &e.Encoding[i]
		}
	}
	return nil
}

// inForm returns a member of a form as pairs.
func (p *Param) inForm(v shape.Flat) (string, error) {
	if p.JSON {
		if v.Kind == shape.FlatText {
			v.Text = v.JSON
		}
		v = shape.Flat{Kind: shape.FlatText, Text: v.Text}
	}
	if err := p.Sendable(v); err != nil {
		return "", err
	}
	return p.InQuery(v), nil
}

// inParts returns a member of a multipart form as names and texts, which nothing escapes.
func (p *Param) inParts(v shape.Flat) ([]shape.Pair, error) {
	if v.IsUndefined() {
		return nil, nil
	}
	if separators := p.separators(); !p.Explode && p.Style != "deepObject" && v.Kind != shape.FlatText {
		for _, item := range v.Items {
			if p.holds(item, separators) {
				return nil, errors.New("part " + strconv.Quote(p.Name) + ": a value with one of " + strconv.Quote(separators) + " cannot be sent, which stands between values")
			}
		}
	}
	text, err := p.inForm(v)
	if err != nil {
		return nil, err
	}
	pairs, err := SplitQuery(text)
	for i := range pairs {
		pairs[i].Text, _ = url.QueryUnescape(pairs[i].Text)
	}
	return pairs, err
}

// decodeForm reads a form into the value that field leads to.
func (e *Endpoint) decodeForm(text string, field any, check Check) error {
	pairs, err := SplitQuery(text)
	if err != nil {
		return err
	}
	return e.decodePairs(pairs, field, check)
}

// DecodeParts reads the texts of a multipart form into the value that field leads to.
func (e *Endpoint) DecodeParts(parts []shape.Pair, field any, check Check) error {
	return e.decodePairs(Escaped(parts), field, check)
}

// Escaped returns the texts of parts as a query has them. What can stand between values
// stays as it is.
func Escaped(parts []shape.Pair) []shape.Pair {
	out := slices.Clone(parts)
	for i := range out {
		out[i].Text = escape.Escape(out[i].Text, escape.PlainBytes+",|")
	}
	return out
}

// decodePairs reads the pairs of a form, whose texts are escaped.
func (e *Endpoint) decodePairs(pairs []shape.Pair, field any, check Check) error {
	s := shape.Of(field)
	if e.BodySchema != nil {
		s.Facets = &wire.Facets{Schema: e.BodySchema}
	}
	json, err := s.Pick(func(s shape.Shape) ([]byte, error) { return e.formJSON(s, pairs) })
	if err != nil {
		return err
	}
	return check.decode(json, field)
}

// formJSON returns the pairs of a form as a JSON object; nil for a shape that is none.
func (e *Endpoint) formJSON(s shape.Shape, pairs []shape.Pair) ([]byte, error) {
	switch s.Kind {
	case shape.Any:
		s = shape.Shape{Kind: shape.Map, Elem: func() shape.Shape { return shape.Shape{Kind: shape.Any} }}
	case shape.Text, shape.Bare, shape.List:
		return nil, nil
	}
	pairs = slices.Clone(pairs)
	var members []byte // of the object, with a comma behind each
	for i := range e.Encoding {
		p := &e.Encoding[i]
		member := s.Property(p.Name)
		json, err := p.FromForm(member, pairs)
		if err != nil {
			return nil, errors.New(strconv.Quote(p.Name) + ": " + err.Error())
		}
		if json != nil {
			members = append(append(append(jsonstr.AppendQuoted(members, p.Name), ':'), json...), ',')
		}
		pairs = slices.DeleteFunc(pairs, func(q shape.Pair) bool { return p.Takes(member, q.Name) })
	}
	for i, p := range pairs {
		var err error
		if pairs[i].Text, err = url.QueryUnescape(p.Text); err != nil {
			return nil, errors.New("the form is not well escaped")
		}
	}
	rest := s.Object(nil, pairs)
	switch {
	case len(members) == 0:
		return rest, nil
	case len(pairs) == 0:
		members[len(members)-1] = '}'
		return append([]byte{'{'}, members...), nil
	}
	return append(append([]byte{'{'}, members...), rest[1:]...), nil
}

// FromForm returns the JSON text of the member of a form that p is about; nil when it is
// not there.
func (p *Param) FromForm(s shape.Shape, pairs []shape.Pair) ([]byte, error) {
	if p.JSON {
		s = shape.Shape{Kind: shape.Any}
	}
	return s.Pick(func(s shape.Shape) ([]byte, error) { return p.fromQuery(s, pairs, new(Incoming)) })
}

// Takes reports whether the member of a form that p is about, of a shape, is made of
// the pairs with a name.
func (p *Param) Takes(s shape.Shape, name string) bool {
	switch {
	case p.Style == "deepObject":
		object := s.Kind == shape.Object || s.Kind == shape.Map
		return strings.HasPrefix(name, p.Name+"[") || name == p.Name && !object
	case s.Kind == shape.Object && p.Explode:
		names, _ := s.Properties()
		return slices.Contains(names, name)
	}
	return name == p.Name
}
