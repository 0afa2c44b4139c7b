package odataserver

import (
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/seed-349153d7/odagen/templates/internal/jsonstr"
	"github.com/seed-349153d7/odagen/templates/odata"
	"github.com/seed-349153d7/odagen/templates/shape"
	"github.com/seed-349153d7/odagen/templates/wire"
)

// matcher follows the path of a request.
type matcher struct {
	path   []odata.Segment
	keys   []string   // all of them
	own    int        // how many of keys are of the last segment
	params []argument // of a function; nil when nothing is in parentheses

	query   string            // escaped, for the aliases of keys
	aliases map[string]string // of the query, once one was asked for

	router   *router
	at       *node
	from     *node // where the last navigation property is
	fromOwn  int   // how many keys are of from
	many     bool
	wait     int    // properties of the key that are still to come, a segment each
	end      *group // what follows the last node
	also     *group // the operation that is called as the property at the end is
	others   []alternate
	property property
}

// property is what of an entity a path leads to, when the end is its properties.
type property struct {
	index int    // in the type; -1 for one that the type does not have
	name  string // as in JSON
	inner []string
	last  string // "", "$value" or "$count"
}

// key returns a property of the key of the entity at the end of the path.
func (m *matcher) key(i int) string {
	if i >= m.own {
		return ""
	}
	return m.keys[len(m.keys)-m.own+i]
}

// match follows an escaped path. The group is nil when it leads nowhere.
func (r *router) match(path string, m *matcher) *group {
	m.router, m.at = r, r.root
	path = strings.TrimSuffix(strings.TrimPrefix(path, "/"), "/")
	for more := true; more; {
		var segment string
		segment, path, more = strings.Cut(path, "/")
		if segment == "" || !m.step(segment) {
			return nil
		}
	}
	switch {
	case m.wait > 0 || m.at == r.root && m.end == nil:
		return nil
	case m.end != nil:
		return m.end
	case m.many:
		return m.at.set[""]
	}
	return m.at.one[""]
}

// step follows one segment. What it says literally is tried first: a name that a
// key happens to have too is meant as the name.
func (m *matcher) step(segment string) bool {
	switch {
	case m.wait > 0:
		return m.keySegment(segment)
	case m.end != nil:
		return m.end == m.at.properties && m.at.properties != nil && m.inProperty(segment)
	}
	if segment == "$ref" {
		return m.refSegment()
	}
	name, inside, parens, ok := m.cutParens(segment)
	if !ok {
		return false
	}
	if m.many {
		return m.operation(m.at.set, name, inside, parens) || m.cast(name, inside, parens) || !parens && m.keySegment(segment)
	}
	if e, ok := m.at.children[name]; ok {
		return m.child(e, name, inside, parens)
	}
	if !parens && m.propertyFirst(name) {
		return true
	}
	return m.operation(m.at.one, name, inside, parens) || m.cast(name, inside, parens) || !parens && m.propertyOf(name)
}

// propertyFirst goes to a property that the type has, also where an operation is called so:
// that needs its namespace, and without it answers what the property does not (OData
// Protocol 4.01, 11.5.1). A stream property has routes of its own.
func (m *matcher) propertyFirst(name string) bool {
	g := m.at.one[name]
	if g == nil || slices.ContainsFunc(g.routes, func(r Route) bool { return r.anyway && r.name == name }) {
		return false
	}
	at := *m
	if !m.propertyOf(name) || m.property.index < 0 {
		*m = at
		return false
	}
	m.also = g
	return true
}

// cutParens returns the name of a segment, and what stands in parentheses after it,
// escaped. After a collection, encoded parentheses are of a key; elsewhere they are
// parentheses (OData ABNF, OPEN and CLOSE). A name is not escaped, but after a
// collection, where what is escaped is a key.
func (m *matcher) cutParens(segment string) (name, inside string, parens, ok bool) {
	if !m.many && strings.IndexByte(segment, '(') < 0 && strings.Contains(segment, "%28") {
		segment = strings.Replace(segment, "%28", "(", 1)
		if rest, encoded := strings.CutSuffix(segment, "%29"); encoded {
			segment = rest + ")"
		}
	} else if rest, encoded := strings.CutSuffix(segment, "%29"); encoded && strings.IndexByte(segment, '(') >= 0 {
		segment = rest + ")"
	}
	name, inside, parens = strings.Cut(segment, "(")
	if parens {
		if inside, ok = strings.CutSuffix(inside, ")"); !ok {
			return "", "", false, false
		}
	}
	if parens || !m.many {
		if name, ok = unescape(name); !ok {
			return "", "", false, false
		}
	}
	return name, inside, parens, true
}

// child goes to the node that a segment leads to.
func (m *matcher) child(e edge, name, inside string, parens bool) bool {
	m.from, m.fromOwn = m.at, m.own
	m.at, m.many, m.own = e.to, e.many, 0
	m.path = append(m.path, odata.Segment{Name: name})
	if !parens || inside == "" && !e.many {
		return true
	}
	return e.many && m.predicate(inside)
}

// cast goes to a derived type (OData URL Conventions 4.01, 4.11).
func (m *matcher) cast(name, inside string, parens bool) bool {
	to := m.router.types[name]
	if to == nil || m.at == m.router.root {
		return false
	}
	for n := to; n != m.at; n = n.base {
		if n.base == nil {
			return false
		}
	}
	keys := m.keys[len(m.keys)-m.own:]
	m.at = to
	m.path = append(m.path, odata.Segment{Name: name, Keys: keys})
	if !parens {
		return true
	}
	return m.many && m.predicate(inside)
}

// operation goes to an action or a function. With parentheses, or where no key can
// be meant, any namespace will do: it may be an alias.
func (m *matcher) operation(groups map[string]*group, name, inside string, parens bool) bool {
	if name == "" || name[0] == '.' || strings.Contains(name, "..") { // of no namespace
		return false
	}
	g := groups[name]
	if short := name[strings.LastIndexByte(name, '.')+1:]; g == nil && short != "" && (parens || !m.many) && m.router.types[name] == nil {
		g = groups[short]
	}
	if g == nil {
		return false
	}
	if parens {
		text, ok := unescape(inside)
		if !ok {
			return false
		}
		if m.params, ok = parseArguments(text, g.maxParams); !ok {
			return false
		}
	}
	m.end = g
	return len(m.params) == 0 || slices.ContainsFunc(g.routes, func(r Route) bool { return r.takes(m.params) })
}

// keySegment reads a key, or a part of it, that is a segment of its own. One that
// starts with $ would be encoded (OData URL Conventions 4.01, 4.3.6).
func (m *matcher) keySegment(segment string) bool {
	if m.wait == 0 {
		m.wait, m.own = len(m.at.key), 0
	}
	key, ok := unescape(segment)
	if !ok || key == "" || m.wait == 0 || segment[0] == '$' || key == "." || key == ".." ||
		!m.at.isKey(len(m.at.key)-m.wait, argument{literal: key, quoted: true}) {
		return false
	}
	m.addKey(key)
	m.wait--
	m.many = m.wait > 0
	return true
}

func (m *matcher) addKey(key string) {
	m.keys = append(m.keys, key)
	m.own++
	m.path[len(m.path)-1].Keys = m.keys[len(m.keys)-m.own:]
}

// predicate follows what stands in parentheses after the name of a collection: one
// key, or the key properties by name, in any order.
func (m *matcher) predicate(escaped string) bool {
	text, ok := unescape(escaped)
	if !ok {
		return false
	}
	var scratch [4]argument
	params, ok := parsePredicate(text, scratch[:0], m.at.longestKey())
	if ok && m.alternate(params) {
		return true
	}
	if !ok || len(params) != len(m.at.key) {
		return false
	}
	m.own, m.many = 0, false
	for k, name := range m.at.key {
		i := slices.IndexFunc(params, func(p argument) bool {
			return p.name == name || p.name == "" && len(params) == 1
		})
		if i < 0 {
			return false
		}
		p := params[i]
		if !p.quoted && p.literal[0] == '@' && !m.followAlias(&p) || !m.at.isKey(k, p) {
			return false
		}
		m.addKey(p.literal)
	}
	return true
}

// followAlias puts what the query says in the place of an alias (OData URL Conventions
// 4.01, 5.3). One that is not there is null, which is no key.
func (m *matcher) followAlias(p *argument) bool {
	if m.aliases == nil {
		m.aliases = map[string]string{}
		for pair := range strings.SplitSeq(m.query, "&") {
			name, text, _ := strings.Cut(pair, "=")
			name, err := url.QueryUnescape(name)
			if _, twice := m.aliases[name]; err == nil && !twice && strings.HasPrefix(name, "@") {
				m.aliases[name] = text
			}
		}
	}
	text, err := url.QueryUnescape(m.aliases[p.literal])
	if err != nil || text == "" || !isText(text) {
		return false
	}
	var rest string
	var ok bool
	p.literal, p.quoted, rest, ok = cutLiteral(text)
	return ok && rest == "" && (p.quoted || p.literal[0] != '@')
}

// propertyOf goes to a property of the entity. One that a derived type alone can have
// is looked for in the entity.
func (m *matcher) propertyOf(name string) bool {
	if m.at.get == nil || name == "" || strings.ContainsAny(name, "@$") {
		return false
	}
	m.property.name = string(jsonstr.AppendEscaped(nil, name))
	m.property.index = m.at.get.typ.Index(m.property.name)
	m.end = m.at.properties
	return m.property.index >= 0 || m.at.cast
}

// inProperty goes to a part of a property, to its value as it is, or to how many items
// it has (OData URL Conventions 4.01, 4.6 and 4.8).
func (m *matcher) inProperty(segment string) bool {
	p := &m.property
	if p.last != "" {
		return false
	}
	if segment == "$value" || segment == "$count" {
		p.last = segment
		return true
	}
	name, ok := unescape(segment)
	if !ok || name == "" || strings.ContainsAny(name, "@$") || len(p.inner) == maxInner {
		return false
	}
	if len(p.inner) == 0 && p.index >= 0 {
		switch typ := m.at.get.typ; shape.Of(wire.FieldOf(typ.New(), p.index)).Kind {
		case shape.Object, shape.Map, shape.Any:
		default:
			return false
		}
	}
	p.inner = append(p.inner, name)
	return true
}

// maxInner is how far a path leads into a property.
const maxInner = 32

// unescape returns a part of a path as it is meant; ok is false for one that is no
// text, which no key or name is.
func unescape(text string) (string, bool) {
	if strings.IndexByte(text, '%') < 0 {
		return text, isText(text)
	}
	text, err := url.PathUnescape(text)
	return text, err == nil && isText(text)
}

// isText reports whether a text is one: UTF-8 without NUL, where many see its end.
func isText(text string) bool {
	return utf8.ValidString(text) && strings.IndexByte(text, 0) < 0
}
