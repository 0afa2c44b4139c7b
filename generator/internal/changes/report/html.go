package report

import (
	_ "embed"
	"html/template"
	"io"

	"github.com/seed-349153d7/odagen/generator/internal/diag"
)

//go:embed page.html
var page string

// pageTemplate escapes what it is given: texts of documents are hostile.
var pageTemplate = template.Must(template.New("page").Parse(page))

// Excerpt returns the lines of a document at a place, "" for none.
type Excerpt func(diag.Position) string

// row is a change as the page shows it.
type row struct {
	Item
	Level            string
	OldText, NewText string
}

// section is what stands under one heading of the page.
type section struct {
	Title string
	Rows  []row
}

func (r Report) html(w io.Writer, o Options) error {
	data := struct {
		Old, New, Summary string
		Sections          []section
		Stale             []string
	}{Old: o.Old, New: o.New, Summary: r.summary(), Stale: r.Stale}
	excerpt := func(e Excerpt, p diag.Position) string {
		if e == nil || p.Line == 0 {
			return ""
		}
		return e(p)
	}
	for _, g := range r.grouped() {
		s := section{Title: g.title}
		for _, i := range g.items {
			s.Rows = append(s.Rows, row{i, i.Worst().String(), excerpt(o.OldExcerpt, i.Old), excerpt(o.NewExcerpt, i.New)})
		}
		data.Sections = append(data.Sections, s)
	}
	return pageTemplate.Execute(w, data)
}
