package interop

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/seed-349153d7/odagen/interop/pets/oapi"
	"github.com/seed-349153d7/odagen/interop/pets/odagen"
	"github.com/seed-349153d7/odagen/interop/pets/ogen"
	"github.com/seed-349153d7/odagen/interop/runtime/api"
	"github.com/seed-349153d7/odagen/interop/runtime/server"
)

// petsClient calls the operations with pets as JSON text.
type petsClient interface {
	add(pet string) (string, error)
	get(name string) (string, error)
	remove(name string) error
	// list returns the names of the pets: the servers answer with the tags, the
	// limit and the trace in them.
	list(tags []string, limit int32, trace string) ([]string, error)
}

var pets = peers[petsClient]{
	clients: map[string]func(t *testing.T, url string) petsClient{
		"odagen": func(_ *testing.T, url string) petsClient { return odagenPets{odagen.NewClient(url)} },
		"ogen": func(t *testing.T, url string) petsClient {
			return ogenPets{try[*ogen.Client](t)(ogen.NewClient(url))}
		},
		"oapi-codegen": func(t *testing.T, url string) petsClient {
			return oapiPets{try[*oapi.ClientWithResponses](t)(oapi.NewClientWithResponses(url))}
		},
	},
	servers: map[string]func(t *testing.T) http.Handler{
		"odagen": func(*testing.T) http.Handler {
			return odagen.NewHandler(odagen.Services{Operations: odagenPetsServer{}}, server.Open())
		},
		"ogen": func(t *testing.T) http.Handler { return try[*ogen.Server](t)(ogen.NewServer(ogenPetsServer{})) },
		"oapi-codegen": func(*testing.T) http.Handler {
			return oapi.HandlerFromMux(oapi.NewStrictHandler(oapiPetsServer{}, nil), http.NewServeMux())
		},
	},
}

func TestEntitiesAsJSON(t *testing.T) {
	pets.each(t, func(t *testing.T, client petsClient, _ string) {
		for _, pet := range []string{
			`{"id":1,"name":"Rex","born":"2020-01-02T03:04:05Z"}`,
			`{"id":-9007199254740993,"name":"\"<ü> 名前\u2028","born":"1999-12-31T23:59:59+02:00","note":"a\nb","weight":-1.5e-7,"kind":"goldfish","tags":["a",""],"owners":{"Ann":1,"B/ö":2}}`,
			`{"id":0,"name":"","born":"0001-01-01T00:00:00Z","weight":0,"tags":[],"owners":{}}`,
		} {
			sameJSON(t, try[string](t)(client.add(pet)), pet)
		}
		for _, name := range []string{"Rex", "a b", "ü?#"} {
			sameJSON(t, try[string](t)(client.get(name)), fmt.Sprintf(`{"id":1,"name":%q,"born":"2020-01-02T03:04:05Z"}`, name))
		}
		if err := client.remove("Rex"); err != nil {
			t.Error(err)
		}
		if pet, err := client.get("missing"); err == nil {
			t.Errorf("there is no such pet, and yet %s", pet)
		} else if !strings.Contains(err.Error(), "no such pet") {
			t.Errorf("got %v", err)
		}
		want := []string{"a", "b c", "3", "xyz"}
		if got, err := client.list(want[:2], 3, "xyz"); err != nil || !slices.Equal(got, want) {
			t.Errorf("got %q, %v", got, err)
		}
	})
}

const born = "2020-01-02T03:04:05Z"

type odagenPets struct{ c *odagen.Client }

func (p odagenPets) add(pet string) (string, error) {
	return through(pet, func(pet *odagen.Pet) (*odagen.Pet, error) {
		return p.c.AddPet(context.Background(), odagen.AddPetParams{Body: pet})
	})
}

func (p odagenPets) get(name string) (string, error) {
	return through("null", func(any) (*odagen.Pet, error) {
		pet, err := p.c.GetPet(context.Background(), odagen.GetPetParams{Name: name})
		if problem, ok := errors.AsType[*odagen.ProblemError](err); ok {
			err = errors.New(problem.Body.Message)
		}
		return pet, err
	})
}

func (p odagenPets) remove(name string) error {
	return p.c.RemovePet(context.Background(), odagen.RemovePetParams{Name: name})
}

func (p odagenPets) list(tags []string, limit int32, trace string) (names []string, err error) {
	pets, err := p.c.ListPets(context.Background(), odagen.ListPetsParams{Tags: tags, Limit: &limit, XTrace: &trace})
	for _, pet := range pets {
		names = append(names, pet.Name)
	}
	return names, err
}

type odagenPetsServer struct{ odagen.UnimplementedOperations }

func odagenPet(name string) *odagen.Pet {
	at, err := api.ParseDateTimeOffset(born)
	if err != nil {
		panic(err)
	}
	return &odagen.Pet{ID: 1, Name: name, Born: at}
}

func (odagenPetsServer) AddPet(_ context.Context, p odagen.AddPetParams) (*odagen.Pet, error) {
	return p.Body, nil
}

func (odagenPetsServer) GetPet(_ context.Context, p odagen.GetPetParams) (*odagen.Pet, error) {
	if p.Name == "missing" {
		return nil, server.FailWith(http.StatusNotFound, &odagen.Problem{Message: "no such pet"})
	}
	return odagenPet(p.Name), nil
}

func (odagenPetsServer) ListPets(_ context.Context, p odagen.ListPetsParams) (all []*odagen.Pet, err error) {
	for _, name := range append(p.Tags, fmt.Sprint(*p.Limit), *p.XTrace) {
		all = append(all, odagenPet(name))
	}
	return all, nil
}

func (odagenPetsServer) RemovePet(context.Context, odagen.RemovePetParams) error { return nil }

type ogenPets struct{ c *ogen.Client }

func (p ogenPets) add(pet string) (string, error) {
	return through(pet, func(pet ogen.Pet) (*ogen.Pet, error) { return p.c.AddPet(context.Background(), &pet) })
}

func (p ogenPets) get(name string) (string, error) {
	return through("null", func(any) (*ogen.Pet, error) {
		r, err := p.c.GetPet(context.Background(), ogen.GetPetParams{Name: name})
		if pet, ok := r.(*ogen.Pet); ok {
			return pet, err
		}
		return nil, fmt.Errorf("%w: %+v", err, r)
	})
}

func (p ogenPets) remove(name string) error {
	return p.c.RemovePet(context.Background(), ogen.RemovePetParams{Name: name})
}

func (p ogenPets) list(tags []string, limit int32, trace string) (names []string, err error) {
	pets, err := p.c.ListPets(context.Background(), ogen.ListPetsParams{Tags: tags, Limit: ogen.NewOptInt32(limit), XTrace: ogen.NewOptString(trace)})
	for _, pet := range pets {
		names = append(names, pet.Name)
	}
	return names, err
}

type ogenPetsServer struct{}

func ogenPet(name string) *ogen.Pet {
	return &ogen.Pet{ID: 1, Name: name, Born: odagenPet("").Born.Time()}
}

func (ogenPetsServer) AddPet(_ context.Context, pet *ogen.Pet) (*ogen.Pet, error) { return pet, nil }

func (ogenPetsServer) GetPet(_ context.Context, p ogen.GetPetParams) (ogen.GetPetRes, error) {
	if p.Name == "missing" {
		return &ogen.Problem{Message: "no such pet"}, nil
	}
	return ogenPet(p.Name), nil
}

func (ogenPetsServer) ListPets(_ context.Context, p ogen.ListPetsParams) (all []ogen.Pet, err error) {
	for _, name := range append(p.Tags, fmt.Sprint(p.Limit.Value), p.XTrace.Value) {
		all = append(all, *ogenPet(name))
	}
	return all, nil
}

func (ogenPetsServer) RemovePet(context.Context, ogen.RemovePetParams) error { return nil }

type oapiPets struct{ c *oapi.ClientWithResponses }

func (p oapiPets) add(pet string) (string, error) {
	return through(pet, func(pet oapi.Pet) (*oapi.Pet, error) {
		r, err := p.c.AddPetWithResponse(context.Background(), pet)
		if err != nil || r.JSON201 == nil {
			return nil, fmt.Errorf("%w: %v", err, r)
		}
		return r.JSON201, nil
	})
}

func (p oapiPets) get(name string) (string, error) {
	return through("null", func(any) (*oapi.Pet, error) {
		r, err := p.c.GetPetWithResponse(context.Background(), name)
		if err != nil || r.JSON200 == nil {
			return nil, fmt.Errorf("%w: %s", err, r.Body)
		}
		return r.JSON200, nil
	})
}

func (p oapiPets) remove(name string) error {
	r, err := p.c.RemovePetWithResponse(context.Background(), name)
	if err == nil && r.StatusCode() != http.StatusNoContent {
		err = fmt.Errorf("status %s", r.Status())
	}
	return err
}

func (p oapiPets) list(tags []string, limit int32, trace string) (names []string, err error) {
	r, err := p.c.ListPetsWithResponse(context.Background(), &oapi.ListPetsParams{Tags: &tags, Limit: &limit, XTrace: &trace})
	if err != nil || r.JSON200 == nil {
		return nil, fmt.Errorf("%w: %v", err, r)
	}
	for _, pet := range *r.JSON200 {
		names = append(names, pet.Name)
	}
	return names, nil
}

type oapiPetsServer struct{}

func oapiPet(name string) oapi.Pet {
	return oapi.Pet{Id: 1, Name: name, Born: odagenPet("").Born.Time()}
}

func (oapiPetsServer) AddPet(_ context.Context, r oapi.AddPetRequestObject) (oapi.AddPetResponseObject, error) {
	return oapi.AddPet201JSONResponse(*r.Body), nil
}

func (oapiPetsServer) GetPet(_ context.Context, r oapi.GetPetRequestObject) (oapi.GetPetResponseObject, error) {
	if r.Name == "missing" {
		return oapi.GetPet404JSONResponse{Message: "no such pet"}, nil
	}
	return oapi.GetPet200JSONResponse(oapiPet(r.Name)), nil
}

func (oapiPetsServer) ListPets(_ context.Context, r oapi.ListPetsRequestObject) (oapi.ListPetsResponseObject, error) {
	var all oapi.ListPets200JSONResponse
	for _, name := range append(*r.Params.Tags, fmt.Sprint(*r.Params.Limit), *r.Params.XTrace) {
		all = append(all, oapiPet(name))
	}
	return all, nil
}

func (oapiPetsServer) RemovePet(context.Context, oapi.RemovePetRequestObject) (oapi.RemovePetResponseObject, error) {
	return oapi.RemovePet204Response{}, nil
}
