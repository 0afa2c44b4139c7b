package slice_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/diag"
	"github.com/seed-349153d7/odagen/generator/internal/slice"
)

// shop is a model without the forms of OData.
func shop() *api.API {
	cat, dog := object("cat", nil, "lives", api.Int32), object("dog", nil, "tail", api.Boolean)
	pet := &api.Union{Name: api.Name{Local: "pet"}, Variants: []api.Variant{{Type: cat}, {Type: dog}}}
	order := object("order", nil, "pets", api.List{Elem: api.Nullable{Elem: pet}})
	get := func(name, path string, t api.Type) *api.Endpoint {
		return &api.Endpoint{Name: name, Method: "GET", Path: path, Answers: []*api.Answer{{Content: api.Content{Type: t}}}}
	}
	return &api.API{
		Structs: []*api.Struct{cat, dog, order},
		Unions:  []*api.Union{pet},
		Endpoints: []*api.Endpoint{
			get("listCats", "/pets/cats", api.List{Elem: cat}), get("getPet", "/pets/{petId}", pet), get("getOrder", "/orders/{id}", order),
		},
	}
}

func TestPathsWithoutAFormOfODataAreSelected(t *testing.T) {
	for _, tt := range []struct{ selectors, want string }{
		{"pets", "cat(lives)\ndog(tail)\npet\nGET /pets/{petId}"},
		{"pets/{petId}", "cat(lives)\ndog(tail)\npet\nGET /pets/{petId}"},
		{"pets/cats", "cat(lives)\nGET /pets/cats"},
		{"pets/+cats", "cat(lives)\ndog(tail)\npet\nGET /pets/cats\nGET /pets/{petId}"},
		{"pets/*", "cat(lives)\nGET /pets/cats"},
		{"pets/**", "cat(lives)\ndog(tail)\npet\nGET /pets/cats\nGET /pets/{petId}"},
		{"getOrder", "cat(lives)\ndog(tail)\norder(pets)\npet\nGET /orders/{id}"},
		{"pet", "cat(lives)\ndog(tail)\npet"},
		{"** - dog", "cat(lives)\norder()\nGET /pets/cats\nGET /orders/{id}"},
		{"- orders order", "cat(lives)\ndog(tail)\npet\nGET /pets/cats\nGET /pets/{petId}"},
	} {
		out, _ := cut(t, shop(), tt.selectors)
		if diff := cmp.Diff(tt.want, outline(out)); diff != "" {
			t.Errorf("Cut(%q) (-want +got):\n%s", tt.selectors, diff)
		}
	}
}

// Operations are named as an OpenAPI document writes them: by tag, path and method.
func TestOperationsAreSelectedAsTheDocumentWritesThem(t *testing.T) {
	shop := func() *api.API {
		a := shop()
		for _, e := range []struct{ name, method, path, tag string }{
			{"listPets", "GET", "/pets", "pets"}, {"addPet", "POST", "/pets", "pets"}, {"photo", "PUT", "/pets/{petId}/photo", "photo album"},
		} {
			a.Endpoints = append(a.Endpoints, &api.Endpoint{Name: e.name, Method: e.method, Path: e.path, Tag: e.tag})
		}
		return a
	}
	for _, tt := range []struct{ selector, want string }{
		{"/pets", "GET /pets\nPOST /pets"},
		{"/pets/", "GET /pets\nPOST /pets"},
		{"GET /pets", "GET /pets"},
		{"post /pets", "POST /pets"},
		{"/pets/{petId}", "GET /pets/{petId}"},
		{"pets/{id}", "GET /pets/{petId}"},
		{"GET /pets/{x}", "GET /pets/{petId}"},
		{"/pets/*/photo", "PUT /pets/{petId}/photo"},
		{"/pets/*", "GET /pets/cats\nGET /pets/{petId}"},
		{"pets", "GET /pets/{petId}\nGET /pets\nPOST /pets"},
		{"tag:pets", "GET /pets\nPOST /pets"},
		{"tag:photo album", "PUT /pets/{petId}/photo"},
		{"tag:p**", "GET /pets\nPOST /pets\nPUT /pets/{petId}/photo"},
		{"addPet", "POST /pets"},
	} {
		var diags diag.List
		out, _ := slice.Cut(shop(), slice.Options{Include: []slice.Root{{Text: tt.selector}}}, &diags)
		var got []string
		for _, e := range out.Endpoints {
			got = append(got, e.Method+" "+e.Path)
		}
		if diff := cmp.Diff(tt.want, strings.Join(got, "\n")); diff != "" || diags.Len() > 0 {
			t.Errorf("Cut(%q) reported %v (-want +got):\n%s", tt.selector, diags.Sorted(), diff)
		}
	}
	for selector, want := range map[string]string{
		"tag:pet":      `no operation has the tag "pet"; did you mean "tag:pets"?`,
		"PUT /pets":    `no operation is "PUT /pets"; did you mean "GET /pets"?`,
		"GET /nothing": `no operation is "GET /nothing"; list what there is with "odagen inspect --paths" or "--types"`,
	} {
		var diags diag.List
		slice.Cut(shop(), slice.Options{Include: []slice.Root{{Text: selector}}}, &diags)
		if got := diags.Sorted(); len(got) != 1 || !strings.HasSuffix(got[0].Message+"; "+got[0].Hint, want) {
			t.Errorf("Cut(%q) reported %v, want %s", selector, got, want)
		}
	}
}

func TestTheReasonForATypeOfAnEndpoint(t *testing.T) {
	_, reasons := cut(t, shop(), "getOrder")
	r, _ := reasons.Of("graph.cat")
	want := []slice.Step{
		{Kind: slice.Result, Via: "GET /orders/{id}", Type: "graph.order"},
		{Kind: slice.Property, Via: "graph.order.pets", Type: "pet"},
		{Kind: slice.Variant, Via: "pet", Type: "graph.cat"},
	}
	if diff := cmp.Diff(want, r.Steps); diff != "" {
		t.Errorf("reason (-want +got):\n%s", diff)
	}
}

func TestAPathWithoutAFormOfODataThatIsNotThere(t *testing.T) {
	for selector, want := range map[string]string{
		"pets/cast": `no path is "pets/cast"; did you mean "pets/cats"?`,
		"pots":      `nothing is called "pots"; did you mean "pets"?`,
		"getOrders": `nothing is called "getOrders"; did you mean "getOrder"?`,
	} {
		var diags diag.List
		slice.Cut(shop(), options(selector), &diags)
		got := diags.Sorted()
		if len(got) != 1 || !strings.HasSuffix(got[0].Message+"; "+got[0].Hint, want) {
			t.Errorf("Cut(%q) reported %v, want %s", selector, got, want)
		}
	}
}

func TestWhatStandsBesideAnEndpointGoesWithIt(t *testing.T) {
	shop := func() *api.API {
		a := shop()
		key, login := &api.SecurityScheme{ID: "key"}, &api.SecurityScheme{ID: "login"}
		size, event := object("size", nil, "width", api.Int32), object("event", nil, "id", api.Int32)
		a.Structs, a.Schemes = append(a.Structs, size, event), []*api.SecurityScheme{key, login}
		cats, pet, order := a.Endpoints[0], a.Endpoints[1], a.Endpoints[2]
		cats.Headers = []*api.EndpointParam{{Param: api.Param{Name: "X-Size", Type: size}, In: "header"}}
		cats.Security, order.Security = [][]api.Security{{{Scheme: key}}}, [][]api.Security{{{Scheme: login}}}
		cats.Callbacks = []*api.Endpoint{{Name: "onCat", Receives: "callback", Body: &api.Content{Type: event}}}
		pet.Params = []*api.EndpointParam{{Param: api.Param{Name: "petId", Type: api.String}, In: "path"}}
		cats.Links = []*api.Link{
			{Name: "first", To: pet, Values: []api.LinkValue{{Param: pet.Params[0]}}},
			{Name: "order", To: order},
		}
		return a
	}
	out, _ := cut(t, shop(), "pets/+cats")
	cats := out.Endpoints[0]
	if len(out.Schemes) != 1 || out.Schemes[0].ID != "key" || len(cats.Callbacks) != 1 {
		t.Errorf("schemes %v, callbacks %v", out.Schemes, cats.Callbacks)
	}
	if want := "cat(lives)\ndog(tail)\nsize(width)\nevent(id)\npet\nGET /pets/cats\nGET /pets/{petId}"; outline(out) != want {
		t.Errorf("kept (-want +got):\n%s", cmp.Diff(want, outline(out)))
	}
	if len(cats.Links) != 1 || cats.Links[0].To != out.Endpoints[1] || cats.Links[0].Values[0].Param != out.Endpoints[1].Params[0] {
		t.Errorf("links are %+v, and lead out of the slice", cats.Links)
	}
}
