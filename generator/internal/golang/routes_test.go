package golang

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-349153d7/odagen/generator/internal/api"
)

// listed lists the routes of a: "GET /users/{id} User.Get".
func listed(a *api.API) (routes []string, leftOut string) {
	p, _ := newPlan(a, Options{Package: "x", Runtime: "odata", Server: true, Routes: true})
	for _, r := range p.Routes.List {
		routes = append(routes, r.Method+" "+r.Path+" "+r.Name)
	}
	return routes, p.Routes.LeftOut
}

// entity is an entity type with the key id that can be listed and read.
func entity(name string, more ...*api.Navigation) *api.Struct {
	return &api.Struct{
		Name: api.Name{Namespace: "n", Local: name}, Key: []string{"id"}, Entity: true,
		Properties:  []*api.Property{{Name: "id", Type: api.String}},
		SetCalls:    []*api.Call{{Kind: api.ListCall}},
		Calls:       []*api.Call{{Kind: api.GetCall}},
		Navigations: more,
	}
}

// The routes to a type that is on the path already are the last ones of a path.
func TestRoutesEndWhereATypeComesAgain(t *testing.T) {
	order := entity("order")
	customer := entity("customer", &api.Navigation{Name: "orders", Target: order, Collection: true})
	order.Navigations = []*api.Navigation{{Name: "buyer", Target: customer}}
	order.Operations = []*api.Operation{
		{Namespace: "n", Name: "pay", Params: []*api.Param{{Name: "amount", Type: api.Decimal}}},
		{Namespace: "n", Name: "rest", Function: true, Result: api.Decimal},
		{Namespace: "n", Name: "in", Function: true, Result: api.Decimal, Params: []*api.Param{{Name: "a", Type: api.String, Required: true}}},
	}
	a := &api.API{
		BaseURL: "https://h/v1", KeyPredicates: true,
		Structs:   []*api.Struct{customer, order},
		Container: []*api.Navigation{{Name: "customers", Target: customer, Collection: true}, {Name: "me", Target: customer}},
		Imports:   []*api.Operation{{Name: "reset"}},
	}
	got, leftOut := listed(a)
	want := []string{
		"POST /v1/reset Reset",
		"GET /v1/customers Customer.List",
		"GET /v1/customers({id}) Customer.Get",
		"GET /v1/me Customer.Get",
		"GET /v1/customers({id})/orders Order.List",
		"GET /v1/customers({id})/orders({id2}) Order.Get",
		"POST /v1/customers({id})/orders({id2})/n.pay Order.Pay",
		"GET /v1/customers({id})/orders({id2})/n.rest() Order.Rest",
		"GET /v1/customers({id})/orders({id2})/n.in({arguments}) Order.In",
		"GET /v1/me/orders Order.List",
		"GET /v1/me/orders({id}) Order.Get",
		"POST /v1/me/orders({id})/n.pay Order.Pay",
		"GET /v1/me/orders({id})/n.rest() Order.Rest",
		"GET /v1/me/orders({id})/n.in({arguments}) Order.In",
		"GET /v1/customers({id})/orders({id2})/buyer Customer.Get",
		"GET /v1/me/orders({id})/buyer Customer.Get",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if want := "/v1/customers({id})/orders({id2})/buyer/orders"; leftOut != want {
		t.Errorf("left out is %q, want %q", leftOut, want)
	}
}

// Where ways multiply there are about as many routes as maxRoutes, and the shorter
// ones are there.
func TestRoutesAreBounded(t *testing.T) {
	a := &api.API{BaseURL: "https://h"}
	for i := range 20 {
		a.Structs = append(a.Structs, entity(fmt.Sprintf("t%d", i)))
	}
	for i, s := range a.Structs {
		a.Container = append(a.Container, &api.Navigation{Name: fmt.Sprintf("s%d", i), Target: s, Collection: true})
		for j, to := range a.Structs {
			s.Navigations = append(s.Navigations, &api.Navigation{Name: fmt.Sprintf("n%d", j), Target: to, Collection: true})
		}
	}
	got, leftOut := listed(a)
	if len(got) < maxRoutes || len(got) > maxRoutes+2 {
		t.Errorf("there are %d routes", len(got))
	}
	if !slices.Contains(got, "GET /s19/{id}/n19/{id2} T19.Get") {
		t.Error("a path of two steps is missing")
	}
	if !strings.HasPrefix(leftOut, "/s0/{id}/n") {
		t.Errorf("left out is %q", leftOut)
	}
}

// A segment that a router might read in its own way is a parameter as a whole, and
// a parameter has one name in all paths.
func TestRoutesMeanTheSameToAllRouters(t *testing.T) {
	a := &api.API{BasePath: "/a{x}b", Endpoints: []*api.Endpoint{
		{Name: "one", Method: "GET", Path: "/pets/{pet-id}/{pet-id2}"},
		{Name: "two", Method: "PUT", Path: "/pets/{name}"},
		{Name: "three", Method: "GET", Path: "/pets/{name}/{petid}?q=1"},
		{Name: "four", Method: "GET", Path: "/files/{name}.{ext}"},
		{Name: "five", Method: "GET", Path: "/a:b/*/c+d/é/\"`/{*}"},
		{Name: "six", Method: "TRACE", Path: "/pets"},
		{Name: "seven", Method: "GET", Path: "/"},
	}}
	got, _ := listed(a)
	want := []string{
		"GET /{x}/{key}/{key2}/{key3}/{key4}/{key5}/{key6} Five",
		"GET /{x}/files/{name} Four",
		"GET /{x}/pets/{petid}/{petid2} One",
		"GET /{x}/ Seven",
		"PUT /{x}/pets/{petid} Two",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
