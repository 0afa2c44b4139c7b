package generator

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/config"
	"github.com/seed-349153d7/odagen/generator/internal/diag"
	"github.com/seed-349153d7/odagen/generator/internal/output"
)

// formOf is the form that a target says.
func formOf(t *config.Target) api.Form {
	switch {
	case t.OData == nil:
		return ""
	case *t.OData:
		return api.FormOData
	}
	return api.FormPlain
}

// decisions are those that a lock keeps. One without a form keeps none: who takes it
// out wants it to be decided again.
func decisions(before output.Lock) api.Decisions {
	form := api.Form(before.Form)
	if formWords[form] == "" {
		return api.Decisions{}
	}
	return api.Decisions{Form: form, Sets: before.Sets}
}

// formChanged reports whether something that was generated would have another form
// now: callers would find nothing of what they call. Each is an error that says how to
// go on.
func formChanged(t *config.Target, before output.Lock, model *api.API, diags *diag.List) bool {
	known := decisions(before)
	lock := filepath.Join(t.Output, output.LockName)
	if known.Form == "" || model.Form == "" {
		return false
	}
	if known.Form != model.Form {
		pos := model.FormPos
		if at, ok := t.At["odata"]; ok && t.OData != nil {
			pos = at
		}
		diags.Add(diag.Diagnostic{
			Code: "form-changed", Pos: pos,
			Message: fmt.Sprintf("the API was generated as %s, and now it is %s: every name would change", formWords[known.Form], formWords[model.Form]),
			Hint: fmt.Sprintf("to keep it, set \"odata: %t\" in the target; to change it, take the line \"form\" out of %s",
				known.Form == api.FormOData, lock),
		})
		return true
	}
	sets := map[string]api.Set{}
	for _, s := range model.Sets {
		sets[s.Path] = s
	}
	changed := false
	for _, path := range slices.Sorted(maps.Keys(known.Sets)) {
		if d := setChanged(model, sets, path, known.Sets[path]); d != nil {
			d.Hint = fmt.Sprintf("undo the change of the document; or take the line %q out of \"sets\" in %s, and change what calls it", path, lock)
			diags.Add(*d)
			changed = true
		}
	}
	return changed
}

var formWords = map[api.Form]string{api.FormOData: "one of OData", api.FormPlain: "one of plain operations"}

// setChanged is the diagnostic for a set that an earlier run found and that is another
// one now, or none; nil when it is the same, or when its paths are gone.
func setChanged(model *api.API, now map[string]api.Set, path, was string) *diag.Diagnostic {
	s, ok := now[path]
	d := diag.Diagnostic{Code: "form-changed", Pos: s.Pos, Pointer: s.Pointer}
	switch {
	case ok && s.Type == was, !ok && !model.Paths[path]:
		return nil
	case ok:
		d.Message = fmt.Sprintf("%s was a set of %s, and now it is one of %s", path, entityWord(was), entityWord(s.Type))
	default:
		d.Pos = model.FormPos
		d.Message = fmt.Sprintf("%s was a set of %s, and now nothing tells the type of its entities", path, entityWord(was))
	}
	return &d
}

func entityWord(typ string) string {
	if typ == "" {
		return "a type without a name"
	}
	return typ
}

// setsOf returns the sets of a document that a part of its model has.
func setsOf(part *api.API) map[string]string {
	sets := map[string]string{}
	for _, s := range part.Sets {
		if leadsTo(part.Container, strings.Split(strings.Trim(s.Path, "/"), "/")) {
			sets[s.Path] = s.Type
		}
	}
	return sets
}

// leadsTo reports whether the segments of a path, keys as "{}", lead along navigations.
func leadsTo(navs []*api.Navigation, segments []string) bool {
	for len(segments) > 0 && segments[0] == "{}" {
		segments = segments[1:]
	}
	if len(segments) == 0 {
		return true
	}
	i := slices.IndexFunc(navs, func(n *api.Navigation) bool { return n.Name == segments[0] })
	return i >= 0 && leadsTo(navs[i].Target.AllNavigations(), segments[1:])
}

// tellConflicts tells which names of a lock that version control merged are lost.
func tellConflicts(t *config.Target, before output.Lock, diags *diag.List) {
	for _, c := range before.Conflicts {
		diags.Add(diag.Diagnostic{
			Severity: diag.Warning, Code: "lock-conflict", Pos: diag.Position{File: filepath.Join(t.Output, output.LockName)},
			Message: fmt.Sprintf("the sides of a merge have two values for %q in %q: %s and %s; %s, which stands first, is kept", c.Key, c.Section, c.Ours, c.Theirs, c.Ours),
			Hint:    fmt.Sprintf("change what uses %s; or write it in place of %s in the lock, and run odagen generate again", c.Theirs, c.Ours),
		})
	}
}
