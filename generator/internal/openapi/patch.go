package openapi

import (
	"mime"
	"net/http"
	"slices"

	"github.com/seed-349153d7/odagen/generator/internal/api"
)

// markPatched marks the types of the bodies of changes, of which what is not set is not
// sent: a merge patch has parts of the objects in it, too (RFC 7396).
func (r *reader) markPatched() {
	unions := map[*api.Union]bool{}
	for _, e := range slices.Concat(r.api.Endpoints, r.api.Webhooks) {
		if e.Body == nil {
			continue
		}
		merges := slices.ContainsFunc(append([]string{e.Body.Media}, e.Body.Accepts...), isMergePatch)
		if class, _ := classOf(e.Body.Media); merges || e.Method == http.MethodPatch && class == jsonMedia {
			markPatched(e.Body.Type, merges, unions)
		}
	}
}

func isMergePatch(media string) bool {
	base, _, err := mime.ParseMediaType(media)
	return err == nil && base == "application/merge-patch+json"
}

// markPatched marks the structs that t is, and those in it when it is deep: items of lists
// are replaced as a whole. Unions has those that were marked, and whether that was deep.
func markPatched(t api.Type, deep bool, unions map[*api.Union]bool) {
	switch t := t.(type) {
	case *api.Struct:
		if t.Patched && (t.Merged || !deep) {
			return
		}
		t.Patched, t.Merged = true, deep
		for _, d := range t.Derived { // which stand where it does
			markPatched(d.Type, deep, unions)
		}
		for _, p := range t.AllProperties() {
			if deep {
				markPatched(p.Type, deep, unions)
			}
		}
	case *api.Union:
		if done, known := unions[t]; !known || deep && !done {
			unions[t] = deep
			for _, v := range t.Variants {
				markPatched(v.Type, deep, unions)
			}
		}
	case api.Map:
		if deep {
			markPatched(t.Elem, deep, unions)
		}
	case api.Nullable:
		markPatched(t.Elem, deep, unions)
	}
}
