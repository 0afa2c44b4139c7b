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
	seen := map[api.Type]bool{}
	for _, e := range slices.Concat(r.api.Endpoints, r.api.Webhooks) {
		if e.Body == nil {
			continue
		}
		merges := slices.ContainsFunc(append([]string{e.Body.Media}, e.Body.Accepts...), isMergePatch)
		if class, _ := classOf(e.Body.Media); merges || e.Method == http.MethodPatch && class == jsonMedia {
			markPatched(e.Body.Type, merges, seen)
		}
	}
}

func isMergePatch(media string) bool {
	base, _, err := mime.ParseMediaType(media)
	return err == nil && base == "application/merge-patch+json"
}

// markPatched marks the structs that t is, and those in it when it is deep: items of lists
// are replaced as a whole.
func markPatched(t api.Type, deep bool, seen map[api.Type]bool) {
	switch t := t.(type) {
	case *api.Struct:
		t.Patched = true
		if t.Merged = t.Merged || deep; seen[t] || !deep {
			return
		}
		seen[t] = true
		for _, p := range t.AllProperties() {
			markPatched(p.Type, deep, seen)
		}
	case *api.Union:
		if !seen[t] || !deep {
			seen[t] = deep
			for _, v := range t.Variants {
				markPatched(v.Type, deep, seen)
			}
		}
	case api.Map:
		if deep {
			markPatched(t.Elem, deep, seen)
		}
	case api.Nullable:
		markPatched(t.Elem, deep, seen)
	}
}
