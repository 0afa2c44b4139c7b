package query

import "strings"

// optSet is a set of options, which can be nested where it is used.
type optSet uint32

// The options.
const (
	optFilter optSet = 1 << iota
	optSearch
	optOrderBy
	optSkip
	optTop
	optCount
	optSelect
	optExpand
	optCompute
	optApply
	optLevels
	optTemporal
	optAlias
	optIndex
	optOpaque
)

// The options that can be nested (rules expandCountOption, expandRefOption, expandOption
// and selectOption).
const (
	countOptions  = optFilter | optSearch
	refOptions    = countOptions | optOrderBy | optSkip | optTop | optCount
	expandOptions = refOptions | optSelect | optExpand | optCompute | optApply | optLevels | optTemporal | optAlias
	selectOptions = refOptions | optCompute | optSelect | optAlias
	topOptions    = expandOptions&^optLevels | optIndex | optOpaque
)

// optionOf returns which option a name is, in any case and with or without "$" (URL
// Conventions, 5); 0 when it is none. Canonical is its name.
func optionOf(name string) (set optSet, canonical string) {
	bare, dollar := strings.CutPrefix(strings.ToLower(name), "$")
	switch bare {
	case "filter":
		set = optFilter
	case "search":
		set = optSearch
	case "orderby":
		set = optOrderBy
	case "skip":
		set = optSkip
	case "top":
		set = optTop
	case "count":
		set = optCount
	case "select":
		set = optSelect
	case "expand":
		set = optExpand
	case "compute":
		set = optCompute
	case "apply":
		set = optApply
	case "levels":
		set = optLevels
	case "index":
		set = optIndex
	case "format", "schemaversion", "id":
		set = optOpaque
	}
	if dollar {
		switch bare {
		case "at", "from", "to":
			set = optTemporal
		case "toinclusive":
			return optTemporal, "$toInclusive"
		case "skiptoken", "deltatoken":
			set = optOpaque
		}
	}
	return set, "$" + bare
}

// optionValue reads the value of an option.
func (p *parser) optionValue(set optSet, name string, at Pos) Option {
	p.count()
	switch set {
	case optFilter:
		return Filter{at, p.expr()}
	case optSearch:
		p.spaces()
		return SearchBy{at, p.search()}
	case optOrderBy:
		return OrderBy{at, separated(p, p.order)}
	case optSkip:
		return Skip{at, p.number()}
	case optTop:
		return Top{at, p.number()}
	case optCount:
		return InlineCount{at, p.boolean()}
	case optSelect:
		return Select{at, separated(p, p.selected)}
	case optExpand:
		return Expand{at, separated(p, p.expanded)}
	case optCompute:
		return Compute{at, separated(p, p.computed)}
	case optApply:
		return Apply{at, p.steps(anyStep)}
	case optLevels:
		return Levels{at, p.levels()}
	case optTemporal:
		return p.temporal(name, at)
	case optIndex:
		return p.indexOption(at)
	}
	return p.opaque(name, at)
}

// OrderBy reads the value of $orderby.
func (l Parser) OrderBy(text string) ([]Order, error) {
	return run(l, text, func(p *parser) []Order { return separated(p, p.order) })
}

// Select reads the value of $select.
func (l Parser) Select(text string) ([]Item, error) {
	return run(l, text, func(p *parser) []Item { return separated(p, p.selected) })
}

// Expand reads the value of $expand.
func (l Parser) Expand(text string) ([]Item, error) {
	return run(l, text, func(p *parser) []Item { return separated(p, p.expanded) })
}

// Compute reads the value of $compute.
func (l Parser) Compute(text string) ([]Computed, error) {
	return run(l, text, func(p *parser) []Computed { return separated(p, p.computed) })
}

// Option reads the value of a system query option or a parameter alias, whose name is in
// any case and with or without "$"; else of a custom option.
func (l Parser) Option(name, value string) (Option, error) {
	if bare, ok := strings.CutPrefix(name, "@"); ok {
		if bare == "" || (&parser{text: bare}).identEnd(0) < len(bare) {
			return nil, &Error{Option: name, Message: "want a name after the @"}
		}
		if value == "" { // an alias that is given no value is null (URL Conventions, 5.3)
			return AliasValue{Name: bare, Value: Literal{Kind: Null, Text: "null"}}, nil
		}
		return l.option(name, value, func(p *parser) Option { return AliasValue{Name: bare, Value: p.expr()} })
	}
	set, canonical := optionOf(name)
	if set&topOptions != 0 {
		return l.option(canonical, value, func(p *parser) Option { return p.optionValue(set, canonical, 0) })
	}
	if name == "" || name[0] == '$' {
		return nil, &Error{Option: name, Message: "there is no such option"}
	}
	return Opaque{Name: name, Value: value}, nil
}

func (l Parser) option(name, value string, rule func(*parser) Option) (Option, error) {
	o, err := run(l, value, rule)
	if fault, ok := err.(*Error); ok { //nolint:errorlint // run returns nothing else
		fault.Option = name
	}
	return o, err
}

// options reads options in parentheses with ";" between.
func (p *parser) options(allowed optSet) Options {
	p.expect("(")
	p.enter()
	before := p.inner
	p.inner = true
	var out Options
	for {
		out = append(out, p.nestedOption(allowed))
		if allowed == optLevels || !p.take(";") { // that of a star stands alone
			break
		}
	}
	p.inner = before
	p.leave()
	p.expect(")")
	return out
}

func (p *parser) nestedOption(allowed optSet) Option {
	at := p.at()
	if p.peek() == '@' && allowed&optAlias != 0 {
		name := p.alias().Name
		p.expect("=")
		return AliasValue{at, name, p.expr()}
	}
	end := p.pos
	if p.peek() == '$' {
		end++
	}
	end = p.identEnd(end)
	set, name := optionOf(p.text[p.pos:end])
	if set&allowed == 0 {
		p.want("an option that can be here")
	}
	p.pos = end
	p.expect("=")
	return p.optionValue(set, name, at)
}

// order reads an item of $orderby (rule orderbyItem).
func (p *parser) order() Order {
	o := Order{X: p.expr()}
	if i := p.afterSpaces(p.pos); i > p.pos {
		end := p.identEnd(i)
		switch word := p.text[i:end]; {
		case strings.EqualFold(word, "desc"):
			o.Desc = true
			p.pos = end
		case strings.EqualFold(word, "asc"):
			p.pos = end
		}
	}
	return o
}

func (p *parser) boolean() bool {
	end := p.identEnd(p.pos)
	word := p.text[p.pos:end]
	yes := strings.EqualFold(word, "true")
	if !yes && !strings.EqualFold(word, "false") {
		p.want("true or false")
	}
	p.pos = end
	return yes
}

// computed reads an expression and its alias.
func (p *parser) computed() Computed {
	return Computed{p.expr(), p.as()}
}

func (p *parser) as() Name {
	if !p.keyword("as") {
		p.want(`" as " and a name`)
	}
	return p.ident("a name")
}

// levels reads a number without leading zeroes, or max.
func (p *parser) levels() int64 {
	if end := p.identEnd(p.pos); strings.EqualFold(p.text[p.pos:end], "max") {
		p.pos = end
		return 0
	}
	if p.peek() == '0' {
		p.want("a number from 1 on, or max")
	}
	return p.number()
}

func (p *parser) indexOption(at Pos) Index {
	if p.take("-") {
		return Index{at, -p.number()}
	}
	return Index{at, p.number()}
}

// temporal reads min, max, or an expression (rule temporalExpr).
func (p *parser) temporal(name string, at Pos) Temporal {
	end := p.identEnd(p.pos)
	word := strings.ToLower(p.text[p.pos:end])
	if next := p.byteAt(end); (word == "min" || word == "max") && (next == 0 || next == ';' || next == ')') {
		p.pos = end
		return Temporal{Pos: at, Name: name, Bound: word}
	}
	return Temporal{Pos: at, Name: name, X: p.expr()}
}

// opaque takes the rest of the text.
func (p *parser) opaque(name string, at Pos) Opaque {
	text := p.rest()
	switch {
	case text == "":
		p.want("a value")
	case name == "$format" && !isFormat(text):
		p.want("json, xml, atom or a media type")
	case name == "$schemaversion" && text != "*" && strings.ContainsFunc(text, func(r rune) bool { return r > '~' || !unreserved(byte(r)) }):
		p.want("a version or *")
	}
	p.pos = len(p.text)
	return Opaque{at, name, text}
}

// isFormat checks the value of $format (rule format).
func isFormat(s string) bool {
	switch strings.ToLower(s) {
	case "json", "xml", "atom":
		return true
	}
	kind, sub, ok := strings.Cut(s, "/")
	return ok && kind != "" && sub != "" && !strings.ContainsAny(s, " \t\"") && !strings.Contains(sub, "/")
}

// selected reads an item of $select (rule selectItem).
func (p *parser) selected() Item {
	at := p.at()
	if p.take("*") {
		p.count()
		return Item{Path: Path{Word{at, Star}}}
	}
	var item Item
	for {
		n := p.nameOrAnnotation()
		item.Path = append(item.Path, n)
		if name, ok := n.(Name); ok && len(item.Path) == 1 && p.take(".*") {
			return Item{Path: Path{Operations{name.Pos, name.Name}}}
		}
		if !p.take("/") {
			break
		}
		if i := len(item.Path) - 1; i > 0 && isType(item.Path, i-1) && isType(item.Path, i) { // the last is an operation
			p.want("no more after the second of two types")
		}
	}
	if p.peek() != '(' {
		return item
	}
	end := p.identEnd(p.pos + 1)
	if next := p.byteAt(end); end > p.pos+1 && (next == ',' || next == ')' || next == ' ') {
		at := p.at()
		p.pos++
		o := Overload{Pos: at}
		for _, n := range separated(p, func() Name { return p.ident("the name of a parameter") }) {
			o.Params = append(o.Params, n.Name)
		}
		p.expect(")")
		item.Path = append(item.Path, o)
		return item
	}
	item.Options = p.options(selectOptions)
	return item
}

func (p *parser) nameOrAnnotation() Segment {
	if p.peek() == '@' {
		return p.annotation()
	}
	return p.qualified("a name")
}

// expanded reads an item of $expand (rule expandItem).
func (p *parser) expanded() Item {
	at := p.at()
	p.count()
	if p.take(Value) {
		return Item{Path: Path{Word{at, Value}}}
	}
	var item Item
	allowed := expandOptions
	for more := true; more; {
		at := p.at()
		switch {
		case p.take("*"):
			item.Path = append(item.Path, Word{at, Star})
			if allowed, more = optLevels, false; p.take("/") {
				item.Path = append(item.Path, p.refWord())
				allowed = 0
			}
			continue
		case len(item.Path) > 0 && p.take("$count"):
			item.Path = append(item.Path, Count{Pos: at})
			allowed, more = countOptions, false
			continue
		case len(item.Path) > 0 && p.peek() == '$':
			item.Path = append(item.Path, p.refWord())
			allowed, more = refOptions, false
			continue
		}
		n := p.nameOrAnnotation()
		item.Path = append(item.Path, n)
		more = p.take("/")
		if name, ok := n.(Name); ok && len(item.Path) == 1 && isQualified(name.Name) && (!more || p.peek() == '$') {
			p.want("a property of the type " + excerpt(name.Name))
		}
	}
	if p.peek() == '(' && allowed != 0 {
		item.Options = p.options(allowed)
	}
	return item
}

func (p *parser) refWord() Word {
	at := p.at()
	if !p.take(Ref) {
		p.want("$ref or $count")
	}
	return Word{at, Ref}
}
