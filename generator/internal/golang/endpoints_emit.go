package golang

import (
	"github.com/dave/jennifer/jen"

	"github.com/seed-349153d7/odagen/generator/internal/naming"
)

// emitEndpointTable emits what both sides know about an endpoint:
//
//	var getPetEndpoint = rest.Endpoint{
//		Name:   "getPet",
//		Method: "GET",
//		Path:   "/pets/{id}",
//		Params: []rest.Param{
//			{Name: "id", In: rest.InPath, Required: true},
//		},
//		Answers: []rest.Answer{
//			{Status: "200", Media: "application/json"},
//		},
//	}
func (f *file) emitEndpointTable(e endpointPlan) {
	f.emitEndpointParams(e.Params)
	if e.Whole != nil {
		f.emitAnswer(*e.Whole)
	}
	members := []jen.Code{jen.Id("Name").Op(":").Lit(e.Wire), jen.Id("Method").Op(":").Lit(e.Method)}
	if e.Path != "" {
		members = append(members, jen.Id("Path").Op(":").Lit(e.Path))
	}
	if e.Server != "" {
		members = append(members, jen.Id("Server").Op(":").Lit(e.Server))
	}
	if len(e.Rows) > 0 {
		members = append(members, jen.Id("Params").Op(":").Index().Add(f.rest("Param")).Add(lines("{", "}", f.paramRows(e.Rows))))
	}
	if e.Body != nil {
		members = append(members, f.bodyRows(*e.Body)...)
	}
	var answers []jen.Code
	for _, a := range e.Answers {
		row := []jen.Code{jen.Id("Status").Op(":").Lit(a.Status)}
		if a.Media != "" {
			row = append(row, jen.Id("Media").Op(":").Lit(a.Media))
		}
		if a.Nullable {
			row = append(row, jen.Id("Nullable").Op(":").True())
		}
		if a.In != "" {
			row = append(row, jen.Id("Wire").Op(":").Add(f.wire(a.In)))
		}
		if len(a.Also) > 0 {
			row = append(row, jen.Id("Also").Op(":").Add(texts(a.Also)))
		}
		if len(a.Others) > 0 {
			row = append(row, jen.Id("Others").Op(":").Add(texts(a.Others)))
		}
		if a.Stream != "" {
			row = append(row, jen.Id("Stream").Op(":").Lit(a.Stream))
		}
		if len(a.Required) > 0 {
			row = append(row, jen.Id("Required").Op(":").Add(texts(a.Required)))
		}
		if a.Other {
			row = append(row, jen.Id("Other").Op(":").True())
		}
		answers = append(answers, jen.Values(row...))
	}
	if len(answers) > 0 {
		members = append(members, jen.Id("Answers").Op(":").Index().Add(f.rest("Answer")).Add(lines("{", "}", answers)))
	}
	if e.Plain > 0 {
		members = append(members, jen.Id("Plain").Op(":").Lit(e.Plain))
	}
	if len(e.Errors) > 0 {
		members = append(members, jen.Id("Errors").Op(":").Index().Add(f.rest("ErrorAnswer")).Add(lines("{", "}", f.errorRows(e.Errors))))
	}
	if len(e.Headers) > 0 {
		members = append(members, jen.Id("Headers").Op(":").Index().Add(f.rest("Param")).Add(lines("{", "}", f.paramRows(e.Headers))))
	}
	if e.Open {
		members = append(members, jen.Id("Open").Op(":").True())
	}
	if len(e.Security) > 0 {
		members = append(members, jen.Id("Security").Op(":").Index().Index().Add(f.security("Requirement")).Add(lines("{", "}", securityRows(e.Security))))
	}
	f.decl(nil, jen.Var().Add(id(e.Table)).Op("=").Add(f.rest("Endpoint")).Add(lines("{", "}", members)))
}

// bodyRows are what the table says about the body of requests.
func (f *file) bodyRows(b bodyPlan) []jen.Code {
	rows := []jen.Code{jen.Id("Body").Op(":").Lit(b.Media)}
	if b.Required {
		rows = append(rows, jen.Id("BodyRequired").Op(":").True())
	}
	if b.Nullable {
		rows = append(rows, jen.Id("BodyNullable").Op(":").True())
	}
	if b.Schema != nil {
		rows = append(rows, jen.Id("BodySchema").Op(":").Add(f.rootSchema(b.Schema)))
	}
	if len(b.Accepts) > 0 {
		rows = append(rows, jen.Id("Accepts").Op(":").Add(texts(b.Accepts)))
	}
	if len(b.Others) > 0 {
		rows = append(rows, jen.Id("Others").Op(":").Add(texts(b.Others)))
	}
	if len(b.Encoding) > 0 {
		rows = append(rows, jen.Id("Encoding").Op(":").Index().Add(f.rest("Param")).Add(lines("{", "}", f.paramRows(b.Encoding))))
	}
	if len(b.Parts) > 0 {
		var parts []jen.Code
		for _, p := range b.Parts {
			part := []jen.Code{jen.Id("Name").Op(":").Lit(p.Name)}
			if p.Media != "" {
				part = append(part, jen.Id("Media").Op(":").Lit(p.Media))
			}
			if len(p.Required) > 0 {
				var names []jen.Code
				for _, name := range p.Required {
					names = append(names, jen.Lit(name))
				}
				part = append(part, jen.Id("Required").Op(":").Index().String().Values(names...))
			}
			parts = append(parts, jen.Values(part...))
		}
		rows = append(rows, jen.Id("Parts").Op(":").Index().Add(f.rest("Part")).Add(lines("{", "}", parts)))
	}
	return rows
}

// texts is []string{"a", "b"}.
func texts(list []string) *jen.Statement {
	var out []jen.Code
	for _, s := range list {
		out = append(out, jen.Lit(s))
	}
	return jen.Index().String().Values(out...)
}

// paramPlaces are the names of the places of parameters.
var paramPlaces = map[string]string{"path": "InPath", "query": "InQuery", "header": "InHeader", "cookie": "InCookie"}

func (f *file) paramRows(rows []paramRow) []jen.Code {
	var out []jen.Code
	for _, r := range rows {
		row := []jen.Code{
			jen.Id("Name").Op(":").Lit(r.Name),
			jen.Id("In").Op(":").Add(f.rest(paramPlaces[r.In])),
		}
		if r.Style != "" {
			row = append(row, jen.Id("Style").Op(":").Lit(r.Style))
		}
		if r.Separators != "" {
			row = append(row, jen.Id("Separators").Op(":").Lit(r.Separators))
		}
		for _, flag := range r.Flags {
			row = append(row, id(flag).Op(":").True())
		}
		if r.Default != "" {
			row = append(row, jen.Id("Default").Op(":").Lit(r.Default))
		}
		if len(r.Facets) > 0 {
			row = append(row, jen.Id("Facets").Op(":").Add(f.facets(r.Facets)))
		}
		out = append(out, jen.Values(row...))
	}
	return out
}

// errorRows are rows {Status: "404", Media: "application/json", Form: `{"title":title}`, As: restclient.ErrorAs[*Problem]}.
func (f *file) errorRows(rows []errorRow) []jen.Code {
	var out []jen.Code
	for _, r := range rows {
		row := []jen.Code{jen.Id("Status").Op(":").Lit(r.Status)}
		if r.Media != "" {
			row = append(row, jen.Id("Media").Op(":").Lit(r.Media))
		}
		if r.Form != "" {
			row = append(row, jen.Id("Form").Op(":").Add(textLit(r.Form)))
		}
		if r.As {
			row = append(row, jen.Id("As").Op(":").Add(f.restcall("ErrorAs")).Types(f.typ(r.Type)))
		}
		out = append(out, jen.Values(row...))
	}
	return out
}

// emitEndpointParams emits the struct of the parameters and the body:
//
//	type GetPetParams struct {
//		ID string
//	}
//
//	func (p *GetPetParams) WireFields(f []any) []any {
//		return append(f, &p.ID)
//	}
func (f *file) emitEndpointParams(s structPlan) {
	f.decl(s.Doc, jen.Type().Add(id(s.Name)).Struct(f.fields(s.Fields)...))
	f.emitDefaults(s)
	if len(s.Fields) == 0 {
		return
	}
	fields := []jen.Code{jen.Id("f")}
	for _, fd := range s.Fields {
		fields = append(fields, f.address(fd))
	}
	list := lines("(", ")", fields)
	if len(s.Fields) == 1 {
		list = jen.Params(fields...)
	}
	f.decl([]string{"WireFields appends the fields; see [wire.Params]."},
		ptrMethod(s.Name, naming.Kind("WireFields")).Params(jen.Id("f").Index().Any()).Index().Any().
			Block(jen.Return(jen.Id("append").Add(list))))
}

// address is the field as WireFields lists it.
func (f *file) address(fd fieldPlan) *jen.Statement {
	return f.written(fd.In, f.addressOf(fd.Type, addr(fd.Name)))
}

// written is wire.In(wire.Text, &v), or the address itself where nothing is said.
func (f *file) written(how string, address *jen.Statement) *jen.Statement {
	if how == "" {
		return address
	}
	return f.wire("In").Call(f.wire(how), address)
}

// addressOf is the address of a value of a type as the codec takes it: a sequence is no
// value, but a body.
func (f *file) addressOf(t goType, address jen.Code) *jen.Statement {
	if _, ok := t.(seqOf); ok {
		return f.rest("SequenceValue").Call(address)
	}
	return jen.Add(address)
}

// emitAnswer emits the struct of all that is described of an answer:
//
//	type PutPetAnswer struct {
//		Status int
//		OK     *Pet
//	}
//
//	func (p *PutPetAnswer) WireAnswer() (status *int, bodies, headers []any) {
//		return &p.Status, []any{&p.OK, nil}, nil
//	}
func (f *file) emitAnswer(a answerPlan) {
	body := []jen.Code{comment([]string{"Status is the status of the answer. A service may leave it 0 and set a field."}, jen.Id("Status").Int())}
	list := func(fields []fieldPlan) *jen.Statement {
		if len(fields) == 0 {
			return jen.Nil()
		}
		var out []jen.Code
		for _, fd := range fields {
			if fd.Type == nil {
				out = append(out, jen.Nil())
				continue
			}
			body = append(body, comment(fd.Doc, id(fd.Name).Add(f.typ(fd.Type))))
			out = append(out, f.address(fd))
		}
		return jen.Index().Any().Values(out...)
	}
	bodies, headers := list(a.Bodies), list(a.Headers)
	f.decl(a.Doc, jen.Type().Add(id(a.Struct)).Struct(body...))
	f.decl([]string{"WireAnswer returns the fields; see [rest.Answered]."},
		ptrMethod(a.Struct, naming.Kind("WireAnswer")).Params().
			Params(jen.Id("status").Op("*").Int(), jen.List(jen.Id("bodies"), jen.Id("headers")).Index().Any()).
			Block(jen.Return(jen.Op("&").Id("p").Dot("Status"), bodies, headers)))
}

// emitError emits
//
//	type ProblemError = client.ErrorWith[*Problem]
func (f *file) emitError(e errorPlan) {
	f.decl(e.Doc, jen.Type().Add(id(e.Name)).Op("=").Add(f.client("ErrorWith")).Types(f.typ(e.Type)))
}

// emitEndpointCall emits the methods of the client:
//
//	func (r *Client) GetPet(ctx context.Context, p GetPetParams, opts ...client.CallOption) (*Pet, error) {
//		return restclient.Do[*Pet](ctx, r.transport, &getPetEndpoint, &p, opts)
//	}
func (f *file) emitEndpointCall(e endpointPlan) {
	call := map[endpointResult]string{nothing: "Send", oneResult: "Do", contentAnswer: "Content", sequenceResult: "Receive"}[e.Result]
	send := f.restcall(call)
	if e.Read != nil {
		send.Types(f.typ(e.Read))
	}
	f.emitMethod(naming.Kind("Client"), e.funcPlan, jen.Return(send.Call(append(f.endpointArgs(e), f.sent(e)...)...)))
	if e.Whole != nil {
		f.emitMethod(naming.Kind("Client"), e.Whole.funcPlan, jen.Return(
			f.restcall("Answer").Types(id(e.Whole.Struct)).Call(append(f.endpointArgs(e), f.sent(e)...)...),
		))
	}
	if e.Stream != nil {
		f.emitStream(e)
	}
	if e.Pages != nil {
		f.emitPages(e)
	}
}

// endpointArgs are ctx, r.transport, &getPetEndpoint.
func (f *file) endpointArgs(e endpointPlan) []jen.Code {
	transport := jen.Id("r").Dot("transport")
	if e.Places {
		transport = at().Dot("Transport").Call()
	}
	return []jen.Code{jen.Id("ctx"), transport, jen.Op("&").Add(id(e.Table))}
}

// sent are &p, opts: what a method of the client passes on.
func (f *file) sent(e endpointPlan) []jen.Code {
	p := jen.Nil()
	if len(e.Params.Fields) > 0 {
		p = jen.Op("&").Id("p")
	}
	return []jen.Code{p, jen.Id("opts")}
}
