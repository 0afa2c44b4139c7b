package query

import "strings"

// Search reads the value of $search.
func (l Parser) Search(text string) (Search, error) {
	return run(l, text, func(p *parser) Search { p.spaces(); return p.search() })
}

// search reads text in single quotes, or an expression (rules searchExpr-incomplete and
// searchExpr).
func (p *parser) search() Search {
	if p.peek() == '\'' {
		at := p.at()
		return SearchText{at, p.quoted()}
	}
	return p.searchOr()
}

func (p *parser) searchOr() Search {
	p.enter()
	x := p.searchAnd()
	for p.searchOperator("OR") {
		p.count()
		x = SearchOr{x, p.searchAnd()}
	}
	p.leave()
	return x
}

func (p *parser) searchAnd() Search {
	x := p.searchNot()
	for {
		if !p.searchOperator("AND") {
			// White space alone stands for AND, but not before an OR.
			start := p.pos
			if p.searchOperator("OR") {
				p.pos = start
				return x
			}
			if i := p.afterSpaces(p.pos); i == p.pos || !p.searchStarts(i) {
				return x
			}
			p.spaces()
		}
		p.count()
		x = SearchAnd{x, p.searchNot()}
	}
}

// searchOperator skips a word between white space with something to search for after it.
func (p *parser) searchOperator(word string) bool {
	i := p.afterSpaces(p.pos)
	if i == p.pos || !strings.HasPrefix(p.text[i:], word) {
		return false
	}
	after := p.afterSpaces(i + len(word))
	if after == i+len(word) || !p.searchStarts(after) {
		return false
	}
	p.pos = after
	return true
}

func (p *parser) searchStarts(i int) bool {
	c := p.byteAt(i)
	return c == '(' || c == '"' || c != '\'' && p.searchWordEnd(i, 1) > i
}

// searchWordEnd returns the end of the word at i, of at most most bytes. It has no white
// space, parentheses and double quotes, and in nested options no ";" (rule searchWord).
func (p *parser) searchWordEnd(i, most int) int {
	for n := 0; n < most && i < len(p.text); n++ {
		if c := p.text[i]; c <= ' ' || c == 0x7f || c == '(' || c == ')' || c == '"' || c == ';' && p.inner {
			break
		}
		i++
	}
	return i
}

func (p *parser) searchNot() Search {
	at := p.at()
	p.count()
	if strings.HasPrefix(p.rest(), "NOT") {
		if i := p.afterSpaces(p.pos + 3); i > p.pos+3 && p.searchStarts(i) {
			p.pos = i
			p.enter()
			x := p.searchNot()
			p.leave()
			return SearchNot{at, x}
		}
	}
	switch p.peek() {
	case '(':
		p.open()
		x := p.searchOr()
		p.close()
		return x
	case '"':
		n := strings.IndexByte(p.text[p.pos+1:], '"')
		if n < 0 {
			p.fault(len(p.text), `want the " that ends the phrase, got the end`)
		}
		if n == 0 {
			p.fault(p.pos, "the phrase is empty")
		}
		text := p.text[p.pos+1 : p.pos+1+n]
		p.pos += n + 2
		return SearchPhrase{at, text}
	}
	end := p.searchWordEnd(p.pos, len(p.text))
	if end == p.pos || p.peek() == '\'' {
		p.want("a word or a phrase to search for")
	}
	w := SearchWord{at, p.text[p.pos:end]}
	p.pos = end
	return w
}
