package golang

import (
	"maps"
	"strings"
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

func TestATypeIsTakenForThatOfItsVersion(t *testing.T) {
	for name, want := range map[api.Name]string{
		{Local: "Links"}: "",
		{Namespace: "Chassis.v1_11_0", Local: "Links"}: "ChassisV1110Links ChassisV1_11_0Links",
		{Namespace: "Chassis.v1_1_10", Local: "Links"}: "ChassisV1110Links ChassisV1_1_10Links",
		{Namespace: "v1_0", Local: "Links"}:            "V10Links V1_0Links",
		{Namespace: "a.b", Local: "links"}:             "BLinks ABLinks",
		{Namespace: "Org.OData.Core.V1", Local: "Tag"}: "CoreV1Tag ODataCoreV1Tag OrgODataCoreV1Tag",
	} {
		var got []string
		for _, i := range inSpace(name) {
			got = append(got, i.String())
		}
		if strings.Join(got, " ") != want {
			t.Errorf("the names of %s are %q, want %q", name, got, want)
		}
	}
}
