package rest

import (
	"errors"
	"net/http"
	"net/url"
	"reflect"
	"slices"
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
	Host   string // which net/http has beside the header
	Cookie []*http.Cookie
	Check  Check

	// Endpoint and Fields, one for each of its parameters, tell which names are those of
	// no parameter.
	Endpoint *Endpoint
	Fields   []any
}

// declared returns a function that reports whether a name is that of a parameter, of a
// member of one, or of a key.
func (in *Incoming) declared(place Place) func(name string) bool {
	names, deep := map[string]bool{}, []string(nil)
	if in.Endpoint == nil {
		return func(string) bool { return false }
	}
	for i := range in.Endpoint.Params {
		p := &in.Endpoint.Params[i]
		if p.In != place {
			continue
		}
		names[p.Name] = true
		if p.Style == "deepObject" {
			deep = append(deep, p.Name+"[")
		} else if p.Explode {
			members, _ := shape.Of(in.Fields[i]).Properties()
			for _, name := range members {
				names[name] = true
			}
		}
	}
	where := map[Place]string{InQuery: "query", InCookie: "cookie"}[place]
	for _, alternative := range in.Endpoint.Security {
		for _, s := range alternative {
			if s.Scheme.In == where {
				names[s.Scheme.Name] = true
			}
		}
	}
	return func(name string) bool {
		return names[name] || slices.ContainsFunc(deep, func(prefix string) bool { return strings.HasPrefix(name, prefix) })
	}
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
	s.Facets = p.Facets
	if p.JSON {
		s = shape.Shape{Kind: shape.Any}
	}
	json, err := s.Pick(func(s shape.Shape) ([]byte, error) {
		if p.In == InQuery && s.Kind <= shape.Any && p.IsEmpty(in) {
			return emptyValue(wire.TypeOf(field)), nil
		}
		return p.read(s, in, index)
	})
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

// IsEmpty reports whether the parameter may stand without a value and does.
func (p *Param) IsEmpty(in *Incoming) bool {
	there := 0
	for _, q := range in.Query {
		if q.Name == p.Name {
			there++
		}
	}
	return p.Empty && there == 1 && slices.Contains(in.Query, shape.Pair{Name: p.Name})
}

// emptyValue returns what a parameter without a value is for a type: true for one that can
// be true, an empty text; nil for another, which is as good as absent.
func emptyValue(t reflect.Type) []byte {
	switch {
	case t == nil:
	case t.Kind() == reflect.Bool:
		return []byte("true")
	case t == reflect.TypeFor[string]():
		return []byte(`""`)
	}
	return nil
}

// read returns the JSON text of the parameter; nil when it is not there.
func (p *Param) read(s shape.Shape, in *Incoming, index int) ([]byte, error) {
	switch p.In {
	case InPath:
		return p.fromPath(s, in.Path[index])
	case InQuery:
		return p.fromQuery(s, in.Query, in)
	case InHeader:
		return p.fromHeader(s, in)
	case InCookie:
		return p.fromCookie(s, in)
	}
	return nil, nil
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

// split splits a value at a separator, which may be escaped in it. In header fields, space
// round a part is none of it (RFC 9110, 5.6.1).
func (p *Param) split(raw string, separator byte) []string {
	if raw == "" {
		return nil
	}
	if escaped := p.between(separator); len(escaped) > 1 {
		if p.In == InQuery && separator == ' ' {
			raw = strings.ReplaceAll(raw, "+", escaped)
		}
		raw = strings.NewReplacer(string(separator), escaped, strings.ToLower(escaped), escaped).Replace(raw)
		return strings.Split(raw, escaped)
	}
	parts := strings.Split(raw, string(separator))
	if p.In == InHeader {
		for i, part := range parts {
			parts[i] = strings.Trim(part, " \t")
		}
	}
	return parts
}

// list returns the JSON text of a list of a shape, of which lists in it have the separators
// inner.
func (p *Param) list(s shape.Shape, parts []string, inner string) ([]byte, error) {
	elem := s.Elem()
	if elem.Kind != shape.List || inner == "" {
		texts, err := unescapeAll(parts, p.In == InQuery)
		if err != nil {
			return nil, err
		}
		return s.List(nil, texts), nil
	}
	out := []byte{'['}
	for i, part := range parts {
		if i > 0 {
			out = append(out, ',')
		}
		item, err := p.list(elem, p.split(part, inner[0]), inner[1:])
		if err != nil {
			return nil, err
		}
		out = append(out, item...)
	}
	return append(out, ']'), nil
}

// value returns the JSON text of a value that is written in one piece, with a separator
// between its parts.
func (p *Param) value(s shape.Shape, raw string, split func(raw string) []string) ([]byte, error) {
	if s.Kind != shape.List && s.Kind != shape.Object && s.Kind != shape.Map {
		text, err := unescapeAll([]string{raw}, p.In == InQuery)
		if err != nil {
			return nil, err
		}
		return s.JSON(nil, text[0]), nil
	}
	parts := split(raw)
	if s.Kind == shape.List {
		return p.list(s, parts, p.separators()[1:])
	}
	if p.Explode {
		var pairs []string
		for _, part := range parts {
			name, text, _ := strings.Cut(part, "=")
			if p.In == InHeader {
				name, text = strings.TrimRight(name, " \t"), strings.TrimLeft(text, " \t")
			}
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

// bySeparator splits a value at the separator of the parameter.
func (p *Param) bySeparator(raw string) []string { return p.split(raw, p.separators()[0]) }

func (p *Param) fromPath(s shape.Shape, raw string) ([]byte, error) {
	split := p.bySeparator
	switch p.Style {
	case "label":
		var ok bool
		if raw, ok = strings.CutPrefix(raw, "."); !ok {
			return nil, errors.New("want a dot before the value")
		}
		if p.Explode {
			split = at(".")
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
			split = at(name)
		}
	}
	return p.value(s, raw, split)
}

// at returns a function that splits a value at a separator.
func at(separator string) func(string) []string {
	return func(raw string) []string {
		if raw == "" {
			return nil
		}
		return strings.Split(raw, separator)
	}
}

func (p *Param) fromQuery(s shape.Shape, query []shape.Pair, in *Incoming) ([]byte, error) {
	object := s.Kind == shape.Object || s.Kind == shape.Map
	switch {
	case p.Style == "deepObject":
		if json, err := p.fromDeep(s, query); object || json != nil || err != nil {
			return json, err
		}
	case object && p.Explode:
		return p.fromMembers(s, query, in)
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
		return p.list(s, raw, p.separators()[1:])
	}
	if len(raw) > 1 {
		return nil, errors.New("comes twice")
	}
	return p.value(s, raw[0], p.bySeparator)
}

// fromMembers reads an object whose members are parameters themselves. One with any names
// has those that no other parameter has.
func (p *Param) fromMembers(s shape.Shape, query []shape.Pair, in *Incoming) ([]byte, error) {
	known := map[string]bool{}
	if s.Kind == shape.Object {
		names, _ := s.Properties()
		for _, name := range names {
			known[name] = true
		}
	}
	takes := func(name string) bool { return known[name] }
	if s.Kind == shape.Map || p.Open {
		declared := in.declared(p.In)
		takes = func(name string) bool { return known[name] || !declared(name) }
	}
	var pairs []shape.Pair
	for _, q := range query {
		if !takes(q.Name) {
			continue
		}
		text, err := unescapeAll([]string{q.Text}, p.In == InQuery)
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

func (p *Param) fromHeader(s shape.Shape, in *Incoming) ([]byte, error) {
	values := in.Header.Values(p.Name)
	if in.Host != "" && strings.EqualFold(p.Name, "Host") {
		values = []string{in.Host}
	}
	switch {
	case len(values) == 0:
		return nil, nil
	case p.isSetCookie() && s.Kind == shape.List:
		return s.List(nil, values), nil
	case p.isSetCookie():
		values = values[:1]
	}
	text := strings.Join(values, ",")
	if s.Kind != shape.List && s.Kind != shape.Object && s.Kind != shape.Map {
		return s.JSON(nil, text), nil
	}
	return p.value(s, text, p.bySeparator)
}

func (p *Param) fromCookie(s shape.Shape, in *Incoming) ([]byte, error) {
	var pairs []shape.Pair
	for _, c := range in.Cookie {
		pairs = append(pairs, shape.Pair{Name: c.Name, Text: c.Value})
	}
	if (s.Kind == shape.Object || s.Kind == shape.Map) && p.Explode {
		return p.fromMembers(s, pairs, in)
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
		return p.list(s, raw, "")
	}
	return p.value(s, raw[0], p.bySeparator)
}
