package generator

import (
	"errors"

	"github.com/seed-349153d7/odagen/generator/internal/changes"
	"github.com/seed-349153d7/odagen/generator/internal/changes/report"
	"github.com/seed-349153d7/odagen/generator/internal/config"
	"github.com/seed-349153d7/odagen/generator/internal/diag"
	"github.com/seed-349153d7/odagen/generator/internal/revision"
)

// Comparison is what Diff found. Close removes what it wrote for a while.
type Comparison struct {
	Changes                []changes.Change
	OldExcerpt, NewExcerpt report.Excerpt

	places []*revision.Place
}

// Close removes the files of revisions.
func (d *Comparison) Close() error {
	var errs []error
	for _, p := range d.places {
		errs = append(errs, p.Close())
	}
	return errors.Join(errs...)
}

// Diff compares what was and is name: documents, directories, locks, or revisions of
// them. Flags say how documents are read and what of them is compared.
func Diff(was, is string, flags config.Flags) (*Comparison, *diag.List) {
	d, diags := &Comparison{}, new(diag.List)
	var sides [2]*side
	for i, arg := range []string{was, is} {
		p, err := revision.Open(arg)
		if err != nil {
			diags.Add(diag.Diagnostic{Code: "not-found", Message: err.Error(), Hint: "name a document, a directory, a lock, or git:REVISION:PATH"})
			continue
		}
		d.places = append(d.places, p)
		sides[i] = openSide(p, flags, diags)
	}
	if diags.HasErrors() {
		return d, diags
	}
	d.compare(sides[0], sides[1], diags)
	d.OldExcerpt, d.NewExcerpt = sides[0].excerpts(), sides[1].excerpts()
	for i := range d.Changes {
		c := &d.Changes[i]
		c.Old.File, c.New.File = sides[0].place.Show(c.Old.File), sides[1].place.Show(c.New.File)
	}
	return d, diags
}
