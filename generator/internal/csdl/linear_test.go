package csdl

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/seed-349153d7/odagen/generator/internal/diag"
	"github.com/seed-349153d7/odagen/generator/internal/source"
)

// large are the elements of a schema of any size, by what it has many of. In a piece # is
// its number and ## the one before.
var large = map[string]func(n int) string{
	"types": func(n int) string {
		return many(n, `<EntityType Name="T#"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String" Nullable="false"/></EntityType>`) +
			`<EntityContainer Name="C">` + many(n, `<EntitySet Name="s#" EntityType="s.T#"/>`) + `</EntityContainer>`
	},
	"properties": func(n int) string {
		return `<ComplexType Name="T">` + many(n, `<Property Name="p#" Type="Edm.String"/>`) + `</ComplexType>`
	},
	"members": func(n int) string { return `<EnumType Name="T">` + many(n, `<Member Name="m#"/>`) + `</EnumType>` },
	"annotations": func(n int) string {
		return `<ComplexType Name="T">` + many(n, `<Property Name="p#" Type="Edm.String"/>`) + `</ComplexType>` +
			many(n, `<Annotations Target="s.T/p#"><Annotation Term="Org.OData.Core.V1.Description" String="d"/></Annotations>`)
	},
	"annotations of one element": func(n int) string {
		return `<ComplexType Name="T"/>` + many(n, `<Annotations Target="s.T"><Annotation Term="s.t#" String="d"/></Annotations>`)
	},
	"navigation properties": func(n int) string {
		return `<EntityType Name="T"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String" Nullable="false"/>` + many(n, `<NavigationProperty Name="n#" Type="s.T"/>`) + `</EntityType>`
	},
	"functions": func(n int) string {
		return many(n, `<Function Name="f#"><ReturnType Type="Edm.String"/></Function>`) + `<EntityContainer Name="C">` + many(n, `<FunctionImport Name="f#" Function="s.f#"/>`) + `</EntityContainer>`
	},
	"types that are not there": func(n int) string {
		return `<ComplexType Name="T">` + many(n, `<Property Name="p#" Type="s.N#"/>`) + `</ComplexType>`
	},
	"types that are left out with the last": func(n int) string {
		return many(n, `<ComplexType Name="T#"><Property Name="p" Type="s.T##"/></ComplexType>`) + `<ComplexType Name="T-1" BaseType="s.None"/>`
	},
	"bases that are left out": func(n int) string {
		return many(n, `<ComplexType Name="T#" BaseType="s.T-1"/>`) + `<ComplexType Name="T-1" BaseType="s.None"/>`
	},
	"imports of nothing": func(n int) string {
		return `<EntityContainer Name="C">` + many(n, `<FunctionImport Name="f#" Function="s.f#"/>`) + `</EntityContainer>`
	},
	"old attributes": func(n int) string {
		return `<ComplexType Name="T">` + many(n, `<Property Name="p#" Type="Edm.String" ConcurrencyMode="Fixed"/>`) + `</ComplexType>`
	},
}

func many(n int, piece string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.NewReplacer("##", fmt.Sprint(i-1), "#", fmt.Sprint(i)).Replace(piece))
	}
	return b.String()
}

// A model that is twice as large costs twice the memory in all: what is copied for each
// of many things would cost four times as much.
func TestReadingIsLinear(t *testing.T) {
	for name, elements := range large {
		t.Run(name, func(t *testing.T) {
			const n = 1500
			read := func(n int) float64 {
				text := []byte(inXML(elements(n)))
				root := source.Allowed(t.TempDir())
				var before, after runtime.MemStats
				runtime.ReadMemStats(&before)
				var diags diag.List
				Read(&source.Document{Path: "d", Data: text}, root, &diags)
				runtime.ReadMemStats(&after)
				if diags.HasErrors() {
					t.Fatal(diags.Sorted()[0])
				}
				return float64(after.TotalAlloc - before.TotalAlloc)
			}
			read(n) // what is made once
			if once, twice := read(n), read(2*n); twice > 2.6*once {
				t.Errorf("%d of them take %.0f kB, and %d take %.0f kB: %.1f times as much", n, once/1e3, 2*n, twice/1e3, twice/once)
			}
		})
	}
}
