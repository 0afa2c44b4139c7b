package golang

import (
	"github.com/dave/jennifer/jen"

	"github.com/seed-349153d7/odagen/generator/internal/naming"
)

// emitEndpointTable emits what both sides know about an endpoint:
//
//	var getPetEndpoint = odata.Endpoint{
//		Method: "GET",
//		Path:   "/pets/{id}",
//		Params: []odata.EndpointParam{
//			{Name: "id", In: odata.InPath, Required: true},
//		},
//		Answers: []odata.Answer{
//			{Status: "200", Media: "application/json"},
//		},
//	}
func (f *file) emitEndpointTable(e endpointPlan) {
	if len(e.Params.Fields) > 0 {
		f.emitEndpointParams(e.Params)
	}
	if e.Result == severalResults {
		f.emitParts(e.Parts)
	}
	if len(e.Headers) > 0 {
		f.emitEndpointParams(e.Answered)
	}
	members := []jen.Code{jen.Id("Method").Op(":").Lit(e.Method)}
	if e.Path != "" {
		members = append(members, jen.Id("Path").Op(":").Lit(e.Path))
	}
	if e.Server != "" {
		members = append(members, jen.Id("Server").Op(":").Lit(e.Server))
	}
	if len(e.Rows) > 0 {
		members = append(members, jen.Id("Params").Op(":").Index().Add(f.odata("EndpointParam")).Add(lines("{", "}", f.paramRows(e.Rows))))
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
		answers = append(answers, jen.Values(row...))
	}
	if len(answers) > 0 {
		members = append(members, jen.Id("Answers").Op(":").Index().Add(f.odata("Answer")).Add(lines("{", "}", answers)))
	}
	if len(e.Errors) > 0 {
		members = append(members, jen.Id("Errors").Op(":").Index().Add(f.odata("ErrorAnswer")).Add(lines("{", "}", f.errorRows(e.Errors))))
	}
	if len(e.Headers) > 0 {
		members = append(members, jen.Id("Headers").Op(":").Index().Add(f.odata("EndpointParam")).Add(lines("{", "}", f.paramRows(e.Headers))))
	}
	if e.Open {
		members = append(members, jen.Id("Open").Op(":").True())
	}
	if len(e.Security) > 0 {
		members = append(members, jen.Id("Security").Op(":").Index().Index().Add(f.odata("Security")).Add(lines("{", "}", securityRows(e.Security))))
	}
	f.decl(nil, jen.Var().Add(id(e.Table)).Op("=").Add(f.odata("Endpoint")).Add(lines("{", "}", members)))
}

// bodyRows are what the table says about the body of requests.
func (f *file) bodyRows(b bodyPlan) []jen.Code {
	rows := []jen.Code{jen.Id("Body").Op(":").Lit(b.Media)}
	if b.Required {
		rows = append(rows, jen.Id("BodyRequired").Op(":").True())
	}
	if b.Schema != nil {
		rows = append(rows, jen.Id("BodySchema").Op(":").Add(f.rootSchema(b.Schema)))
	}
	if len(b.Accepts) > 0 {
		var media []jen.Code
		for _, m := range b.Accepts {
			media = append(media, jen.Lit(m))
		}
		rows = append(rows, jen.Id("Accepts").Op(":").Index().String().Values(media...))
	}
	if len(b.Encoding) > 0 {
		rows = append(rows, jen.Id("Encoding").Op(":").Index().Add(f.odata("EndpointParam")).Add(lines("{", "}", f.paramRows(b.Encoding))))
	}
	if len(b.Parts) > 0 {
		var parts []jen.Code
		for _, p := range b.Parts {
			parts = append(parts, jen.Values(jen.Id("Name").Op(":").Lit(p.Name), jen.Id("Media").Op(":").Lit(p.Media)))
		}
		rows = append(rows, jen.Id("Parts").Op(":").Index().Add(f.odata("Part")).Add(lines("{", "}", parts)))
	}
	return rows
}

// paramPlaces are the names of the places of parameters.
var paramPlaces = map[string]string{"path": "InPath", "query": "InQuery", "header": "InHeader", "cookie": "InCookie"}

func (f *file) paramRows(rows []paramRow) []jen.Code {
	var out []jen.Code
	for _, r := range rows {
		row := []jen.Code{
			jen.Id("Name").Op(":").Lit(r.Name),
			jen.Id("In").Op(":").Add(f.odata(paramPlaces[r.In])),
		}
		if r.Style != "" {
			row = append(row, jen.Id("Style").Op(":").Lit(r.Style))
		}
		for _, flag := range r.Flags {
			row = append(row, id(naming.Kind(flag)).Op(":").True())
		}
		out = append(out, jen.Values(row...))
	}
	return out
}

// errorRows are rows {Status: "404", Media: "application/json", As: odata.ErrorAs[*Problem]}.
func (f *file) errorRows(rows []errorRow) []jen.Code {
	var out []jen.Code
	for _, r := range rows {
		out = append(out, jen.Values(
			jen.Id("Status").Op(":").Lit(r.Status),
			jen.Id("Media").Op(":").Lit(r.Media),
			jen.Id("As").Op(":").Add(f.odata("ErrorAs")).Types(f.typ(r.Type)),
		))
	}
	return out
}

// emitEndpointParams emits the struct of the parameters that are not in the path.
// It is no JSON, and has no members beside its fields.
func (f *file) emitEndpointParams(s structPlan) {
	var body []jen.Code
	fields := []jen.Code{jen.Id("f"), jen.New(f.odata("Members"))}
	for _, fd := range s.Fields {
		body = append(body, comment(fd.Doc, id(fd.Name).Add(f.typ(fd.Type))))
		fields = append(fields, f.address(fd))
	}
	f.decl(s.Doc, jen.Type().Add(id(s.Name)).Struct(body...))
	f.decl(nil, f.typeTable(s))
	f.decl([]string{"ODataType describes the fields; see [odata.Object]."}, f.typeMethod(s))
	f.decl([]string{"ODataFields appends the fields; see [odata.Object]."},
		ptrMethod(s.Name, naming.Kind("ODataFields")).Params(jen.Id("f").Index().Any()).Index().Any().
			Block(jen.Return(jen.Id("append").Add(lines("(", ")", fields)))))
}

// address is the field as ODataFields lists it.
func (f *file) address(fd fieldPlan) *jen.Statement {
	if fd.Wrap == "" {
		return addr(fd.Name)
	}
	return f.wrap(fd.Wrap, addr(fd.Name), fd.Item)
}

// emitParts emits the struct of several results:
//
//	type PutPetResult struct {
//		StatusCode int
//		OK         *Pet
//	}
//
//	func (p *PutPetResult) ODataResult() (*int, []any) {
//		return &p.StatusCode, []any{odata.OneValue(&p.OK), nil}
//	}
func (f *file) emitParts(s structPlan) {
	body := []jen.Code{comment([]string{"StatusCode is the status of the answer. A service may leave it 0 and set a field."}, jen.Id("StatusCode").Int())}
	var fields []jen.Code
	for _, fd := range s.Fields {
		if fd.Type == nil {
			fields = append(fields, jen.Nil())
			continue
		}
		body = append(body, comment(fd.Doc, id(fd.Name).Add(f.typ(fd.Type))))
		fields = append(fields, f.address(fd))
	}
	f.decl(s.Doc, jen.Type().Add(id(s.Name)).Struct(body...))
	f.decl([]string{"ODataResult returns the status and a field for each answer."},
		ptrMethod(s.Name, naming.Kind("ODataResult")).Params().Params(jen.Op("*").Int(), jen.Index().Any()).
			Block(jen.Return(jen.Op("&").Id("p").Dot("StatusCode"), jen.Index().Any().Values(fields...))))
}

// value is the address of a variable as the codec takes it.
func (f *file) value(v valuePlan) *jen.Statement {
	if v.Wrap == "" {
		return jen.Op("&").Add(id(v.Name))
	}
	return f.wrap(v.Wrap, jen.Op("&").Add(id(v.Name)), v.Item)
}

// outFunc is the function that wraps the address of what is received:
// odata.OneValue[*Pet].
func (f *file) outFunc(e endpointPlan) *jen.Statement {
	switch e.Result {
	case severalResults:
		return f.odata("Plain").Types(id(e.Parts.Name))
	case nothing:
		return jen.Nil()
	}
	item := &itemPlan{Type: e.Out.Type, Wrap: e.Out.Wrap, Arg: e.Out.Type, Item: e.Out.Item}
	switch t := e.Out.Type.(type) {
	case optOf:
		item.Arg = t.elem
	case sliceOf:
		item.Arg = t.elem
	case mapOf:
		item.Arg = t.elem
	}
	if e.Out.Wrap == "EventValue" {
		return f.odata("EventValue")
	}
	return f.item(item)
}

// endpointArgs are the parameters of a method of the client or of the service.
func (f *file) endpointArgs(e endpointPlan) []jen.Code {
	args := []jen.Code{ctxParam()}
	for _, a := range e.Args {
		args = append(args, id(a.Name).Add(f.typ(a.Type)))
	}
	if len(e.Params.Fields) > 0 {
		args = append(args, jen.Id("params").Op("*").Add(id(e.Params.Name)))
	}
	if e.Body != nil {
		args = append(args, jen.Id("body").Add(f.typ(e.Body.Type)))
	}
	return args
}

// emitEndpointCall emits the method of the client:
//
//	func (r *Client) GetPet(ctx context.Context, id string, opts ...odata.RequestOption) (*Pet, error) {
//		return odata.Do(ctx, r.At, &getPetEndpoint, odata.OneValue[*Pet], opts, &id)
//	}
func (f *file) emitEndpointCall(e endpointPlan) {
	call := map[endpointResult]string{nothing: "Send", oneResult: "Do", severalResults: "DoAny", sequenceResult: "Receive"}[e.Result]
	args := []jen.Code{jen.Id("ctx"), at(), jen.Op("&").Add(id(e.Table))}
	if e.Result != nothing {
		args = append(args, f.outFunc(e))
	}
	args = append(append(args, jen.Id("opts")), f.sent(e)...)
	f.decl(e.Doc, method(naming.Kind("Client"), e.Name).
		Params(append(f.endpointArgs(e), f.optsParam())...).
		Add(f.endpointResults(e, true)).
		Block(jen.Return(f.odata(call).Call(args...))))
	if e.Pages != nil {
		f.emitPages(e)
	}
}

// sent is what a method of the client passes on: its arguments as the codec takes
// them.
func (f *file) sent(e endpointPlan) []jen.Code {
	var args []jen.Code
	for _, a := range e.Args {
		args = append(args, f.value(a))
	}
	if len(e.Params.Fields) > 0 {
		args = append(args, jen.Id("params"))
	}
	if e.Body != nil {
		args = append(args, f.value(e.Body.valuePlan))
	}
	return args
}

// endpointResults are the results of a method of the client, or of the service.
func (f *file) endpointResults(e endpointPlan, client bool) *jen.Statement {
	switch e.Result {
	case nothing:
		return jen.Error()
	case severalResults:
		return jen.Params(jen.Op("*").Add(id(e.Parts.Name)), jen.Error())
	case sequenceResult:
		seq := f.typ(seqOf{e.Out.Type})
		if client {
			return seq
		}
		return jen.Params(seq, jen.Error())
	}
	if e.Out.Type == readerType("ReadCloser") && !client {
		return jen.Params(f.typ(readerType("Reader")), jen.Error())
	}
	return jen.Params(f.typ(e.Out.Type), jen.Error())
}
