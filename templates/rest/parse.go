package rest

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/seed-349153d7/odagen/templates/internal/escape"
	"github.com/seed-349153d7/odagen/templates/shape"
	"github.com/seed-349153d7/odagen/templates/wire"
)

// Incoming has the parameters of a request.
type Incoming struct {
	Path   []string     // escaped, in the order of the parameters
	Query  []shape.Pair // escaped, but for the names
	Header http.Header
	Cookie []*http.Cookie
	Check  Check
}

// Check returns what is against JSON text that a request has, before it is read. Nil
// is of an answer.
type Check func(text []byte) error

// decode reads JSON text into a field.
func (c Check) decode(text []byte, field any) error {
	if c != nil {
		if err := c(text); err != nil {
			return err
		}
	}
	return wire.DecodeAs(text, field, c != nil)
}

// SplitQuery returns the pairs of a query.
func SplitQuery(raw string) ([]shape.Pair, error) {
	var out []shape.Pair
	for part := range strings.SplitSeq(raw, "&") {
		if part == "" {
			continue
		}
		name, text, _ := strings.Cut(part, "=")
		name, err := url.QueryUnescape(name)
		if err != nil {
			return nil, errors.New("the query is not well escaped")
		}
		out = append(out, shape.Pair{Name: name, Text: text})
	}
	return out, nil
}

// Decode reads the parameter, the index-th of those in the path, into field. Found
// is false when the request does not have it.
func (p *Param) Decode(in *Incoming, index int, field any) (found bool, err error) {
	s := shape.Of(field)
	if p.JSON {
		s = shape.Shape{Kind: shape.Any}
	}
	var json []byte
	switch p.In {
	case InPath:
		json, err = p.fromPath(s, in.Path[index])
	case InQuery:
		json, err = p.fromQuery(s, in.Query)
	case InHeader:
		if values := in.Header.Values(p.Name); len(values) > 0 {
			json, err = p.fromHeader(s, strings.Join(values, ","))
		}
	case InCookie:
		json, err = p.fromCookie(s, in.Cookie)
	}
	if json == nil || err != nil {
		return false, err
	}
	if in.Check != nil {
		if err := in.Check(json); err != nil {
			return true, err
		}
	}
	return true, wire.DecodeAs(json, field, false)
}

// unescapeAll reverses escapes; a plus stays one outside of queries.
func unescapeAll(texts []string, query bool) ([]string, error) {
	out := make([]string, len(texts))
	for i, text := range texts {
		var err error
		if query {
			out[i], err = url.QueryUnescape(text)
		} else {
			out[i], err = url.PathUnescape(text)
		}
		if err != nil {
			return nil, errors.New(strconv.Quote(text) + " is not well escaped")
		}
	}
	return out, nil
}

// value returns the JSON text of a value that is written in one piece, with
// separators between its parts.
func (p *Param) value(s shape.Shape, raw, separator string) ([]byte, error) {
	if s.Kind != shape.List && s.Kind != shape.Object && s.Kind != shape.Map {
		text, err := unescapeAll([]string{raw}, p.In == InQuery)
		if err != nil {
			return nil, err
		}
		return s.JSON(nil, text[0]), nil
	}
	var parts []string
	if raw != "" {
		parts = strings.Split(raw, separator)
	}
	if s.Kind == shape.List {
		texts, err := unescapeAll(parts, p.In == InQuery)
		if err != nil {
			return nil, err
		}
		return s.List(nil, texts), nil
	}
	if p.Explode {
		var pairs []string
		for _, part := range parts {
			name, text, _ := strings.Cut(part, "=")
			pairs = append(pairs, name, text)
		}
		parts = pairs
	}
	if len(parts)%2 != 0 {
		return nil, errors.New("a name has no value")
	}
	texts, err := unescapeAll(parts, p.In == InQuery)
	if err != nil {
		return nil, err
	}
	var pairs []shape.Pair
	for i := 0; i < len(texts); i += 2 {
		pairs = append(pairs, shape.Pair{Name: texts[i], Text: texts[i+1]})
	}
	return s.Whole(nil, pairs), nil
}

func (p *Param) fromPath(s shape.Shape, raw string) ([]byte, error) {
	separator := ","
	switch p.Style {
	case "label":
		var ok bool
		if raw, ok = strings.CutPrefix(raw, "."); !ok {
			return nil, errors.New("want a dot before the value")
		}
		if p.Explode {
			separator = "."
		}
	case "matrix":
		name := ";" + escape.Escape(p.Name, escape.PlainBytes) + "="
		if p.Explode && (s.Kind == shape.Object || s.Kind == shape.Map) {
			name = ";"
		}
		var ok bool
		if raw, ok = strings.CutPrefix(raw, name); !ok {
			return nil, errors.New("want " + strconv.Quote(name) + " before the value")
		}
		if p.Explode {
			separator = name
		}
	}
	return p.value(s, raw, separator)
}

func (p *Param) fromQuery(s shape.Shape, query []shape.Pair) ([]byte, error) {
	object := s.Kind == shape.Object || s.Kind == shape.Map
	switch {
	case p.Style == "deepObject":
		if json, err := p.fromDeep(s, query); object || json != nil || err != nil {
			return json, err
		}
	case object && p.Explode:
		return p.fromMembers(s, query)
	}
	var raw []string
	for _, q := range query {
		if q.Name == p.Name {
			raw = append(raw, q.Text)
		}
	}
	if len(raw) == 0 {
		return nil, nil
	}
	if s.Kind == shape.List && (p.Explode || len(raw) > 1) {
		texts, err := unescapeAll(raw, true)
		if err != nil {
			return nil, err
		}
		return s.List(nil, texts), nil
	}
	if len(raw) > 1 {
		return nil, errors.New("comes twice")
	}
	separator := ","
	switch p.Style {
	case "spaceDelimited":
		raw[0] = strings.ReplaceAll(raw[0], "+", "%20")
		separator = "%20"
	case "pipeDelimited":
		raw[0] = strings.ReplaceAll(raw[0], "|", "%7C")
		separator = "%7C"
	}
	return p.value(s, raw[0], separator)
}

// fromMembers reads an object whose members are parameters themselves.
func (p *Param) fromMembers(s shape.Shape, query []shape.Pair) ([]byte, error) {
	known := map[string]bool{}
	if s.Kind == shape.Object {
		names, _ := s.Properties()
		for _, name := range names {
			known[name] = true
		}
	}
	var pairs []shape.Pair
	for _, q := range query {
		if s.Kind != shape.Map && !known[q.Name] {
			continue
		}
		text, err := unescapeAll([]string{q.Text}, true)
		if err != nil {
			return nil, err
		}
		pairs = append(pairs, shape.Pair{Name: q.Name, Text: text[0]})
	}
	if len(pairs) == 0 {
		return nil, nil
	}
	return s.Object(nil, pairs), nil
}

// fromDeep reads name[property]=text and name[0]=text; nil when there is none.
func (p *Param) fromDeep(s shape.Shape, query []shape.Pair) ([]byte, error) {
	var pairs []shape.Pair
	for _, q := range query {
		rest, ok := strings.CutPrefix(q.Name, p.Name+"[")
		if !ok || !strings.HasSuffix(rest, "]") {
			continue
		}
		text, err := unescapeAll([]string{q.Text}, true)
		if err != nil {
			return nil, err
		}
		pairs = append(pairs, shape.Pair{Name: strings.TrimSuffix(rest, "]"), Text: text[0]})
	}
	if len(pairs) == 0 {
		return nil, nil
	}
	return s.Deep(nil, pairs)
}

func (p *Param) fromHeader(s shape.Shape, text string) ([]byte, error) {
	if s.Kind != shape.List && s.Kind != shape.Object && s.Kind != shape.Map {
		return s.JSON(nil, text), nil
	}
	return p.value(s, text, ",")
}

func (p *Param) fromCookie(s shape.Shape, cookies []*http.Cookie) ([]byte, error) {
	var pairs []shape.Pair
	for _, c := range cookies {
		pairs = append(pairs, shape.Pair{Name: c.Name, Text: c.Value})
	}
	if (s.Kind == shape.Object || s.Kind == shape.Map) && p.Explode {
		return p.fromMembers(s, pairs)
	}
	var raw []string
	for _, c := range pairs {
		if c.Name == p.Name {
			raw = append(raw, c.Text)
		}
	}
	switch {
	case len(raw) == 0:
		return nil, nil
	case s.Kind == shape.List && p.Explode:
		texts, err := unescapeAll(raw, false)
		if err != nil {
			return nil, err
		}
		return s.List(nil, texts), nil
	}
	return p.value(s, raw[0], ",")
}
