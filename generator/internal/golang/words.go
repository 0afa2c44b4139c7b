package golang

import (
	"strings"
	"unicode"

	"github.com/dave/jennifer/jen"

	"github.com/seed-349153d7/odagen/generator/internal/naming"
)

// This file is the vocabulary of the emitters and the only one that turns text
// into Go.

func id(name naming.Ident) *jen.Statement { return jen.Id(name.String()) }

// odata is a name of the support package: odata.Opt.
func (f *file) odata(name string) *jen.Statement { return jen.Qual(f.runtime, name) }

// typ is a Go type.
func (f *file) typ(t goType) *jen.Statement {
	switch t := t.(type) {
	case builtin:
		return jen.Id(string(t))
	case runtimeType:
		return f.odata(string(t))
	case namedType:
		return id(naming.Ident(t))
	case pointerTo:
		return jen.Op("*").Add(f.typ(t.elem))
	case sliceOf:
		return jen.Index().Add(f.typ(t.elem))
	case optOf:
		return f.odata("Opt").Types(f.typ(t.elem))
	case mapOf:
		return jen.Map(jen.String()).Add(f.typ(t.elem))
	case readerType:
		return jen.Qual("io", string(t))
	case seqOf:
		return jen.Qual("iter", "Seq2").Types(f.typ(t.elem), jen.Error())
	}
	panic("a goType without source")
}

// decl adds a declaration, with its doc above and a blank line before it.
func (f *file) decl(doc []string, code jen.Code) {
	f.jen.Line().Add(comment(doc, code))
}

// comment is code with its doc above.
func comment(doc []string, code jen.Code) *jen.Statement {
	s := &jen.Statement{}
	for _, line := range doc {
		s.Comment(commentLine(line)).Line()
	}
	return s.Add(code)
}

// commentLine is a line of a comment. The slashes are ours: jennifer would let a
// text that starts with them through as it is.
func commentLine(line string) string { return strings.TrimRight("// "+line, " ") }

// method is func (r *Recv) name.
func method(recv, name naming.Ident) *jen.Statement {
	return jen.Func().Params(jen.Id("r").Op("*").Add(id(recv))).Add(id(name))
}

// at is r.At, the place of a client value.
func at() *jen.Statement { return jen.Id("r").Dot("At") }

// ctxParam is ctx context.Context.
func ctxParam() *jen.Statement { return jen.Id("ctx").Qual("context", "Context") }

// optsParam is opts ...odata.RequestOption.
func (f *file) optsParam() *jen.Statement {
	return jen.Id("opts").Op("...").Add(f.odata("RequestOption"))
}

// opts is opts... as the last argument of a call.
func opts() *jen.Statement { return jen.Id("opts").Op("...") }

// addr is &p.Name.
func addr(name naming.Ident) *jen.Statement { return jen.Op("&").Id("p").Dot(name.String()) }

// lines is a list with an item a line.
func lines(open, end string, items []jen.Code) *jen.Statement {
	return jen.Custom(jen.Options{Open: open, Close: end, Separator: ",", Multi: true}, items...)
}

// inline is a body on the line of its func.
func inline(code jen.Code) *jen.Statement {
	return jen.Custom(jen.Options{Open: "{ ", Close: " }"}, code)
}

// docWidth is how long the text of a comment line may be.
const docWidth = 77

// prose fills paragraphs, which an empty line separates, to lines of docWidth
// columns. Lines of lists and tables stay as they are. What a reader cannot see
// (control and bidirectional characters) is dropped.
func prose(text string) []string {
	var out []string
	for _, paragraph := range strings.Split(clean(text), "\n\n") {
		lines := fill(paragraph)
		if len(lines) == 0 {
			continue
		}
		if len(out) > 0 {
			out = append(out, "")
		}
		out = append(out, lines...)
	}
	return out
}

func clean(text string) string {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n', r == '\t':
			return r
		case unicode.Is(unicode.Cf, r), unicode.IsControl(r), r == '\u2028', r == '\u2029', r == unicode.ReplacementChar:
			return -1
		}
		return r
	}, text)
}

func fill(paragraph string) []string {
	var out []string
	line := ""
	flush := func() {
		if line != "" {
			out = append(out, line)
			line = ""
		}
	}
	for _, source := range strings.Split(paragraph, "\n") {
		trimmed := strings.TrimSpace(source)
		if trimmed == "" {
			flush()
			continue
		}
		if indent, ok := keptLine(trimmed); ok {
			flush()
			out = append(out, indent+trimmed)
			continue
		}
		for _, word := range strings.Fields(trimmed) {
			if line != "" && len([]rune(line))+1+len([]rune(word)) > docWidth {
				flush()
			}
			if line != "" {
				line += " "
			}
			line += word
		}
	}
	flush()
	return out
}

// keptLine reports whether a line must not be filled, and its indentation: items
// of lists, rows of tables, links.
func keptLine(line string) (indent string, ok bool) {
	for _, start := range []string{"- ", "* ", "|"} {
		if strings.HasPrefix(line, start) {
			return "  ", true
		}
	}
	return "", strings.HasPrefix(line, "See http")
}
