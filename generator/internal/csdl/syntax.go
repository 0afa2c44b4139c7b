package csdl

import (
	"github.com/seed-349153d7/odagen/generator/internal/diag"
	"github.com/seed-349153d7/odagen/generator/internal/source"
)

// Parse returns the syntax tree of a CSDL document, nil when it has none. What
// is wrong with its syntax is added to diags; what its names stand for is not
// looked at, and no other document is read.
func Parse(doc *source.Document, diags *diag.List) *Document {
	return parse(doc.Path, doc.Data, diags)
}

// Check adds to diags what is wrong with a document and with those that it
// refers to, as Read does, without making a model of them.
func Check(doc *source.Document, root *source.Root, diags *diag.List) {
	m := newModel(diags)
	load(m, doc, root)
	if diags.HasErrors() {
		return
	}
	m.declare()
	m.check()
}
