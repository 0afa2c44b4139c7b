package golang

import (
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/seed-349153d7/odagen/generator/internal/naming"
)

// This file is the vocabulary of the emitters and the only one that turns text
// into Go.

func id(name naming.Ident) *jen.Statement { return jen.Id(name.String()) }

// in is a name of a package of the runtime.
func (f *file) in(room, name string) *jen.Statement { return jen.Qual(f.runtime+"/"+room, name) }

// The packages of the runtime: api.Opt, wire.Type, ...

func (f *file) api(name string) *jen.Statement         { return f.in("api", name) }
func (f *file) wire(name string) *jen.Statement        { return f.in("wire", name) }
func (f *file) schema(name string) *jen.Statement      { return f.in("schema", name) }
func (f *file) security(name string) *jen.Statement    { return f.in("security", name) }
func (f *file) client(name string) *jen.Statement      { return f.in("client", name) }
func (f *file) transport(name string) *jen.Statement   { return f.in("transport", name) }
func (f *file) call(name string) *jen.Statement        { return f.in("odataclient", name) }
func (f *file) rest(name string) *jen.Statement        { return f.in("rest", name) }
func (f *file) restcall(name string) *jen.Statement    { return f.in("restclient", name) }
func (f *file) server(name string) *jen.Statement      { return f.in("server", name) }
func (f *file) odataserver(name string) *jen.Statement { return f.in("odataserver", name) }
func (f *file) restserver(name string) *jen.Statement  { return f.in("restserver", name) }

// typ is a Go type.
func (f *file) typ(t goType) *jen.Statement {
	switch t := t.(type) {
	case builtin:
		return jen.Id(string(t))
	case runtimeType:
		return f.in(t.room, t.name)
	case namedType:
		return id(naming.Ident(t))
	case pointerTo:
		return jen.Op("*").Add(f.typ(t.elem))
	case sliceOf:
		return jen.Index().Add(f.typ(t.elem))
	case optOf:
		return f.api("Opt").Types(f.typ(t.elem))
	case eventOf:
		return f.api("EventOf").Types(f.typ(t.elem))
	case pageOf:
		return f.api("Page").Types(f.typ(t.elem))
	case mapOf:
		return jen.Map(jen.String()).Add(f.typ(t.elem))
	case seqOf:
		return jen.Qual("iter", "Seq2").Types(f.typ(t.elem), jen.Error())
	case importedType:
		return jen.Qual(t.path, t.name)
	case funcOf:
		return jen.Func().Add(f.sig(t.signature))
	}
	panic("a goType without source")
}

// sig is (ctx context.Context, id string) (*Partner, error).
func (f *file) sig(s signature) *jen.Statement {
	out := jen.Params(f.params(s.Params)...)
	switch {
	case len(s.Results) == 0:
		return out
	case len(s.Results) == 1 && s.Results[0].Name == (naming.Ident{}):
		return out.Add(f.typ(s.Results[0].Type))
	}
	return out.Params(f.params(s.Results)...)
}

// params are parameters or results between their parentheses.
func (f *file) params(list []param) []jen.Code {
	var out []jen.Code
	for _, p := range list {
		s := id(p.Name)
		if p.Variadic {
			s.Op("...")
		}
		if !p.Joined {
			s.Add(f.typ(p.Type))
		}
		out = append(out, s)
	}
	return out
}

// decl adds a declaration, with its doc above and a blank line before it.
func (f *file) decl(doc []string, code jen.Code) {
	f.jen.Line().Add(comment(doc, code))
}

// emitFunc emits a function.
func (f *file) emitFunc(fn funcPlan, body ...jen.Code) {
	f.decl(fn.Doc, jen.Func().Add(id(fn.Name)).Add(f.sig(fn.Signature)).Block(body...))
}

// emitMethod emits a method of a place of the client: func (r *Recv) Name.
func (f *file) emitMethod(recv naming.Ident, fn funcPlan, body ...jen.Code) {
	f.decl(fn.Doc, method(recv, fn.Name).Add(f.sig(fn.Signature)).Block(body...))
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
// text that starts with them through as it is. A tab behind them marks code.
func commentLine(line string) string {
	if strings.HasPrefix(line, "\t") {
		return "//" + line
	}
	return strings.TrimRight("// "+line, " ")
}

// method is func (r *Recv) name.
func method(recv, name naming.Ident) *jen.Statement {
	return jen.Func().Params(jen.Id("r").Op("*").Add(id(recv))).Add(id(name))
}

// at is r.At, the place of a client value.
func at() *jen.Statement { return jen.Id("r").Dot("At") }

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
