package golang

import (
	"github.com/dave/jennifer/jen"

	"github.com/seed-349153d7/odagen/generator/internal/naming"
)

// emitClient emits the root of the client.
//
//	type Client struct{ At odata.Resource }
//
//	func NewClient(opts ...odata.Option) *Client {
//		return &Client{odata.NewClient(BaseURL, opts...)}
//	}
//
// and takes the base URL when the description has none.
func (f *file) emitClient(c clientPlan) {
	root, params := jen.Id("BaseURL"), []jen.Code{}
	if c.BaseURL == "" {
		root, params = jen.Id("base"), append(params, jen.Id("base").String())
	} else {
		f.decl([]string{"BaseURL is the service root that the client calls unless it is told another."},
			jen.Const().Id("BaseURL").Op("=").Lit(c.BaseURL))
	}
	f.emitPlace("Client", prose("Client calls the service. It is safe for concurrent use. Its field At, as that of the types below, is the place that it leads to: see [odata.Cast], or call what has no method here."))
	newClient := "NewClient"
	if c.Predicates {
		newClient = "NewPredicateClient"
	}
	f.decl([]string{"NewClient returns a client."},
		jen.Func().Id("NewClient").
			Params(append(params, jen.Id("opts").Op("...").Add(f.odata("Option")))...).
			Op("*").Id("Client").
			Block(
				jen.Return(jen.Op("&").Id("Client").Values(f.odata(newClient).Call(root, opts()))),
			))
	for _, s := range c.Roots {
		f.emitStep(naming.Kind("Client"), s)
	}
	for _, c := range c.Calls {
		f.emitCall(c)
	}
}

// emitPlaceType emits a Ref or a Set with its methods.
func (f *file) emitPlaceType(t placePlan) {
	f.emitPlace(t.Name.String(), t.Doc)
	if t.ByKey != nil {
		f.emitByKey(t.Name, *t.ByKey)
	}
	for _, s := range t.Steps {
		f.emitStep(t.Name, s)
	}
	for _, c := range t.Calls {
		f.emitCall(c)
	}
}

// emitPlace emits
//
//	type PartnerRef struct{ At odata.Resource }
func (f *file) emitPlace(name string, doc []string) {
	f.decl(doc, jen.Type().Add(id(naming.Kind(name))).Struct(jen.Id("At").Add(f.odata("Resource"))))
}

// emitStep emits
//
//	func (r *ManagementRef) Partners() *PartnerSet {
//		return &PartnerSet{r.At.Child("partners")}
//	}
func (f *file) emitStep(recv naming.Ident, s stepPlan) {
	f.decl(s.Doc, method(recv, s.Name).Params().Op("*").Add(id(s.To)).Block(
		jen.Return(jen.Op("&").Add(id(s.To)).Values(at().Dot("Child").Call(jen.Lit(s.Wire)))),
	))
}

// emitByKey emits
//
//	func (r *PartnerSet) ByID(id string) *PartnerRef {
//		return &PartnerRef{r.At.Key(id)}
//	}
//
// KeyArg(odata.Arg("number", &number)) for a key of another type, and
// Keys(odata.Arg("order", &order), odata.Arg("item", &item)) for several parts.
func (f *file) emitByKey(recv naming.Ident, s stepPlan) {
	var params, args []jen.Code
	for _, k := range s.Key {
		params = append(params, id(k.Param).Add(f.typ(k.Type)))
		args = append(args, f.arg(argPlan{Name: k.Param, Type: k.Type, Wire: k.Wire, Wrap: k.Wrap}))
	}
	place := at().Dot("Keys").Call(args...)
	switch {
	case len(s.Key) > 1:
	case s.Key[0].Type == builtin("string"):
		place = at().Dot("Key").Call(id(s.Key[0].Param))
	default:
		place = at().Dot("KeyArg").Call(args...)
	}
	f.decl(s.Doc, method(recv, s.Name).Params(params...).Op("*").Add(id(s.To)).Block(
		jen.Return(jen.Op("&").Add(id(s.To)).Values(place)),
	))
}

// arg is odata.Arg("period", &period).
func (f *file) arg(a argPlan) *jen.Statement {
	value := jen.Op("&").Add(id(a.Name))
	if a.Wrap != "" {
		value = f.odata(a.Wrap).Call(value)
	}
	return f.odata("Arg").Call(jen.Lit(a.Wire), value)
}

// emitCall chooses the emitter of a call.
func (f *file) emitCall(c callPlan) {
	switch c.Kind {
	case listCall:
		f.emitList(c)
	case createCall:
		f.emitSend(c, "Create")
	case updateCall:
		f.emitSend(c, "Update")
	case getCall:
		f.emitGet(c)
	case deleteCall:
		f.emitDelete(c)
	case operationCall:
		f.emitOperation(c)
	case contentCall:
		f.emitContent(c)
	case setContentCall:
		f.emitSetContent(c)
	}
}

// emitList emits
//
//	func (r *PartnerSet) List(ctx context.Context, opts ...odata.RequestOption) iter.Seq2[*Partner, error] {
//		return odata.List[*Partner](ctx, r.At, opts...)
//	}
func (f *file) emitList(c callPlan) {
	f.decl(c.Doc, method(c.Recv, c.Name).
		Params(ctxParam(), f.optsParam()).
		Qual("iter", "Seq2").Types(f.typ(c.Type), jen.Error()).
		Block(
			jen.Return(f.odata("List").Types(f.typ(c.Type)).Call(jen.Id("ctx"), at(), opts())),
		))
}

// emitGet emits
//
//	func (r *PartnerRef) Get(ctx context.Context, opts ...odata.RequestOption) (*Partner, error) {
//		return odata.Get[*Partner](ctx, r.At, opts...)
//	}
func (f *file) emitGet(c callPlan) {
	f.decl(c.Doc, method(c.Recv, c.Name).
		Params(ctxParam(), f.optsParam()).
		Params(f.typ(c.Type), jen.Error()).
		Block(
			jen.Return(f.odata("Get").Types(f.typ(c.Type)).Call(jen.Id("ctx"), at(), opts())),
		))
}

// emitSend emits a call with a body:
//
//	func (r *PartnerRef) Update(ctx context.Context, body *Partner, opts ...odata.RequestOption) (*Partner, error) {
//		return odata.Update(ctx, r.At, body, opts...)
//	}
func (f *file) emitSend(c callPlan, send string) {
	f.decl(c.Doc, method(c.Recv, c.Name).
		Params(ctxParam(), jen.Id("body").Add(f.typ(c.Type)), f.optsParam()).
		Params(f.typ(c.Type), jen.Error()).
		Block(
			jen.Return(f.odata(send).Call(jen.Id("ctx"), at(), jen.Id("body"), opts())),
		))
}

// emitDelete emits
//
//	func (r *PartnerRef) Delete(ctx context.Context, opts ...odata.RequestOption) error {
//		return odata.Delete(ctx, r.At, opts...)
//	}
func (f *file) emitDelete(c callPlan) {
	f.decl(c.Doc, method(c.Recv, c.Name).Params(ctxParam(), f.optsParam()).Error().Block(
		jen.Return(f.odata("Delete").Call(jen.Id("ctx"), at(), opts())),
	))
}

// operationFuncs are the functions of the support package that call an action and
// a function, by their result.
var operationFuncs = map[resultKind]struct{ action, function string }{
	noResult:     {"Action", "Call"},
	objectResult: {"ActionFor", "Get"},
	listResult:   {"ActionList", "List"},
	valueResult:  {"ActionValue", "Value"},
	enumResult:   {"ActionEnum", "ValueEnum"},
	enumsResult:  {"ActionEnums", "ValueEnums"},
	bytesResult:  {"ActionBytes", "Bytes"},
}

// emitOperation emits a call of an action or of a function:
//
//	func (r *UserRef) AssignLicense(ctx context.Context, params *UserAssignLicenseParams, opts ...odata.RequestOption) (*User, error) {
//		return odata.ActionFor[*User](ctx, r.At.Child("microsoft.graph.assignLicense"), params, opts...)
//	}
func (f *file) emitOperation(c callPlan) {
	op := c.Operation
	params, place := []jen.Code{ctxParam()}, at().Dot("Child").Call(jen.Lit(op.Wire))
	call := f.odata(operationFuncs[op.Result].action)
	if op.Function {
		call = f.odata(operationFuncs[op.Result].function)
		args := []jen.Code{jen.Lit(op.Wire)}
		for _, a := range op.Args {
			params = append(params, id(a.Name).Add(f.typ(a.Type)))
			args = append(args, f.arg(a))
		}
		place = at().Dot("Call").Call(args...)
	}
	if op.Type != nil && op.Result != bytesResult {
		call.Types(f.typ(op.Type))
	}
	args := []jen.Code{jen.Id("ctx"), place}
	if !op.Function {
		body := jen.Nil()
		if op.Params != (naming.Ident{}) {
			params = append(params, jen.Id("params").Op("*").Add(id(op.Params)))
			body = jen.Id("params")
		}
		args = append(args, body)
	}
	f.decl(c.Doc, method(c.Recv, c.Name).
		Params(append(params, f.optsParam())...).
		Add(f.results(op)).
		Block(
			jen.Return(call.Call(append(args, opts())...)),
		))
}

// results are the results of a method that calls an operation.
func (f *file) results(op operationPlan) *jen.Statement {
	switch {
	case op.Result == noResult:
		return jen.Error()
	case op.Result == listResult && op.Function:
		return jen.Qual("iter", "Seq2").Types(f.typ(op.Type), jen.Error())
	case op.Result == listResult, op.Result == enumsResult:
		return jen.Params(jen.Index().Add(f.typ(op.Type)), jen.Error())
	}
	return jen.Params(f.typ(op.Type), jen.Error())
}
