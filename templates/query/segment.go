package query

import (
	"slices"
	"strings"

	"github.com/seed-349153d7/odagen/templates/internal/near"
)

// path reads a path of an expression (rules firstMemberExpr, rootExpr and functionExpr).
func (p *parser) path() Path {
	start := p.pos
	path := p.first()
	for p.byteAt(p.pos) == '/' {
		if last(path) {
			p.want("no more after this segment")
		}
		p.pos++
		path = p.next(path)
	}
	p.checkTypes(path, start)
	p.checkStart(path, start)
	return path
}

// checkStart refuses what cannot follow the first segment: of $these, a collection, a
// property, and of another instance what only a collection has.
func (p *parser) checkStart(path Path, start int) {
	if len(path) == 1 {
		return
	}
	one := true
	switch first := path[0].(type) {
	case Word:
		if first.Word == Root {
			return
		}
		one = first.Word != These
	case Var:
	default:
		return
	}
	switch path[1].(type) {
	case Annotation:
		return
	case Name:
		if one || called(path, 1) {
			return
		}
	default:
		if !one {
			return
		}
	}
	p.pos = start
	if one {
		p.want("a property of an instance")
	}
	p.want("a function of a collection")
}

// last reports whether nothing can follow a path.
func last(path Path) bool {
	switch path[len(path)-1].(type) {
	case Count, Lambda, Aggregated:
		return true
	}
	return false
}

// checkTypes refuses a type without a property, a function or an annotation after it, and
// after a type. A name with a namespace that is no call is a type.
func (p *parser) checkTypes(path Path, start int) {
	for i := range path {
		if !isType(path, i) {
			continue
		}
		first := i == 0 && start != p.alone
		if w, ok := path[0].(Word); i == 1 && ok && w.Word != Root {
			first = true
		}
		if i+1 == len(path) {
			_, key := path[max(0, i-1)].(Key)
			if first || key {
				p.want(`"(" or "/" after the type ` + excerpt(path[i].(Name).Name))
			}
			return
		}
		switch next := path[i+1].(type) {
		case Annotation:
		case Name:
			if isType(path, i+1) {
				p.fault(p.index(next.Pos), "the type "+excerpt(next.Name)+" follows another type")
			}
		default:
			if first {
				p.pos = start
				p.want("a property of the type " + excerpt(path[i].(Name).Name))
			}
		}
	}
}

func isType(path Path, i int) bool {
	n, ok := path[i].(Name)
	return ok && isQualified(n.Name) && !called(path, i)
}

func called(path Path, i int) bool {
	if i+1 == len(path) {
		return false
	}
	_, ok := path[i+1].(Args)
	return ok
}

// first reads the start of a path.
func (p *parser) first() Path {
	at := p.at()
	switch p.peek() {
	case '$':
		p.count()
		for _, w := range [...]string{It, This, These, Root} {
			if end := p.identEnd(p.pos + 1); p.text[p.pos:end] == w {
				p.pos = end
				if (w == Root || w == These) && p.peek() != '/' {
					p.want(`"/" after ` + w)
				}
				return Path{Word{at, w}}
			}
		}
		p.want("$it, $this, $these or $root")
	case '@':
		if a := p.annotation(); a.Qualifier != "" || isQualified(a.Term) {
			return Path{a}
		} else {
			return Path{Alias{at, a.Term}}
		}
	}
	n := p.qualified("a name")
	if slices.Contains(p.vars, n.Name) && p.peek() != '(' {
		return Path{Var(n)}
	}
	return p.arguments(Path{n})
}

// annotation reads the term of an annotation and its qualifier.
func (p *parser) annotation() Annotation {
	a := Annotation{Pos: p.at()}
	p.expect("@")
	a.Term = p.qualified("a name").Name
	if p.take("#") {
		a.Qualifier = p.ident("a qualifier").Name
	}
	return a
}

// next reads what stands after a "/".
func (p *parser) next(path Path) Path {
	at := p.at()
	w, root := path[len(path)-1].(Word)
	root = root && w.Word == Root
	switch c := p.peek(); {
	case root:
	case c == '$':
		p.count()
		return append(path, p.ofCollection())
	case c == '@':
		return append(path, p.annotation())
	case digit(c) && keyed(path[len(path)-1]):
		p.count()
		for unreserved(p.peek()) {
			p.pos++
		}
		return append(path, Raw{at, p.text[p.index(at):p.pos]})
	}
	n := p.qualified("a name")
	if root && isQualified(n.Name) {
		p.wantAt(p.index(at), "an entity set, a singleton or an operation of the service")
	}
	if p.peek() == '(' {
		switch {
		case strings.EqualFold(n.Name, "any"), strings.EqualFold(n.Name, "all"):
			return append(path, p.lambda(n))
		case n.Name == "aggregate":
			p.open()
			item := p.aggregateItem(false)
			p.close()
			return append(path, Aggregated{at, item})
		}
	}
	return p.arguments(append(path, n))
}

// keyed reports whether a key as segment can follow s.
func keyed(s Segment) bool {
	switch s.(type) {
	case Name, Args, FilterBy, Raw:
		return true
	}
	return false
}

func unreserved(c byte) bool {
	return digit(c) || 'a' <= c|0x20 && c|0x20 <= 'z' || c == '-' || c == '.' || c == '_' || c == '~'
}

// ofCollection reads $count or $filter.
func (p *parser) ofCollection() Segment {
	at := p.at()
	switch {
	case p.take("$count"):
		c := Count{Pos: at}
		if p.peek() == '(' {
			c.Options = p.options(countOptions)
		}
		return c
	case p.take("$filter("):
		x := p.expr()
		p.expect(")")
		return FilterBy{at, x}
	}
	p.want("$count or $filter")
	return nil
}

// lambda reads what follows "any" or "all".
func (p *parser) lambda(name Name) Lambda {
	l := Lambda{Pos: name.Pos, All: strings.EqualFold(name.Name, "all")}
	p.open()
	if !l.All && p.take(")") {
		return l
	}
	l.Var = p.ident("a variable").Name
	p.spaces()
	p.expect(":")
	p.spaces()
	p.vars = append(p.vars, l.Var)
	l.X = p.expr()
	p.vars = p.vars[:len(p.vars)-1]
	p.close()
	return l
}

// arguments reads what stands in parentheses after a name, if anything: a key or
// arguments by name.
func (p *parser) arguments(path Path) Path {
	at := p.at()
	if p.peek() != '(' {
		return path
	}
	if p.byteAt(p.afterSpaces(p.pos+1)) == ')' || p.named(p.pos+1) {
		if path = append(path, p.args()); len(path) > 1 && p.peek() == '(' {
			_, named := path[len(path)-2].(Name)
			if named && p.byteAt(p.afterSpaces(p.pos+1)) != ')' { // a key of what the function returns
				return p.arguments(path)
			}
		}
		return path
	}
	p.pos++
	before := p.ahead
	p.ahead = false
	defer func() { p.ahead = before }()
	if p.peek() == '@' {
		alias := p.alias()
		p.expect(")")
		return append(path, Key{at, Path{alias}})
	}
	l, ok := p.literal()
	if !ok || p.peek() != ')' {
		if n, named := path[len(path)-1].(Name); named && len(path) == 1 && !ok && !p.plain {
			p.fault(p.index(n.Pos), "no function "+excerpt(n.Name)+suggest(n.Name)+"; those of the model have arguments by name, and keys are literals")
		}
		p.want("a key or arguments by name")
	}
	if l.Kind == Null || l.Kind >= Bytes && l.Kind != Enum {
		p.fault(p.index(l.Pos), "no key is "+excerpt(p.text[p.index(l.Pos):p.pos]))
	}
	p.expect(")")
	return append(path, Key{at, l})
}

func (p *parser) alias() Alias {
	at := p.at()
	p.expect("@")
	return Alias{at, p.ident("a name").Name}
}

// args reads arguments by name in parentheses (rules functionExprParameters and
// functionParameters).
func (p *parser) args() Args {
	a := Args{Pos: p.at()}
	p.open()
	if p.take(")") {
		return a
	}
	a.List = separated(p, func() Arg {
		n := p.ident("the name of an argument")
		p.expect("=")
		return Arg{n.Pos, n.Name, p.argValue()}
	})
	p.close()
	return a
}

func (p *parser) argValue() Expr {
	if !p.plain {
		return p.expr()
	}
	if p.peek() == '@' {
		return Path{p.alias()}
	}
	l, ok := p.literal()
	if !ok {
		p.want("a literal or an alias")
	}
	return l
}

// suggest names the function of the standard that is closest to a name.
func suggest(name string) string {
	names := make([]string, len(funcs))
	for i := range funcs {
		names[i] = funcs[i].name
	}
	if best := near.Of(name, names); best != "" {
		return ", did you mean " + best
	}
	return ""
}
