package query

import (
	"strconv"
	"strings"

	"github.com/seed-349153d7/odagen/templates/internal/jsonstr"
)

// Expr reads an expression: the value of $filter or of a parameter alias (rules
// boolCommonExpr and parameterValue).
func (l Parser) Expr(text string) (Expr, error) { return run(l, text, (*parser).expr) }

func (p *parser) expr() Expr { return p.nested(false) }

// nested reads an expression. Ahead says that a ":" ends it.
func (p *parser) nested(ahead bool) Expr {
	p.enter()
	before := p.ahead
	p.ahead = ahead
	x := p.binary(1)
	p.ahead = before
	p.leave()
	return x
}

// binary reads operands with operators between that bind at least as close as prec.
func (p *parser) binary(prec int) Expr {
	x := p.unary()
	for {
		op, at, ok := p.operator(prec)
		if !ok {
			return x
		}
		p.count()
		x = Binary{at, op, x, p.binary(ops[op].prec + 1)}
	}
}

// operator skips an operator that binds at least as close as prec, and the white space
// that is around it.
func (p *parser) operator(prec int) (op Op, at Pos, ok bool) {
	i := p.afterSpaces(p.pos)
	end := p.identEnd(i)
	if i == p.pos || end == i || end > i+5 {
		return 0, 0, false
	}
	word := p.text[i:end]
	for o := range ops {
		if !strings.EqualFold(ops[o].name, word) || ops[o].prec < prec {
			continue
		}
		after := p.afterSpaces(end)
		if after == end && (Op(o) != In || p.byteAt(end) != '(') {
			p.wantAt(end, `" " and an operand after `+ops[o].name)
		}
		p.pos = after
		return Op(o), Pos(i), true
	}
	return 0, 0, false
}

// unary reads an operand with the signs and the "not" before it.
func (p *parser) unary() Expr {
	at := p.at()
	end := p.identEnd(p.pos)
	switch next := p.byteAt(end); {
	case p.peek() == '-':
		if n, _ := scanPlain(p.rest()); n > 0 && p.identEndAfter(p.pos+n) {
			return p.member()
		}
		p.pos++
		p.spaces()
		return Negate{at, p.operand()}
	case end == p.pos+3 && strings.EqualFold(p.text[p.pos:end], "not") && (next == ' ' || next == '\t' || next == '('):
		p.pos = p.afterSpaces(end)
		return Not{at, p.operand()}
	}
	return p.member()
}

func (p *parser) operand() Expr {
	p.count()
	p.enter()
	x := p.unary()
	p.leave()
	return x
}

// member reads a primary expression, and what is asked of it with "has" and "in".
func (p *parser) member() Expr {
	x := p.primary()
	for {
		op, at, ok := p.operator(precMember)
		if !ok {
			return x
		}
		p.count()
		var y Expr
		if op == In {
			y = p.inOperand()
		} else {
			y = p.flags()
		}
		x = Binary{at, op, x, y}
	}
}

// flags reads what follows "has" (rule hasExpr).
func (p *parser) flags() Expr {
	start := p.pos
	l, ok := p.literal()
	if !ok || l.Kind != Enum && (l.Kind != String || !IsValue(Enum, l.Text)) {
		p.wantAt(start, "a value of an enumeration in quotes")
	}
	return l
}

// inOperand reads what follows "in": a list of literals, or an expression (rule inExpr).
func (p *parser) inOperand() Expr {
	if p.peek() != '(' {
		return p.primary()
	}
	start, nodes := p.pos, p.nodes
	if list, ok := p.list(); ok {
		return list
	}
	p.pos, p.nodes = start, nodes
	return p.primary()
}

// list reads literals in parentheses (rule listExpr) when there are some and nothing
// else.
func (p *parser) list() (l List, ok bool) {
	l.Pos = p.at()
	before := p.ahead
	p.ahead = false
	defer func() { p.ahead = before }()
	p.open()
	if p.take(")") {
		return l, true
	}
	for {
		item, ok := p.literal()
		if !ok {
			return l, false
		}
		l.Items = append(l.Items, item)
		if !p.comma() {
			break
		}
	}
	p.spaces()
	return l, p.take(")")
}

func (p *parser) primary() Expr {
	switch p.peek() {
	case '(':
		p.open()
		x := p.expr()
		p.close()
		return x
	case '[', '{':
		return p.json()
	case '$', '@':
		return p.path()
	}
	if l, ok := p.literal(); ok {
		return l
	}
	end := p.qualifiedEnd(p.pos)
	if end == p.pos {
		p.want("an expression")
	}
	if p.byteAt(end) == '(' && !p.named(end+1) {
		if x := p.call(p.text[p.pos:end]); x != nil {
			return x
		}
	}
	return p.path()
}

// named reports whether an argument with a name is at i.
func (p *parser) named(i int) bool {
	i = p.afterSpaces(i)
	end := p.identEnd(i)
	return end > i && p.byteAt(end) == '='
}

// call reads a call of a function of the standard; nil when name is no such function.
func (p *parser) call(name string) Expr {
	at := p.at()
	switch lower := strings.ToLower(name); lower {
	case "cast", "isof":
		p.count()
		p.pos += len(name)
		x, t := p.typed()
		if lower == "cast" {
			return Cast{at, x, t}
		}
		return IsOf{at, x, t}
	case "case":
		p.count()
		p.pos += len(name)
		return Case{at, p.pairs()}
	case "any", "all":
		p.fault(p.pos, name+" stands after a path and a \"/\"")
	}
	f, ok := funcOf(name)
	if !ok {
		return nil
	}
	p.count()
	p.pos += len(name)
	p.open()
	var args []Expr
	if p.peek() != ')' {
		if f == FuncIsDefined {
			if strings.HasPrefix(p.rest(), Root) {
				p.want("a path to a property")
			}
			args = []Expr{p.path()}
		} else {
			args = separated(p, p.expr)
		}
	}
	p.spaces()
	p.arity(f, len(args))
	p.close()
	return Call{at, f, args}
}

// arity says what is wrong with the number of arguments, at the parenthesis after them.
func (p *parser) arity(f Func, n int) {
	if least, most := funcs[f].min, funcs[f].max; n < least || n > most {
		want := strconv.Itoa(least)
		if most > least {
			want += " or " + strconv.Itoa(most)
		}
		p.fault(p.pos, f.String()+" has "+want+" arguments, got "+strconv.Itoa(n))
	}
}

// typed reads a type in parentheses, with or without an expression before it.
func (p *parser) typed() (x Expr, t TypeName) {
	p.open()
	if end := p.typeEnd(); end > p.pos && p.byteAt(p.afterSpaces(end)) == ')' {
		t = p.typeName()
	} else {
		x = p.expr()
		p.expectComma()
		t = p.typeName()
	}
	p.close()
	return x, t
}

const collection = "Collection("

// typeEnd returns the end of the type that is next, if any.
func (p *parser) typeEnd() int {
	if strings.HasPrefix(p.rest(), collection) {
		start := p.pos + len(collection)
		if end := p.qualifiedEnd(start); end > start && p.byteAt(end) == ')' {
			return end + 1
		}
	}
	return p.qualifiedEnd(p.pos)
}

func (p *parser) typeName() TypeName {
	t := TypeName{Pos: p.at()}
	if p.take(collection) {
		t.Collection = true
		t.Name = p.qualified("a type").Name
		p.expect(")")
		return t
	}
	t.Name = p.qualified("a type").Name
	return t
}

func (p *parser) pairs() []CasePair {
	p.open()
	pairs := separated(p, func() CasePair {
		x := p.nested(true)
		p.spaces()
		p.expect(":")
		p.spaces()
		return CasePair{x, p.expr()}
	})
	p.close()
	return pairs
}

// json reads an array or an object (rule arrayOrObject).
func (p *parser) json() Expr {
	at := p.at()
	p.count()
	p.enter()
	defer p.leave()
	if p.take("[") {
		var items []Expr
		if p.spaces(); p.peek() != ']' {
			items = separated(p, p.jsonValue)
		}
		p.spaces()
		p.expect("]")
		return Array{at, items}
	}
	p.expect("{")
	var members []Member
	if p.spaces(); p.peek() != '}' {
		members = separated(p, func() Member {
			m := Member{Pos: p.at(), Name: p.jsonString()}
			p.spaces()
			p.expect(":")
			p.spaces()
			m.Value = p.jsonValue()
			return m
		})
	}
	p.spaces()
	p.expect("}")
	return Object{at, members}
}

func (p *parser) jsonValue() Expr {
	if p.peek() != '"' {
		return p.expr()
	}
	p.count()
	return Literal{Pos: p.at(), Kind: String, Text: p.jsonString()}
}

// jsonString reads a string in double quotes (rule stringInUrl).
func (p *parser) jsonString() string {
	start := p.pos
	p.expect(`"`)
	escaped := false
	for {
		switch c := p.peek(); {
		case p.pos == len(p.text):
			p.fault(start, "the string "+excerpt(p.text[start:])+" has no end")
		case c < ' ':
			p.want("no control character")
		case c == '"':
			text := p.text[start+1 : p.pos]
			p.pos++
			if escaped {
				value, _ := jsonstr.Unescape(nil, []byte(text))
				text = string(value)
			}
			return text
		case c == '\\':
			n := jsonstr.EscapeLen([]byte(p.text[p.pos:min(p.pos+6, len(p.text))]))
			if n == 0 {
				p.want("an escape of JSON")
			}
			escaped = true
			p.pos += n
		default:
			p.pos++
		}
	}
}
