package odata

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
)

// pair is a name and a text.
type pair struct{ name, text string }

// incoming has the parameters of a request.
type incoming struct {
	path   []string // escaped, in the order of the parameters
	query  []pair   // escaped, but for the names
	header http.Header
	cookie []*http.Cookie
}

// splitQuery returns the pairs of a query.
func splitQuery(raw string) ([]pair, error) {
	var out []pair
	for part := range strings.SplitSeq(raw, "&") {
		if part == "" {
			continue
		}
		name, text, _ := strings.Cut(part, "=")
		name, err := url.QueryUnescape(name)
		if err != nil {
			return nil, errors.New("the query is not well escaped")
		}
		out = append(out, pair{name, text})
	}
	return out, nil
}

// decode reads the parameter, the index-th of those in the path, into field. Found
// is false when the request does not have it.
func (p *EndpointParam) decode(in *incoming, index int, field any) (found bool, err error) {
	s := shapeOf(field)
	if p.JSON {
		s = shape{kind: anyShape}
	}
	var json []byte
	switch p.In {
	case InPath:
		json, err = p.fromPath(s, in.path[index])
	case InQuery:
		json, err = p.fromQuery(s, in.query)
	case InHeader:
		if values := in.header.Values(p.Name); len(values) > 0 {
			json, err = p.fromHeader(s, strings.Join(values, ","))
		}
	case InCookie:
		json, err = p.fromCookie(s, in.cookie)
	}
	if json == nil || err != nil {
		return false, err
	}
	return true, decodeField(json, field)
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
			return nil, errors.New(quoted(text) + " is not well escaped")
		}
	}
	return out, nil
}

// value returns the JSON text of a value that is written in one piece, with
// separators between its parts.
func (p *EndpointParam) value(s shape, raw, separator string) ([]byte, error) {
	if s.kind != listShape && s.kind != objectShape && s.kind != mapShape {
		text, err := unescapeAll([]string{raw}, p.In == InQuery)
		if err != nil {
			return nil, err
		}
		return s.json(nil, text[0]), nil
	}
	var parts []string
	if raw != "" {
		parts = strings.Split(raw, separator)
	}
	if s.kind == listShape {
		texts, err := unescapeAll(parts, p.In == InQuery)
		if err != nil {
			return nil, err
		}
		return s.list(nil, texts), nil
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
	var pairs []pair
	for i := 0; i < len(texts); i += 2 {
		pairs = append(pairs, pair{texts[i], texts[i+1]})
	}
	return s.whole(nil, pairs), nil
}

func (p *EndpointParam) fromPath(s shape, raw string) ([]byte, error) {
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
		name := ";" + escape(p.Name, plainBytes) + "="
		if p.Explode && (s.kind == objectShape || s.kind == mapShape) {
			name = ";"
		}
		var ok bool
		if raw, ok = strings.CutPrefix(raw, name); !ok {
			return nil, errors.New("want " + quoted(name) + " before the value")
		}
		if p.Explode {
			separator = name
		}
	}
	return p.value(s, raw, separator)
}

func (p *EndpointParam) fromQuery(s shape, query []pair) ([]byte, error) {
	object := s.kind == objectShape || s.kind == mapShape
	switch {
	case object && p.Style == "deepObject":
		return p.fromDeep(s, query)
	case object && p.Explode:
		return p.fromMembers(s, query)
	}
	var raw []string
	for _, q := range query {
		if q.name == p.Name {
			raw = append(raw, q.text)
		}
	}
	if len(raw) == 0 {
		return nil, nil
	}
	if s.kind == listShape && (p.Explode || len(raw) > 1) {
		texts, err := unescapeAll(raw, true)
		if err != nil {
			return nil, err
		}
		return s.list(nil, texts), nil
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
func (p *EndpointParam) fromMembers(s shape, query []pair) ([]byte, error) {
	var names []string
	if s.kind == objectShape {
		names, _ = s.properties()
	}
	var pairs []pair
	for _, q := range query {
		known := s.kind == mapShape
		for _, name := range names {
			known = known || name == q.name
		}
		if !known {
			continue
		}
		text, err := unescapeAll([]string{q.text}, true)
		if err != nil {
			return nil, err
		}
		pairs = append(pairs, pair{q.name, text[0]})
	}
	if len(pairs) == 0 {
		return nil, nil
	}
	return s.object(nil, pairs), nil
}

// fromDeep reads name[property]=text, to any depth.
func (p *EndpointParam) fromDeep(s shape, query []pair) ([]byte, error) {
	var pairs []pair
	for _, q := range query {
		rest, ok := strings.CutPrefix(q.name, p.Name+"[")
		if !ok || !strings.HasSuffix(rest, "]") {
			continue
		}
		text, err := unescapeAll([]string{q.text}, true)
		if err != nil {
			return nil, err
		}
		pairs = append(pairs, pair{strings.TrimSuffix(rest, "]"), text[0]})
	}
	if len(pairs) == 0 {
		return nil, nil
	}
	return s.deep(nil, pairs), nil
}

// deep appends an object whose names lead further: a][b is the member b of a.
func (s shape) deep(dst []byte, pairs []pair) []byte {
	var order []string
	inner := map[string][]pair{}
	values := map[string][]string{}
	for _, p := range pairs {
		name, rest, nested := strings.Cut(p.name, "][")
		if _, known := inner[name]; !known && values[name] == nil {
			order = append(order, name)
		}
		if nested {
			inner[name] = append(inner[name], pair{rest, p.text})
			continue
		}
		values[name] = append(values[name], p.text)
	}
	dst = append(dst, '{')
	for i, name := range order {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(appendQuoted(dst, name), ':')
		member := shape{kind: anyShape}
		if s.kind == objectShape || s.kind == mapShape {
			member = s.property(name)
		}
		switch {
		case inner[name] != nil:
			dst = member.deep(dst, inner[name])
		case member.kind == listShape:
			dst = member.list(dst, values[name])
		default:
			dst = member.json(dst, values[name][0])
		}
	}
	return append(dst, '}')
}

func (p *EndpointParam) fromHeader(s shape, text string) ([]byte, error) {
	if s.kind != listShape && s.kind != objectShape && s.kind != mapShape {
		return s.json(nil, text), nil
	}
	return p.value(s, text, ",")
}

func (p *EndpointParam) fromCookie(s shape, cookies []*http.Cookie) ([]byte, error) {
	var pairs []pair
	for _, c := range cookies {
		pairs = append(pairs, pair{c.Name, c.Value})
	}
	if (s.kind == objectShape || s.kind == mapShape) && p.Explode {
		return p.fromMembers(s, pairs)
	}
	var raw []string
	for _, c := range pairs {
		if c.name == p.Name {
			raw = append(raw, c.text)
		}
	}
	switch {
	case len(raw) == 0:
		return nil, nil
	case s.kind == listShape && p.Explode:
		texts, err := unescapeAll(raw, false)
		if err != nil {
			return nil, err
		}
		return s.list(nil, texts), nil
	}
	return p.value(s, raw[0], ",")
}
