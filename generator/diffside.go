package generator

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/changes"
	"github.com/seed-349153d7/odagen/generator/internal/changes/report"
	"github.com/seed-349153d7/odagen/generator/internal/config"
	"github.com/seed-349153d7/odagen/generator/internal/diag"
	"github.com/seed-349153d7/odagen/generator/internal/goapi"
	"github.com/seed-349153d7/odagen/generator/internal/golang"
	"github.com/seed-349153d7/odagen/generator/internal/output"
	"github.com/seed-349153d7/odagen/generator/internal/revision"
	"github.com/seed-349153d7/odagen/generator/internal/source"
)

// side is one of two things that are compared: targets by a key that both sides have, or
// the Go API that stands beside a lock.
type side struct {
	place   *revision.Place
	targets map[string]*Target
	listed  bool
	entries []goapi.Entry
}

func openSide(p *revision.Place, flags config.Flags, diags *diag.List) *side {
	s := &side{place: p, targets: map[string]*Target{}}
	info, err := os.Stat(p.Path)
	switch {
	case err != nil:
		diags.Add(diag.Diagnostic{Code: "not-found", Pos: diag.Position{File: p.Path}, Message: err.Error(), Hint: "name a document, a directory, a lock, or git:REVISION:PATH"})
	case info.IsDir() && exists(filepath.Join(p.Path, config.Name)):
		s.configured(filepath.Join(p.Path, config.Name), flags, diags)
	case info.IsDir() && exists(filepath.Join(p.Path, output.LockName)):
		s.list(p.Path, diags)
	case info.IsDir():
		s.documents(flags, diags)
	case filepath.Base(p.Path) == config.Name:
		s.configured(p.Path, flags, diags)
	case filepath.Base(p.Path) == output.LockName:
		s.list(filepath.Dir(p.Path), diags)
	default:
		s.document("", p.Path, flags, diags)
	}
	return s
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// document adds a document, which is known by key.
func (s *side) document(key, path string, flags config.Flags, diags *diag.List) {
	flags.Source, flags.Output = path, "."
	cfg := config.FromFlags(flags, diags)
	for i := range cfg.Targets {
		s.targets[key] = &cfg.Targets[i]
	}
}

// configured adds the targets of a configuration, which are known by their outputs.
func (s *side) configured(file string, flags config.Flags, diags *diag.List) {
	cfg := config.Read(file, diags)
	for i := range cfg.Targets {
		t := &cfg.Targets[i]
		if len(flags.Include)+len(flags.Exclude) > 0 {
			t.Include, t.Exclude = flags.Include, flags.Exclude
		}
		key, err := filepath.Rel(filepath.Dir(file), t.Output)
		if err != nil {
			key = t.Output
		}
		s.targets[key] = t
	}
}

// documents adds the documents of a directory, which are known by their paths in it.
func (s *side) documents(flags config.Flags, diags *diag.List) {
	err := filepath.WalkDir(s.place.Path, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !d.Type().IsRegular() {
			return err
		}
		var quiet diag.List
		if doc := source.Open(path, diag.Position{}, &quiet); doc == nil || readers[doc.Kind] == nil {
			return nil // a part of a document, or something else
		}
		key, err := filepath.Rel(s.place.Path, path)
		if err != nil {
			return err
		}
		s.document(key, path, flags, diags)
		return nil
	})
	if err == nil && len(s.targets) == 0 && !diags.HasErrors() {
		err = errors.New("there is no document in the directory")
	}
	if err != nil {
		diags.Add(diag.Diagnostic{Code: "not-found", Pos: diag.Position{File: s.place.Path}, Message: err.Error(), Hint: "name a directory with documents, with odagen.yaml, or with odagen.lock"})
	}
}

// list reads the Go API beside a lock.
func (s *side) list(dir string, diags *diag.List) {
	file := filepath.Join(dir, golang.ListName)
	text, err := os.ReadFile(file)
	if err != nil {
		diags.Add(diag.Diagnostic{Code: "not-found", Pos: diag.Position{File: file}, Message: err.Error(), Hint: "run odagen generate, which writes it beside the lock"})
		return
	}
	s.listed, s.entries = true, goapi.ParseList(string(text))
}

// compare compares what stands on both sides, and what stands on one with nothing.
func (d *Comparison) compare(old, new *side, diags *diag.List) {
	switch {
	case old.listed != new.listed:
		diags.Add(diag.Diagnostic{Code: "not-alike", Message: "a lock cannot be compared with a description", Hint: "name two descriptions or two locks"})
		return
	case old.listed:
		d.Changes = changes.JoinGo(nil, goapi.Compare(old.entries, new.entries), noSubject, noSubject)
		return
	}
	if len(old.targets) == 1 && len(new.targets) == 1 {
		for _, o := range old.targets {
			for _, n := range new.targets {
				d.pair(o, n, diags)
			}
		}
		return
	}
	var keys []string
	for key := range old.targets {
		keys = append(keys, key)
	}
	for key := range new.targets {
		if old.targets[key] == nil {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	for _, key := range keys {
		d.pair(old.targets[key], new.targets[key], diags)
	}
	changes.Sort(d.Changes)
}

func noSubject(string) []string { return nil }

// excerpts returns the lines of the documents of a side.
func (s *side) excerpts() report.Excerpt {
	files := map[string][]string{}
	return func(p diag.Position) string {
		lines, ok := files[p.File]
		if !ok {
			lines = s.lines(p.File)
			files[p.File] = lines
		}
		return excerpt(lines, p.Line)
	}
}

// lines reads a file as it is shown.
func (s *side) lines(shown string) []string {
	text, err := os.ReadFile(s.place.File(shown))
	if err != nil {
		return nil
	}
	return strings.Split(string(text), "\n")
}

// maxExcerpt is how many lines a reader gets of a place, and maxWidth how many bytes of
// one.
const (
	maxExcerpt = 12
	maxWidth   = 300
)

// excerpt returns a line and those below it that stand further right.
func excerpt(lines []string, line int) string {
	if line < 1 || line > len(lines) {
		return ""
	}
	indent := func(s string) int { return len(s) - len(strings.TrimLeft(s, " \t")) }
	end := line
	for end < len(lines) && end-line+1 < maxExcerpt && (strings.TrimSpace(lines[end]) == "" || indent(lines[end]) > indent(lines[line-1])) {
		end++
	}
	var b strings.Builder
	left := indent(lines[line-1])
	for _, l := range lines[line-1 : end] {
		l = strings.TrimRight(l[min(left, indent(l)):], "\r")
		if len(l) > maxWidth {
			l = strings.ToValidUTF8(l[:maxWidth], "") + " …"
		}
		b.WriteString(l + "\n")
	}
	return strings.TrimRight(b.String(), "\n")
}

// nothing is the description of nothing, in the form of what it is compared with.
func nothing(like *api.API) *api.API {
	return &api.API{Form: like.Form, KeyPredicates: like.KeyPredicates}
}
