package golang

import (
	"fmt"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/naming"
)

// pagesPlan is an iterator over the items of pages.
type pagesPlan struct {
	funcPlan
	Page    signature    // of the function that takes a page apart
	Items   naming.Ident // the field of a page that has the items
	Kind    nextKind     // where the link to the next page is
	Next    naming.Ident // the field that has it
	Control string       // the control information that it is
}

// nextKind is where a page has the link to the next one.
type nextKind int

const (
	noNext nextKind = iota
	controlNext
	fieldNext
	optNext // a field that is an Opt
)

// pages plans the iterator of an endpoint that answers with pages.
func (p *planner) pages(out *endpointPlan, e *api.Endpoint) {
	if e.Pages == nil || out.Result != oneResult {
		return
	}
	page, ok := p.successes(e)[out.Plain].Content.Type.(*api.Struct)
	if !ok {
		return
	}
	name := p.root.Of("pages " + e.Name)
	plan := &pagesPlan{}
	if strings.HasPrefix(e.Pages.Next, "@") {
		plan.Kind, plan.Control = controlNext, e.Pages.Next
	}
	var item goType
	for _, prop := range page.AllProperties() {
		switch f := p.fieldPlan(page, prop); prop.Name {
		case e.Pages.Items:
			if list, ok := f.Type.(sliceOf); ok {
				plan.Items, item = f.Name, list.elem
			}
		case e.Pages.Next:
			plan.Kind, plan.Next = fieldNext, f.Name
			if _, opt := f.Type.(optOf); opt {
				plan.Kind = optNext
			}
		}
	}
	if item == nil {
		return
	}
	doc := docOf(fmt.Sprintf("%s returns the items of all pages of %s.", name, out.Link), api.Doc{Deprecated: e.Doc.Deprecated})
	plan.funcPlan = funcPlan{name, doc, takes(out.Signature.Params...).returns(seqOf{item})}
	plan.Page = takes(param{Name: naming.Kind("v"), Type: out.Out.Type}).returns(sliceOf{item}, stringType)
	out.Pages = plan
}

// emitPages emits the iterator over the items of pages:
//
//	func (r *Client) ListPetsAll(ctx context.Context, p ListPetsParams, opts ...client.CallOption) iter.Seq2[*Pet, error] {
//		return restclient.Pages(ctx, r.transport, &listPetsEndpoint, func(v *PetPage) ([]*Pet, string) {
//			return v.Value, v.NextLink.Or("")
//		}, &p, opts)
//	}
func (f *file) emitPages(e endpointPlan) {
	p := *e.Pages
	page := jen.Func().Add(f.sig(p.Page)).Block(jen.Return(jen.Id("v").Dot(p.Items.String()), f.next(p)))
	args := append(f.endpointArgs(e), page)
	f.emitMethod(naming.Kind("Client"), p.funcPlan, jen.Return(f.restcall("Pages").Call(append(args, f.sent(e)...)...)))
}

// next is the link from a page to the next one: p.NextLink.Or("").
func (f *file) next(p pagesPlan) *jen.Statement {
	switch p.Kind {
	case controlNext:
		return f.restcall("ControlOf").Call(jen.Id("v"), jen.Lit(p.Control))
	case fieldNext:
		return jen.Id("v").Dot(p.Next.String())
	case optNext:
		return jen.Id("v").Dot(p.Next.String()).Dot("Or").Call(jen.Lit(""))
	}
	return jen.Lit("")
}
