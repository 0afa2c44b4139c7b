package golang

import (
	"strings"
	"testing"

	"github.com/seed-349153d7/odagen/generator/internal/api"
)

// A model in which two things have one name is refused before it is Go that does not
// compile.
func TestOneNameTwiceIsNotWritten(t *testing.T) {
	text := func(names ...string) (list []*api.Property) {
		for _, n := range names {
			list = append(list, &api.Property{Name: n, Type: api.String})
		}
		return list
	}
	base := &api.Struct{Name: api.Name{Local: "base"}, Properties: text("name")}
	for name, a := range map[string]*api.API{
		"a property of the base type": {Structs: []*api.Struct{base, {Name: api.Name{Local: "pet"}, Base: base, Properties: text("name")}}},
		"a property":                  {Structs: []*api.Struct{{Name: api.Name{Local: "pet"}, Properties: text("name", "name")}}},
		"a member":                    {Enums: []*api.Enum{{Name: api.Name{Local: "kind"}, Values: []api.EnumValue{{Name: "a"}, {Name: "a"}}}}},
	} {
		_, err := Generate(a, Options{Package: "p", Runtime: "r"})
		if err == nil || !strings.Contains(err.Error(), "the description has two of one name") {
			t.Errorf("%s twice: Generate = %v", name, err)
		}
	}
}
