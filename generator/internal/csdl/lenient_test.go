package csdl

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/seed-349153d7/odagen/generator/internal/diag"
	"github.com/seed-349153d7/odagen/generator/internal/source"
)

// broken are parts of a model that cannot be told, by the element that they stand in.
var broken = map[string][]string{
	"type": {
		`<Property Type="Edm.String"/>`,
		`<Property Name="bad" Type="None.T"/>`,
		`<Property Name="bad" Type="String"/>`,
		`<Property Name="bad" Type="Edm.String" Nullable="perhaps"/>`,
		`<Property Name="p0" Type="Edm.Guid"/>`,
		`<NavigationProperty Name="bad" Type="s.None"/>`,
		`<NavigationProperty Name="bad" Type="s.T0"/>`,
		`<NavigationProperty Name="bad"/>`,
		`<NavigationProperty Name="bad" Type="s.E" ContainsTarget="no"/>`,
	},
	"enum": {`<Member Name="bad" Value="x"/>`, `<Member Name="m0" Value="7"/>`, `<Member Value="1"/>`},
	"schema": {
		`<ComplexType/>`,
		`<ComplexType Name="Bad" BaseType="s.None"/>`,
		`<ComplexType Name="Bad" BaseType="s.E"/>`,
		`<ComplexType Name="Bad" BaseType="s.Bad"/>`,
		`<ComplexType Name="Bad" OpenType="yes"/>`,
		`<EntityType Name="Bad"><Key><PropertyRef Name="none"/></Key></EntityType>`,
		`<EntityType Name="Bad"><Key/><Key/></EntityType>`,
		`<TypeDefinition Name="Bad" UnderlyingType="s.T0"/>`,
		`<Action Name="bad" IsBound="true"/>`,
		`<Action Name="bad" IsBound="true"><Parameter Name="b" Type="s.E"/><Parameter Name="b" Type="s.E"/></Action>`,
		`<Action Name="bad" IsBound="perhaps"><Parameter Name="b" Type="s.E"/></Action>`,
		`<Function Name="bad" IsBound="true"><Parameter Name="b" Type="s.E"/></Function>`,
		`<Function Name="bad" IsBound="true"><Parameter Name="b" Type="s.E"/><ReturnType Type="s.None"/></Function>`,
		`<Function Name="f0"><Parameter Name="b" Type="Edm.Int32"/><ReturnType Type="Edm.Guid"/></Function>`,
		`<Annotations><Annotation Term="Org.OData.Core.V1.Description" String="x"/></Annotations>`,
		`<Annotations Target="s.T0("><Annotation Term="Org.OData.Core.V1.Description" String="x"/></Annotations>`,
		`<Annotations Target="s.T0"><Annotation String="x"/></Annotations>`,
		`<ComplexType Name="T0"/>`,
	},
	"container": {
		`<EntitySet Name="bad" EntityType="s.None"/>`,
		`<EntitySet Name="bad" EntityType="s.T0"/>`,
		`<EntitySet Name="bad"/>`,
		`<EntitySet Name="set" EntityType="s.E"/>`,
		`<Singleton Name="bad" Type="s.E" Nullable="?"/>`,
		`<ActionImport Name="bad" Action="s.None"/>`,
		`<ActionImport Name="bad" Action="s.bound"/>`,
		`<FunctionImport Name="bad" Function="s.a0"/>`,
		`<FunctionImport Function="s.f0"/>`,
	},
}

// A model is the same with a part that cannot be told as without it, but for a place
// that tells what is left out.
func TestAPartThatCannotBeToldCostsItself(t *testing.T) {
	root := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		where := rapid.SampledFrom([]string{"type", "enum", "schema", "container"}).Draw(t, "where")
		part := rapid.SampledFrom(broken[where]).Draw(t, "part")
		parts := rapid.IntRange(1, 4).Draw(t, "parts")
		want, said := readText(root, lenientModel(parts, "", "", 0))
		if said != "" || want == "" {
			t.Fatalf("the sound model: %s", said)
		}
		at := rapid.IntRange(0, parts).Draw(t, "at")
		if strings.Contains(part, `"p0"`) || strings.Contains(part, `"m0"`) || strings.Contains(part, `"f0"`) || strings.Contains(part, `"set"`) || strings.Contains(part, `"T0"/>`) {
			at = parts // behind what has its name
		}
		text := lenientModel(parts, where, part, at)
		var diags diag.List
		model := Read(&source.Document{Path: "d", Data: []byte(text)}, source.Allowed(root), &diags)
		if diags.HasErrors() || !diags.Has(diag.Loss) {
			t.Fatalf("%s in a %s: %v", part, where, diags.Sorted())
		}
		for _, d := range diags.Sorted() {
			if d.Severity == diag.Loss && (d.Pos.Line == 0 || d.LeftOut == "" || d.Hint == "") {
				t.Errorf("%v has no place, no hint, or does not say what is left out", d)
			}
		}
		if diff := cmp.Diff(strings.Split(want, "\n"), strings.Split(dump(model), "\n")); diff != "" {
			t.Errorf("%s in a %s (-without +with):\n%s", part, where, diff)
		}
	})
}

// lenientModel is a model of some parts of each kind, with one more at a place.
func lenientModel(n int, where, part string, at int) string {
	fill := func(kind, piece string) string {
		var lines []string
		for i := range n {
			lines = append(lines, strings.ReplaceAll(piece, "#", fmt.Sprint(i)))
		}
		if kind == where {
			lines = slices.Insert(lines, at, part)
		}
		return strings.Join(lines, "\n")
	}
	return inXML(`<EntityType Name="E"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String" Nullable="false"/></EntityType>` +
		fill("schema", `<ComplexType Name="T#"/>`+"\n"+`<Action Name="a#"/><Function Name="f#"><Parameter Name="b" Type="Edm.Int32"/><ReturnType Type="Edm.Int32"/></Function>`) +
		`<Action Name="bound" IsBound="true"><Parameter Name="b" Type="s.E"/></Action>` +
		`<ComplexType Name="C">` + fill("type", `<Property Name="p#" Type="Edm.Int32"/>`) + `</ComplexType>` +
		`<EnumType Name="N">` + fill("enum", `<Member Name="m#" Value="#"/>`) + `</EnumType>` +
		`<EntityContainer Name="D"><EntitySet Name="set" EntityType="s.E"/>` +
		fill("container", `<ActionImport Name="a#" Action="s.a#"/><FunctionImport Name="f#" Function="s.f#"/>`) + `</EntityContainer>`)
}
