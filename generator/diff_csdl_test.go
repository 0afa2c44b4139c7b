package generator_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/seed-349153d7/odagen/generator"
	"github.com/seed-349153d7/odagen/generator/internal/changes"
	"github.com/seed-349153d7/odagen/generator/internal/config"
)

// versioned is a model of which the rows below change one thing. A comment marks where
// something can be added.
const versioned = `<edmx:Edmx Version="4.01" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
<Schema Namespace="S" xmlns="http://docs.oasis-open.org/odata/ns/edm">
<EntityType Name="Order"><Key><PropertyRef Name="ID"/></Key>
<Property Name="ID" Type="Edm.Int32" Nullable="false"/>
<Property Name="Note" Type="Edm.String" MaxLength="20"/>
<Property Name="State" Type="S.State"/>
<NavigationProperty Name="Lines" Type="Collection(S.Line)" ContainsTarget="true"/>
<!-- property -->
</EntityType>
<EntityType Name="Line"><Key><PropertyRef Name="Pos"/></Key>
<Property Name="Pos" Type="Edm.Int32" Nullable="false"/>
</EntityType>
<ComplexType Name="Money"><Property Name="Amount" Type="Edm.Decimal" Scale="2"/></ComplexType>
<EnumType Name="State"><Member Name="open" Value="0"/><Member Name="done" Value="1"/><!-- member --></EnumType>
<Action Name="Ship" IsBound="true"><Parameter Name="it" Type="S.Order"/><Parameter Name="to" Type="Edm.String"/><!-- action parameter --></Action>
<Function Name="Total"><Parameter Name="of" Type="Edm.Int32" Nullable="false"/><!-- function parameter --><ReturnType Type="S.Money"/></Function>
<!-- type -->
<EntityContainer Name="C"><EntitySet Name="Orders" EntityType="S.Order"/><FunctionImport Name="Total" Function="S.Total"/><!-- set --></EntityContainer>
</Schema></edmx:DataServices></edmx:Edmx>`

// The changes of a model that OData Protocol 4.01, 5.2 calls safe are safe, and what it
// does not list is not.
func TestChangesOfAModelAreJudgedAsTheProtocolDoes(t *testing.T) {
	optional := `<Annotation Term="Org.OData.Core.V1.OptionalParameter"/>`
	for _, row := range []struct {
		name, at, text, rule string
		want                 changes.Severity
	}{
		{"a nullable property", "<!-- property -->", `<Property Name="More" Type="Edm.String"/>`, "property-added", changes.Safe},
		{"a property with a default value", "<!-- property -->", `<Property Name="More" Type="Edm.String" Nullable="false" DefaultValue="x"/>`, "property-added", changes.Safe},
		{"a property that has to be given", "<!-- property -->", `<Property Name="More" Type="Edm.String" Nullable="false"/>`, "property-added", changes.Dangerous},
		{"a nullable navigation property", "<!-- property -->", `<NavigationProperty Name="First" Type="S.Line"/>`, "navigation-added", changes.Safe},
		{"a navigation property to many", "<!-- property -->", `<NavigationProperty Name="Others" Type="Collection(S.Order)"/>`, "navigation-added", changes.Safe},
		{"a navigation property that is never null", "<!-- property -->", `<NavigationProperty Name="First" Type="S.Line" Nullable="false"/>`, "navigation-added", changes.Dangerous},
		{"an entity type and a set", "<!-- set -->", `<EntitySet Name="Lines" EntityType="S.Line"/>`, "set-added", changes.Safe},
		{"a singleton", "<!-- set -->", `<Singleton Name="Last" Type="S.Order"/>`, "set-added", changes.Safe},
		{"a derived type", "<!-- type -->", `<EntityType Name="Rush" BaseType="S.Order"/>`, "type-added", changes.Safe},
		{"an enumeration", "<!-- type -->", `<EnumType Name="More"><Member Name="a"/></EnumType>`, "type-added", changes.Safe},
		{"an action", "<!-- type -->", `<Action Name="Close" IsBound="true"><Parameter Name="it" Type="S.Order"/></Action>`, "operation-added", changes.Safe},
		{"a nullable parameter of an action, last", "<!-- action parameter -->", `<Parameter Name="by" Type="Edm.String"/>`, "parameter-added", changes.Safe},
		{"a parameter of an action that has to be given", "<!-- action parameter -->", `<Parameter Name="by" Type="Edm.String" Nullable="false"/>`, "parameter-added", changes.Breaking},
		{"an optional parameter of a function, last", "<!-- function parameter -->", `<Parameter Name="in" Type="Edm.String">` + optional + `</Parameter>`, "parameter-added", changes.Safe},
		{"a parameter of a function that has to be given", "<!-- function parameter -->", `<Parameter Name="in" Type="Edm.String" Nullable="false"/>`, "parameter-added", changes.Breaking},
		{"a member of an enumeration", "<!-- member -->", `<Member Name="lost" Value="2"/>`, "member-added", changes.Dangerous},
		{"an annotation", "<!-- property -->", `<Annotation Term="Org.OData.Core.V1.Description" String="orders"/>`, "described-anew", changes.None},
		{"a property less", `<Property Name="Note" Type="Edm.String" MaxLength="20"/>`, ``, "property-removed", changes.Breaking},
		{"another type of a property", `Name="Note" Type="Edm.String" MaxLength="20"`, `Name="Note" Type="Edm.Int32"`, "property-type-changed", changes.Breaking},
		{"a longer property", `MaxLength="20"`, `MaxLength="40"`, "property-rule-changed", changes.Breaking},
		{"a property that is never null any more", `MaxLength="20"`, `MaxLength="20" Nullable="false"`, "property-nullable", changes.Breaking},
		{"a navigation property less", `<NavigationProperty Name="Lines" Type="Collection(S.Line)" ContainsTarget="true"/>`, ``, "navigation-removed", changes.Breaking},
		{"a navigation property to one instead of many", `"Collection(S.Line)"`, `"S.Line"`, "target-changed", changes.Breaking},
		{"a set less", `<EntitySet Name="Orders" EntityType="S.Order"/>`, ``, "set-removed", changes.Breaking},
		{"a member of an enumeration less", `<Member Name="done" Value="1"/>`, ``, "member-removed", changes.Breaking},
		{"a parameter less", `<Parameter Name="to" Type="Edm.String"/>`, ``, "parameter-removed", changes.Breaking},
		{"another result", `<ReturnType Type="S.Money"/>`, `<ReturnType Type="Edm.Decimal"/>`, "result-changed", changes.Breaking},
		{"another key", `<PropertyRef Name="ID"/>`, `<PropertyRef Name="Note"/>`, "key-changed", changes.Breaking},
	} {
		t.Run(row.name, func(t *testing.T) {
			if !strings.Contains(versioned, row.at) {
				t.Fatalf("the model has no %s", row.at)
			}
			found := diffTexts(t, "model.xml", versioned, strings.Replace(versioned, row.at, row.text, 1))
			worst := changes.None
			for _, c := range found {
				worst = max(worst, c.Wire)
			}
			told := row.rule == "" || slices.ContainsFunc(found, func(c changes.Change) bool { return c.Rule == row.rule && c.Wire == row.want })
			if worst != row.want || !told {
				t.Errorf("%s, want %s of %s\n%s", worst, row.want, row.rule, changeTexts(found))
			}
		})
	}
}

// diffTexts compares two texts of a document called name.
func diffTexts(t *testing.T, name, was, is string) []changes.Change {
	t.Helper()
	dir := t.TempDir()
	var files []string
	for i, text := range []string{was, is} {
		file := filepath.Join(dir, []string{"old", "new"}[i], name)
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	d, diags := generator.Diff(files[0], files[1], config.Flags{})
	defer d.Close()
	if diags.HasErrors() {
		t.Fatal(diags.Sorted())
	}
	return d.Changes
}

func changeTexts(all []changes.Change) string {
	var b strings.Builder
	for _, c := range all {
		b.WriteString(c.Rule + ": " + c.Text + ": wire " + c.Wire.String() + ", go " + c.Go.String() + "\n")
	}
	return b.String()
}
