package convert

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-349153d7/odagen/generator/internal/diag"
)

// described is a service whose descriptions stand in it and beside it, with names that
// OpenAPI does not have and a security scheme that is not there.
const described = `<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">
<edmx:Reference Uri="https://example.org/Core.xml"><edmx:Include Namespace="Org.OData.Core.V1" Alias="Core"/></edmx:Reference>
<edmx:Reference Uri="https://example.org/Auth.xml"><edmx:Include Namespace="Org.OData.Authorization.V1" Alias="Auth"/></edmx:Reference>
<edmx:DataServices><Schema Namespace="s" xmlns="http://docs.oasis-open.org/odata/ns/edm">
<ComplexType Name="Größe"><Property Name="n" Type="Edm.Int32"/></ComplexType>
<Function Name="f"><ReturnType Type="s.Größe"><Annotation Term="Core.Description" String="The size"/></ReturnType></Function>
<Function Name="f"><Parameter Name="p" Type="Edm.Int32"/><ReturnType Type="Edm.Int32"/></Function>
<Annotations Target="s.f"><Annotation Term="Core.Description" String="Any"/></Annotations>
<Annotations Target="s.f(Edm.Int32)"><Annotation Term="Core.Description" String="One"/></Annotations>
<Annotations Target="s.f(Edm.Int32)/$ReturnType"><Annotation Term="Core.Description" String="A number"/><Annotation Term="Core.LongDescription" String="Of one"/></Annotations>
<EntityContainer Name="C"><FunctionImport Name="f" Function="s.f"/>
<Annotation Term="Auth.Authorizations"><Collection><Record Type="Auth.Http"><PropertyValue Property="Name" String="here"/><PropertyValue Property="Scheme" String="basic"/></Record></Collection></Annotation>
<Annotation Term="Auth.SecuritySchemes"><Collection>
<Record><PropertyValue Property="Authorization" String="here"/></Record><Record><PropertyValue Property="Authorization" String="none"/></Record>
</Collection></Annotation>
</EntityContainer>
</Schema></edmx:DataServices></edmx:Edmx>`

func TestOverloadsAndWhatTheyReturnAreDescribed(t *testing.T) {
	var diags diag.List
	text := OpenAPI(*parseText(t, "in.xml", []byte(described)), OpenAPIOptions{Version: "3.1.0", Server: DefaultServer, Levels: 1}, &diags)
	root, _ := decode(t, text).(map[string]any)
	got := map[string]string{}
	paths, _ := root["paths"].(map[string]any)
	for path, item := range paths {
		operation, _ := item.(map[string]any)["get"].(map[string]any)
		if operation == nil {
			continue
		}
		responses, _ := operation["responses"].(map[string]any)
		answer, _ := responses["200"].(map[string]any)
		got[path], _ = operation["summary"].(string)
		description, _ := answer["description"].(string)
		got[path] += ": " + description
	}
	want := map[string]string{"/f()": "Any: The size", "/f(p={p})": "One: A number\n\nOf one"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("functions (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]any{map[string]any{"here": []any{}}}, root["security"]); diff != "" {
		t.Errorf("security (-want +got):\n%s", diff)
	}
	if found := diags.Sorted(); len(found) != 1 || found[0].Severity != diag.Warning || !strings.Contains(found[0].Message, `"none"`) || found[0].Pos.Line == 0 {
		t.Errorf("diagnostics are %v, want a warning about the requirement", found)
	}
	if !strings.Contains(string(text), `"s.Gr_x00F6__x00DF_e"`) {
		t.Error("the key of a component has letters that OpenAPI does not have there")
	}
	if err := validate(text); err != nil {
		t.Error(err)
	}
}
