package golang

import (
	"github.com/dave/jennifer/jen"

	"github.com/seed-349153d7/odagen/generator/internal/naming"
)

// emitClient emits the root of the client.
//
//	type Client struct{ at odata.Resource }
//
//	func NewClient(opts ...odata.Option) *Client {
//		return &Client{odata.NewClient(BaseURL, opts...)}
//	}
func (f *file) emitClient(c clientPlan, baseURL string) {
	f.decl([]string{"BaseURL is the service root that the client calls unless it is told another."},
		jen.Const().Id("BaseURL").Op("=").Lit(baseURL))
	f.emitPlace("Client", []string{"Client calls the service. It is safe for concurrent use."})
	f.decl([]string{"NewClient returns a client."},
		jen.Func().Id("NewClient").Params(jen.Id("opts").Op("...").Add(f.odata("Option"))).Op("*").Id("Client").Block(
			jen.Return(jen.Op("&").Id("Client").Values(f.odata("NewClient").Call(jen.Id("BaseURL"), opts()))),
		))
	for _, s := range c.Roots {
		f.emitStep(naming.Kind("Client"), s)
	}
	for _, t := range c.Types {
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
}

// emitPlace emits
//
//	type PartnerRef struct{ at odata.Resource }
func (f *file) emitPlace(name string, doc []string) {
	f.decl(doc, jen.Type().Add(id(naming.Kind(name))).Struct(jen.Id("at").Add(f.odata("Resource"))))
}

// emitStep emits
//
//	func (r *ManagementRef) Partners() *PartnerSet {
//		return &PartnerSet{r.at.Child("partners")}
//	}
func (f *file) emitStep(recv naming.Ident, s stepPlan) {
	f.decl(s.Doc, method(recv, s.Name).Params().Op("*").Add(id(s.To)).Block(
		jen.Return(jen.Op("&").Add(id(s.To)).Values(at().Dot("Child").Call(jen.Lit(s.Wire)))),
	))
}

// emitByKey emits
//
//	func (r *PartnerSet) ByID(id string) *PartnerRef {
//		return &PartnerRef{r.at.Key(id)}
//	}
func (f *file) emitByKey(recv naming.Ident, s stepPlan) {
	key := s.Key[0]
	f.decl(s.Doc, method(recv, s.Name).Params(id(key.Param).Add(f.typ(key.Type))).Op("*").Add(id(s.To)).Block(
		jen.Return(jen.Op("&").Add(id(s.To)).Values(at().Dot("Key").Call(id(key.Param)))),
	))
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
	case actionCall:
		f.emitAction(c)
	}
}

// emitList emits
//
//	func (r *PartnerSet) List(ctx context.Context, opts ...odata.RequestOption) iter.Seq2[*Partner, error] {
//		return odata.List[*Partner](ctx, r.at, opts...)
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
//		return odata.Get[*Partner](ctx, r.at, opts...)
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
//		return odata.Update(ctx, r.at, body, opts...)
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
//		return odata.Delete(ctx, r.at, opts...)
//	}
func (f *file) emitDelete(c callPlan) {
	f.decl(c.Doc, method(c.Recv, c.Name).Params(ctxParam(), f.optsParam()).Error().Block(
		jen.Return(f.odata("Delete").Call(jen.Id("ctx"), at(), opts())),
	))
}

// emitAction emits
//
//	func (r *PartnerRef) Disconnect(ctx context.Context, opts ...odata.RequestOption) error {
//		return odata.Action(ctx, r.at.Child("disconnect"), nil, opts...)
//	}
func (f *file) emitAction(c callPlan) {
	f.decl(c.Doc, method(c.Recv, c.Name).Params(ctxParam(), f.optsParam()).Error().Block(
		jen.Return(f.odata("Action").Call(jen.Id("ctx"), at().Dot("Child").Call(jen.Lit(c.Wire)), jen.Nil(), opts())),
	))
}
