package slice_test

import (
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/csdl"
	"github.com/seed-349153d7/odagen/generator/internal/diag"
	"github.com/seed-349153d7/odagen/generator/internal/slice"
	"github.com/seed-349153d7/odagen/generator/internal/source"
	"github.com/seed-349153d7/odagen/internal/corpus"
)

// graph reads all of Microsoft Graph.
func graph(t testing.TB) *api.API {
	t.Helper()
	var diags diag.List
	doc := source.Open(filepath.Join(corpus.Dir(t), "csdl", "graph-v1.0.csdl.xml"), diag.Position{}, &diags)
	if doc == nil {
		t.Fatal(diags.Sorted())
	}
	a := csdl.Read(doc, source.Allowed(filepath.Dir(doc.Abs)), &diags)
	if diags.HasErrors() {
		t.Fatal(diags.Sorted())
	}
	return a
}

func TestAnySliceOfGraphIsClosed(t *testing.T) {
	a := graph(t)
	before := outline(a)
	rapid.Check(t, func(t *rapid.T) {
		selectors := drawSelector(t, a) + " " + drawSelector(t, a) + " - " + drawSelector(t, a)
		var diags diag.List
		out, reasons := slice.Cut(a, options(selectors), &diags)
		checkClosed(t, a, out, reasons)
	})
	if outline(a) != before {
		t.Error("the input changed")
	}
}

func TestASliceOfGraphIsWhatWasAskedFor(t *testing.T) {
	out, _ := cut(t, graph(t), "deviceManagement/remoteAssistancePartners")
	const want = `/deviceManagement
deviceManagement /remoteAssistancePartners
remoteAssistancePartner(id displayName lastConnectionDateTime onboardingStatus onboardingUrl) beginOnboarding() disconnect() List Create Get Update Delete
remoteAssistanceOnboardingStatus`
	if got := outline(out); got != want {
		t.Errorf("Cut = \n%s\nwant\n%s", got, want)
	}
}

// group overrides delta of directoryObject, which the members of groups are.
func TestAStepOfGraphHasNoOperationsOfItsBase(t *testing.T) {
	out, _ := cut(t, graph(t), "groups/members+derived")
	for _, s := range out.Structs {
		if ops := operations(append(s.AllOperations(), s.AllSetOps()...)); s.Name.Local == "group" && ops != "" {
			t.Errorf("group has %s", ops)
		}
	}
}

// BenchmarkCut cuts Microsoft Graph: all of it, and what one set needs.
func BenchmarkCut(b *testing.B) {
	a := graph(b)
	for _, selectors := range []string{"", "**", "users", "deviceManagement/remoteAssistancePartners"} {
		b.Run("include="+strings.ReplaceAll(selectors, "/", "."), func(b *testing.B) {
			for b.Loop() {
				slice.Cut(a, options(selectors), new(diag.List))
			}
		})
	}
}
