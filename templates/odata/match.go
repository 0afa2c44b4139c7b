package odata

import (
	"net/url"
	"slices"
	"strings"
)

// Segment is a step of the path of a request: a set, a singleton, a navigation
// property, a type that the one before is cast to.
type Segment struct {
	Name string
	Keys []string // that follow it, in the order of the key properties
}

// walk follows the path of a request.
type walk struct {
	path   []Segment
	keys   []string // all of them
	own    int      // how many of keys are of the last segment
	params []Param  // of a function; nil when nothing is in parentheses

	site     *site
	at       *place
	from     *place // where the last navigation property is
	fromOwn  int    // how many keys are of from
	many     bool
	wait     int   // properties of the key that are still to come, a segment each
	end      *spot // what follows the last place
	property int   // of the entity, when end is its properties
	raw      bool  // $value is asked for
}

// key returns a property of the key of the entity at the end of the path.
func (w *walk) key(i int) string {
	if i >= w.own {
		return ""
	}
	return w.keys[len(w.keys)-w.own+i]
}

// match follows an escaped path. The spot is nil when it leads nowhere.
func (s *site) match(path string, w *walk) *spot {
	w.site, w.at = s, s.root
	path = strings.TrimSuffix(strings.TrimPrefix(path, "/"), "/")
	for more := true; more; {
		var segment string
		segment, path, more = strings.Cut(path, "/")
		if segment == "" || !w.step(segment) {
			return nil
		}
	}
	switch {
	case w.wait > 0 || w.at == s.root && w.end == nil:
		return nil
	case w.end != nil:
		return w.end
	case w.many:
		return w.at.set[""]
	}
	return w.at.one[""]
}

// step follows one segment. What it says literally is tried first: a name that a
// key happens to have too is meant as the name.
func (w *walk) step(segment string) bool {
	switch {
	case w.wait > 0:
		return w.keySegment(segment)
	case w.end != nil:
		w.raw = w.end == w.at.properties && !w.raw && segment == "$value"
		return w.raw
	}
	if segment == "$ref" {
		return w.refSegment()
	}
	name, inside, parens := strings.Cut(segment, "(")
	if parens {
		var ok bool
		if inside, ok = cutParen(inside); !ok {
			return false
		}
	}
	if parens || !w.many {
		var ok bool
		if name, ok = unescapePath(name); !ok {
			return false
		}
	}
	if w.many {
		return w.operation(w.at.set, name, inside, parens) || w.cast(name, inside, parens) || !parens && w.keySegment(segment)
	}
	if l, ok := w.at.leads[name]; ok {
		return w.lead(l, name, inside, parens)
	}
	return w.operation(w.at.one, name, inside, parens) || w.cast(name, inside, parens) || !parens && w.propertyOf(name)
}

// lead goes to the place that a segment leads to.
func (w *walk) lead(l lead, name, inside string, parens bool) bool {
	w.from, w.fromOwn = w.at, w.own
	w.at, w.many, w.own = l.to, l.many, 0
	w.path = append(w.path, Segment{Name: name})
	if !parens || inside == "" && !l.many {
		return true
	}
	return l.many && w.predicate(inside)
}

// cast goes to a derived type (OData URL Conventions 4.01, 4.11).
func (w *walk) cast(name, inside string, parens bool) bool {
	to := w.site.types[name]
	if to == nil || w.at == w.site.root {
		return false
	}
	for p := to; p != w.at; p = p.base {
		if p.base == nil {
			return false
		}
	}
	keys := w.keys[len(w.keys)-w.own:]
	w.at = to
	w.path = append(w.path, Segment{Name: name, Keys: keys})
	if !parens {
		return true
	}
	return w.many && w.predicate(inside)
}

// operation goes to an action or a function. With parentheses, or where no key can
// be meant, any namespace will do: it may be an alias.
func (w *walk) operation(spots map[string]*spot, name, inside string, parens bool) bool {
	if name == "" {
		return false
	}
	s := spots[name]
	if s == nil && (parens || !w.many) && w.site.types[name] == nil {
		s = spots[name[strings.LastIndexByte(name, '.')+1:]]
	}
	if s == nil {
		return false
	}
	w.end = s
	if parens {
		text, ok := unescapePath(inside)
		if !ok {
			return false
		}
		if w.params, ok = parseArguments(text); !ok {
			return false
		}
	}
	return len(w.params) == 0 || slices.ContainsFunc(s.routes, func(r Route) bool { return r.takes(w.params) })
}

// propertyOf goes to a property of the entity.
func (w *walk) propertyOf(name string) bool {
	if w.at.get == nil {
		return false
	}
	w.property = w.at.get.typ.index(string(appendEscaped(nil, name)))
	w.end = w.at.properties
	return w.property >= 0
}

// keySegment reads a key, or a part of it, that is a segment of its own.
func (w *walk) keySegment(segment string) bool {
	if w.wait == 0 {
		w.wait, w.own = len(w.at.key), 0
	}
	key, ok := unescapePath(segment)
	if !ok || key == "" || w.wait == 0 {
		return false
	}
	w.addKey(key)
	w.wait--
	w.many = w.wait > 0
	return true
}

func (w *walk) addKey(key string) {
	w.keys = append(w.keys, key)
	w.own++
	w.path[len(w.path)-1].Keys = w.keys[len(w.keys)-w.own:]
}

// predicate follows what stands in parentheses after the name of a collection: one
// key, or the key properties by name, in any order.
func (w *walk) predicate(escaped string) bool {
	text, ok := unescapePath(escaped)
	if !ok {
		return false
	}
	var room [4]Param
	params, ok := parsePredicate(text, room[:0])
	if !ok || len(params) != len(w.at.key) {
		return false
	}
	w.own, w.many = 0, false
	for _, name := range w.at.key {
		i := slices.IndexFunc(params, func(p Param) bool {
			return p.Name == name || p.Name == "" && len(params) == 1
		})
		if i < 0 {
			return false
		}
		w.addKey(params[i].Literal)
	}
	return true
}

func cutParen(text string) (inside string, ok bool) { return strings.CutSuffix(text, ")") }

func unescapePath(text string) (string, bool) {
	if strings.IndexByte(text, '%') < 0 {
		return text, true
	}
	text, err := url.PathUnescape(text)
	return text, err == nil
}

// parsePredicate reads a key predicate, without its parentheses, and appends what
// it has to dst: values without a name, or with their names. The values of string
// literals are without quotes.
func parsePredicate(text string, dst []Param) (params []Param, ok bool) {
	for {
		var p Param
		if i := strings.IndexAny(text, "='"); i >= 0 && text[i] == '=' {
			p.Name, text = text[:i], text[i+1:]
			if p.Name == "" {
				return nil, false
			}
		}
		if p.Literal, text, ok = cutLiteral(text); !ok {
			return nil, false
		}
		dst = append(dst, p)
		if text == "" {
			return dst, true
		}
		text = text[1:]
	}
}

// cutLiteral reads the value that text starts with, up to a comma or the end.
func cutLiteral(text string) (value, rest string, ok bool) {
	if !strings.HasPrefix(text, "'") {
		i := strings.IndexByte(text, ',')
		if i < 0 {
			i = len(text)
		}
		value = text[:i]
		return value, text[i:], value != "" && !strings.ContainsAny(value, "'=")
	}
	for i := 1; i < len(text); i++ {
		if text[i] != '\'' {
			continue
		}
		if i+1 < len(text) && text[i+1] == '\'' {
			i++
			continue
		}
		value, rest = text[1:i], text[i+1:]
		if strings.Contains(value, "'") {
			value = strings.ReplaceAll(value, "''", "'")
		}
		return value, rest, rest == "" || rest[0] == ','
	}
	return "", "", false
}
