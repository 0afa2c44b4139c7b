package golang

import (
	"maps"
	"testing"

	"github.com/seed-349153d7/odagen/generator/internal/api"
)

// Two inline schemas: the place of one has the name that the other was given.
func TestTheLockKeepsTheNamesOfPlaces(t *testing.T) {
	local := func(name string) api.Name { return api.Name{Local: name} }
	model := &api.API{Enums: []*api.Enum{
		{Name: local("plan_interval"), Places: []api.Name{local("a_plan_interval"), local("b_plan_interval")}},
		{Name: local("plan_interval_2"), Places: []api.Name{local("plan_interval"), local("interval")}},
	}}
	want := map[string]string{
		"inline a_plan_interval": "PlanInterval",
		"inline b_plan_interval": "PlanInterval",
		"inline interval":        "PlanInterval2",
		"inline plan_interval":   "PlanInterval2",
	}
	names := map[string]string(nil)
	for range 20 { // the order of a map must not matter
		out, err := Generate(model, Options{Package: "p", Runtime: "example.com/odata", Names: names})
		if err != nil {
			t.Fatal(err)
		}
		if names = out.Names; !maps.Equal(names, want) {
			t.Fatalf("names = %v, want %v", names, want)
		}
	}
}
