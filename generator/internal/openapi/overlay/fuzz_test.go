package overlay_test

import (
	"strings"
	"testing"

	"github.com/seed-349153d7/odagen/generator/internal/diag"
	"github.com/seed-349153d7/odagen/generator/internal/jsonschema"
	"github.com/seed-349153d7/odagen/generator/internal/openapi/overlay"
	"github.com/seed-349153d7/odagen/generator/internal/tree"
)

// FuzzApply applies any overlay to any document: it changes the document in one way, or
// says what is wrong with a place.
func FuzzApply(f *testing.F) {
	const document = "openapi: 3.1.0\ninfo: {title: t}\npaths: {/a: {get: {tags: [a, b]}}}\n"
	for _, actions := range []string{
		"[{target: $.info, update: {title: u}}]", "[{target: '$.paths[*]', remove: true}]", "[{target: '$..tags[?@ == \"a\"]', update: c}]",
		"[{target: $, update: {a: [1]}}, {target: $.a, update: [2]}]", "[{target: $.info, copy: $.paths}]", "[{}]", "[]", "1",
	} {
		f.Add(document, "overlay: 1.1.0\ninfo: {title: o, version: '1'}\nactions: "+actions+"\n")
	}
	f.Fuzz(func(t *testing.T, document, changes string) {
		first, diags := changed(document, changes)
		if again, _ := changed(document, changes); again != first {
			t.Errorf("applied twice:\n%s\nand:\n%s", first, again)
		}
		for _, d := range diags.Sorted() {
			if d.Code == "" || d.Message == "" {
				t.Errorf("%+v says nothing", d)
			}
		}
	})
}

// changed returns the document with the changes, and what is said of them.
func changed(document, changes string) (string, *diag.List) {
	diags := new(diag.List)
	doc, fault := tree.Parse("in.yaml", []byte(document))
	over, other := tree.Parse("overlay.yaml", []byte(changes))
	if fault != nil || other != nil {
		return "", diags
	}
	overlay.Apply(doc, over, diags)
	var said strings.Builder
	_ = diags.Print(&said) // a Builder takes everything
	if diags.HasErrors() || doc.Root.Count(10_000) > 10_000 {
		return said.String(), diags
	}
	return said.String() + jsonschema.JSON(doc.Root), diags
}
