package golang

import (
	"fmt"
	"slices"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/naming"
)

// pagesPlan is an iterator over the items of pages.
type pagesPlan struct {
	Name    naming.Ident
	Doc     []string
	Items   naming.Ident // the field of a page that has the items
	Item    goType
	Next    naming.Ident // the field with the link to the next page
	HasNext bool
	Opt     bool   // Next is an Opt
	Control string // the control information that is the link, where no field has it
}

func controlName(next string) string {
	if strings.HasPrefix(next, "@") {
		return next
	}
	return ""
}

// pages plans the iterator of an endpoint that answers with pages.
func (p *planner) pages(out *endpointPlan, e *api.Endpoint) {
	if e.Pages == nil || out.Result != oneResult {
		return
	}
	answers := successes(e)
	i := slices.IndexFunc(answers, func(a *api.Answer) bool { return a.Content.Type != nil })
	page, ok := answers[i].Content.Type.(*api.Struct)
	if !ok {
		return
	}
	name := p.root.Of("pages " + e.Name)
	plan := &pagesPlan{Control: controlName(e.Pages.Next), Name: name, Doc: docOf(fmt.Sprintf("%s returns the items of all pages of %s.", name, out.Link), api.Doc{Deprecated: e.Doc.Deprecated})}
	for _, prop := range page.AllProperties() {
		switch f := p.fieldPlan(page, prop); prop.Name {
		case e.Pages.Items:
			if list, ok := f.Type.(sliceOf); ok {
				plan.Items, plan.Item = f.Name, list.elem
			}
		case e.Pages.Next:
			_, opt := f.Type.(optOf)
			plan.Next, plan.HasNext, plan.Opt = f.Name, true, opt
		}
	}
	if plan.Item != nil {
		out.Pages = plan
	}
}

// emitPages emits the iterator over the items of pages:
//
//	func (r *Client) ListPetsAll(ctx context.Context, opts ...odata.RequestOption) iter.Seq2[*Pet, error] {
//		return odata.Pages(ctx, r.At, &listPetsEndpoint, odata.OneValue[*PetPage], func(p *PetPage) ([]*Pet, string) {
//			return p.Value, p.NextLink.Or("")
//		}, opts)
//	}
func (f *file) emitPages(e endpointPlan) {
	p := *e.Pages
	next := jen.Lit("")
	if p.Control != "" {
		next = f.odata("ControlOf").Call(jen.Id("p"), jen.Lit(p.Control))
	}
	if p.HasNext {
		next = jen.Id("p").Dot(p.Next.String())
	}
	if p.Opt {
		next = next.Dot("Or").Call(jen.Lit(""))
	}
	page := jen.Func().Params(jen.Id("p").Add(f.typ(e.Out.Type))).Params(jen.Index().Add(f.typ(p.Item)), jen.String()).
		Block(jen.Return(jen.Id("p").Dot(p.Items.String()), next))
	args := append([]jen.Code{jen.Id("ctx"), at(), jen.Op("&").Add(id(e.Table)), f.outFunc(e), page, jen.Id("opts")}, f.sent(e)...)
	f.decl(p.Doc, method(naming.Kind("Client"), p.Name).
		Params(append(f.endpointArgs(e), f.optsParam())...).
		Add(f.typ(seqOf{p.Item})).
		Block(jen.Return(f.odata("Pages").Call(args...))))
}
