package golang

import (
	"github.com/dave/jennifer/jen"

	"github.com/seed-349153d7/odagen/generator/internal/naming"
)

// emitClient emits the root of the client.
//
//	type Client struct{ At odataclient.Resource }
//
//	func NewClient(opts ...client.Option) *Client {
//		return &Client{odataclient.New(BaseURL, opts...)}
//	}
//
// and takes the base URL when the description has none. Without places it has a
// transport in place of the root of all places.
func (f *file) emitClient(c clientPlan) {
	root := jen.Id("BaseURL")
	if c.BaseURL == "" {
		root = jen.Id("base")
	} else {
		f.decl([]string{"BaseURL is the service root that the client calls unless it is told another."},
			jen.Const().Id("BaseURL").Op("=").Lit(c.BaseURL))
	}
	made := f.call("New").Call(root, opts())
	switch {
	case !c.Places:
		made = f.transport("New").Call(root, jen.Id("opts"))
		f.decl([]string{"Client calls the service. It is safe for concurrent use."},
			jen.Type().Id("Client").Struct(jen.Id("transport").Op("*").Add(f.transport("Client"))))
	case c.Segments:
		made = f.call("NewSegments").Call(root, opts())
	}
	if c.Places {
		f.emitPlace(naming.Kind("Client"), prose("Client calls the service. It is safe for concurrent use. Its field At, as that of the types below, is the place that it leads to, to call what has no method here."))
	}
	f.emitFunc(c.New, jen.Return(jen.Op("&").Id("Client").Values(made)))
	for _, s := range c.Roots {
		f.emitStep(naming.Kind("Client"), s)
	}
	for _, c := range c.Calls {
		f.emitCall(c)
	}
}

// emitPlaceType emits a Ref or a Set with its methods.
func (f *file) emitPlaceType(t placePlan) {
	f.emitPlace(t.Name, t.Doc)
	for _, s := range t.ByKey {
		f.emitByKey(t.Name, s)
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
//	type PartnerRef struct{ At odataclient.Resource }
func (f *file) emitPlace(name naming.Ident, doc []string) {
	f.decl(doc, jen.Type().Add(id(name)).Struct(jen.Id("At").Add(f.call("Resource"))))
}

// emitStep emits
//
//	func (r *ManagementRef) Partners() *PartnerSet {
//		return &PartnerSet{r.At.Child("partners")}
//	}
func (f *file) emitStep(recv naming.Ident, s stepPlan) {
	f.emitMethod(recv, s.funcPlan, jen.Return(jen.Op("&").Add(id(s.To)).Values(at().Dot("Child").Call(jen.Lit(s.Wire)))))
}

// emitByKey emits
//
//	func (r *PartnerSet) ByID(id string) *PartnerRef {
//		return &PartnerRef{r.At.Key(id)}
//	}
//
// KeyArg(odataclient.ArgOf("number", &number)) for a key of another type, and
// Keys(odataclient.ArgOf("order", &order), odataclient.ArgOf("item", &item)) for several
// parts, and for an alternate key.
func (f *file) emitByKey(recv naming.Ident, s stepPlan) {
	var args []jen.Code
	for _, k := range s.Key {
		args = append(args, f.arg(k.Wire, jen.Op("&").Add(id(k.Param))))
	}
	place := at().Dot("Keys").Call(args...)
	switch {
	case len(s.Key) > 1 || s.Named:
	case s.Key[0].Type == builtin("string"):
		place = at().Dot("Key").Call(id(s.Key[0].Param))
	default:
		place = at().Dot("KeyArg").Call(args...)
	}
	f.emitMethod(recv, s.funcPlan, jen.Return(jen.Op("&").Add(id(s.To)).Values(place)))
}

// arg is odataclient.ArgOf("period", &period).
func (f *file) arg(wire string, value jen.Code) *jen.Statement {
	return f.call("ArgOf").Call(jen.Lit(wire), value)
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
//	func (r *PartnerSet) List(ctx context.Context, opts ...odata.Option) iter.Seq2[*Partner, error] {
//		return odataclient.List[*Partner](ctx, r.At, opts...)
//	}
func (f *file) emitList(c callPlan) {
	f.emitMethod(c.Recv, c.funcPlan, jen.Return(f.call("List").Types(f.typ(c.Type)).Call(jen.Id("ctx"), at(), opts())))
}

// emitGet emits
//
//	func (r *PartnerRef) Get(ctx context.Context, opts ...odata.Option) (*Partner, error) {
//		return odataclient.Get[*Partner](ctx, r.At, opts...)
//	}
func (f *file) emitGet(c callPlan) {
	f.emitMethod(c.Recv, c.funcPlan, jen.Return(f.call("Get").Types(f.typ(c.Type)).Call(jen.Id("ctx"), at(), opts())))
}

// emitSend emits a call with a body:
//
//	func (r *PartnerRef) Update(ctx context.Context, body *Partner, opts ...odata.Option) (*Partner, error) {
//		return odataclient.Update(ctx, r.At, body, opts...)
//	}
func (f *file) emitSend(c callPlan, send string) {
	f.emitMethod(c.Recv, c.funcPlan, jen.Return(f.call(send).Call(jen.Id("ctx"), at(), jen.Id("body"), opts())))
}

// emitDelete emits
//
//	func (r *PartnerRef) Delete(ctx context.Context, opts ...odata.Option) error {
//		return odataclient.Delete(ctx, r.At, opts...)
//	}
func (f *file) emitDelete(c callPlan) {
	f.emitMethod(c.Recv, c.funcPlan, jen.Return(f.call("Delete").Call(jen.Id("ctx"), at(), opts())))
}

// operationFuncs are the functions of the runtime that call an action and
// a function, by their result.
var operationFuncs = map[resultKind]struct{ action, function string }{
	noResult:      {"Action", "Call"},
	objectResult:  {"ActionFor", "Get"},
	listResult:    {"ActionList", "List"},
	valueResult:   {"ActionValue", "Value"},
	enumResult:    {"ActionEnum", "ValueEnum"},
	valuesResult:  {"ActionList", "ValueList"},
	contentResult: {"ActionContent", "Content"},
}

// emitOperation emits a call of an action or of a function:
//
//	func (r *UserRef) AssignLicense(ctx context.Context, p UserAssignLicenseParams, opts ...odata.Option) (*User, error) {
//		return odataclient.ActionFor[*User](ctx, r.At.Child("microsoft.graph.assignLicense"), &p, opts...)
//	}
//
// and r.At.Call("microsoft.graph.report", &p, "period") for the place of a function.
func (f *file) emitOperation(c callPlan) {
	op := c.Operation
	place, call := at().Dot("Child").Call(jen.Lit(op.Wire)), f.call(operationFuncs[op.Result].action)
	if op.Function {
		call = f.call(operationFuncs[op.Result].function)
		args := []jen.Code{jen.Lit(op.Wire)}
		if len(op.Params.Fields) == 0 {
			args = append(args, jen.Nil())
		} else {
			args = append(args, jen.Op("&").Id("p"))
		}
		for _, fd := range op.Params.Fields {
			args = append(args, jen.Lit(fd.Wire))
		}
		place = at().Dot("Call").Call(args...)
	}
	if op.Type != nil && op.Result != contentResult {
		call.Types(f.typ(op.Type))
	}
	args := []jen.Code{jen.Id("ctx"), place}
	switch {
	case op.Function:
	case len(op.Params.Fields) == 0:
		args = append(args, jen.Nil())
	default:
		args = append(args, jen.Op("&").Id("p"))
	}
	f.emitMethod(c.Recv, c.funcPlan, jen.Return(call.Call(append(args, opts())...)))
}
