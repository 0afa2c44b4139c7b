package csdl

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/diag"
	"github.com/seed-349153d7/odagen/generator/internal/openapi"
	"github.com/seed-349153d7/odagen/generator/internal/source"
	"github.com/seed-349153d7/odagen/internal/corpus"
)

// The order of properties and the words of docs are those of each document; all
// else is the same.
func TestOpenAPIAndCSDLOfOneEntityAreEqual(t *testing.T) {
	var diags diag.List
	doc := source.Open("../../../spec/remoteassistance.openapi.yaml", diag.Position{}, &diags)
	if doc == nil {
		t.Fatal(diags.Sorted())
	}
	fromOpenAPI := openapi.Read(doc, source.Allowed(filepath.Dir(doc.Abs)), openapi.Options{}, &diags)
	fromCSDL, _ := readFile(t, filepath.Join(corpus.Dir(t), "csdl", "remoteassistance.csdl.xml"))
	want, got := outline(fromOpenAPI), outline(fromCSDL)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("outline (-openapi +csdl):\n%s", diff)
	}
}

// outline lists what generated Go depends on: the partner, its enumeration and
// the way to them.
func outline(a *api.API) []string {
	var lines []string
	add := func(format string, args ...any) { lines = append(lines, fmt.Sprintf(format, args...)) }
	for _, s := range a.Structs {
		if s.Name.Local != "remoteAssistancePartner" {
			continue
		}
		add("%s key%v abstract=%t", s.Name, s.AllKey(), s.Abstract)
		for _, p := range s.AllProperties() {
			add("%s %s nullable=%t required=%t read-only=%t", p.Name, typeText(p.Type), p.Nullable, p.Required, p.ReadOnly)
		}
		for _, c := range slices.Concat(s.SetCalls, s.Calls) {
			add("%s", c.Kind)
		}
		for _, o := range s.Operations {
			add("%s%v function=%t result=%v", o.Name, o.Params, o.Function, o.Result)
		}
		slices.Sort(lines)
	}
	for _, e := range a.Enums {
		add("%s %s", e.Name, strings.TrimSuffix(e.Doc.Text, "."))
		for _, v := range e.Values {
			add("%s %s", v.Name, strings.TrimSuffix(v.Doc.Text, "."))
		}
	}
	for _, root := range a.Container {
		add("%s collection=%t", root.Name, root.Collection)
		for _, n := range root.Target.AllNavigations() {
			add("%s/%s %s collection=%t", root.Name, n.Name, n.Target.Name, n.Collection)
		}
	}
	return lines
}
