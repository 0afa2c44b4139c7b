package openapi

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/tree"
)

// pages reads "x-ms-pageable" (AutoRest, extensions), which says that the answer of an
// operation is a page; nil when it is none, or none that can be read.
func (r *reader) pages(op operation, e *api.Endpoint) *api.Pages {
	said := op.Extension("x-ms-pageable")
	if said == nil || said.Kind != tree.Map {
		return nil
	}
	items := "value"
	if name := said.Get("itemName"); name.IsText() {
		items = name.Text
	}
	next := said.Scalar("nextLinkName")
	if said.Get("nextLinkName").IsNull() {
		next = ""
	}
	refuse := func(why string) *api.Pages {
		r.warn(op.Place, "pages", fmt.Sprintf("%s %s: %s; there is no iterator over the items", e.Method, e.Path, why),
			"let x-ms-pageable name properties of the answer")
		return nil
	}
	page := pageType(e)
	if page == nil {
		return refuse("the answer is no object")
	}
	property := func(name string) *api.Property {
		all := page.AllProperties()
		if i := slices.IndexFunc(all, func(p *api.Property) bool { return p.Name == name }); i >= 0 {
			return all[i]
		}
		return nil
	}
	p := property(items)
	if p == nil {
		return refuse(fmt.Sprintf("the answer has no property %q", items))
	}
	if _, ok := p.Type.(api.List); !ok {
		return refuse(fmt.Sprintf("the property %q is no list", items))
	}
	if next == "" || strings.HasPrefix(next, "@") { // control information, which has no property
		return &api.Pages{Items: items, Next: next}
	}
	if p = property(next); p == nil || p.Type != api.String {
		return refuse(fmt.Sprintf("the answer has no text property %q", next))
	}
	return &api.Pages{Items: items, Next: next}
}

// pageType returns the object that the answers of success of e have; nil when they
// have none, or several.
func pageType(e *api.Endpoint) *api.Struct {
	var page *api.Struct
	for _, a := range e.Answers {
		if !strings.HasPrefix(a.Status, "2") || a.Content.Type == nil {
			continue
		}
		s, ok := a.Content.Type.(*api.Struct)
		if !ok || a.Content.Items || page != nil && s != page {
			return nil
		}
		page = s
	}
	return page
}
