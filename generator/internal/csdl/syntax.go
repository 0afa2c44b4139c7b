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

// Checked returns the syntax tree of a document without what cannot be told, nil when it
// has none. What is wrong with it and with the documents that it refers to is added to
// diags, as Read does.
func Checked(doc *source.Document, root *source.Root, diags *diag.List) *Document {
	m := newModel(diags)
	load(m, doc, root)
	if diags.HasErrors() {
		return nil
	}
	m.declare()
	m.check()
	return m.docs[0]
}
