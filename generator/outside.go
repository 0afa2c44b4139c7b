package generator

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/diag"
	"github.com/seed-349153d7/odagen/generator/internal/source"
)

// outside returns what tells warnings about parts of a document that are not in a slice:
// who generates ten types of three thousand cannot do anything about the others. What
// cannot be told is in it.
func outside(whole, part *api.API, doc *source.Document) func(diag.Diagnostic) bool {
	all, kept := namesIn(whole), namesIn(part)
	spans := sync.OnceValue(func() []span { return spansInXML(doc.Data) })
	return func(d diag.Diagnostic) bool {
		name := ""
		switch {
		case d.Severity != diag.Warning:
			return false
		case strings.HasPrefix(d.Pointer, "/"):
			name = ownerByPointer(d.Pointer)
		case doc.Kind == source.CSDLXML && d.Pos.File == doc.Path:
			// An element of CSDL need not be in the model: what is wrong with it may be why.
			at := offsetOf(doc.Data, d.Pos)
			i := slices.IndexFunc(spans(), func(s span) bool { return s.from <= at && at < s.to })
			return i >= 0 && !kept[spans()[i].name]
		}
		return name != "" && all[name] && !kept[name]
	}
}

// namesIn are the names of types, and the paths of operations with keys as "{}".
func namesIn(a *api.API) map[string]bool {
	names := map[string]bool{}
	for _, name := range typeNames(a) {
		names[name] = true
	}
	for _, s := range a.Structs {
		for _, op := range append(s.AllOperations(), s.AllSetOps()...) {
			names[api.Name{Namespace: op.Namespace, Local: op.Name}.String()] = true
		}
	}
	for _, op := range a.Imports {
		names[api.Name{Namespace: op.Namespace, Local: op.Name}.String()] = true
	}
	for _, nav := range a.Container {
		names["/"+nav.Name] = true
	}
	for _, e := range a.Endpoints {
		names[keysAlike(e.Path)] = true
	}
	return names
}

var key = regexp.MustCompile(`\{[^/]*\}`)

func keysAlike(path string) string { return key.ReplaceAllString(path, "{}") }

// ownerByPointer is the schema or the path of an OpenAPI document that a pointer leads
// into; "" for other parts.
func ownerByPointer(pointer string) string {
	parts := strings.Split(pointer[1:], "/")
	unescape := strings.NewReplacer("~1", "/", "~0", "~").Replace
	switch {
	case len(parts) > 2 && parts[0] == "components" && parts[1] == "schemas":
		return unescape(parts[2])
	case len(parts) > 1 && parts[0] == "definitions":
		return unescape(parts[1])
	case len(parts) > 1 && parts[0] == "paths":
		return keysAlike(unescape(parts[1]))
	}
	return ""
}

var (
	xmlTag  = regexp.MustCompile(`<(/?)(?:\w+:)?(Schema|EntityType|ComplexType|EnumType|Action|Function)\b([^>]*?)(/?)>`)
	xmlName = regexp.MustCompile(`\b(?:Name|Namespace)\s*=\s*["']([^"']*)["']`)
)

// span is the part of a text that a type or an operation stands in.
type span struct {
	from, to int
	name     string // qualified
}

// spansInXML returns where the types and operations of CSDL XML stand.
func spansInXML(data []byte) []span {
	var spans []span
	namespace, open := "", false
	for _, m := range xmlTag.FindAllSubmatchIndex(data, -1) {
		closing, element := m[3] > m[2], string(data[m[4]:m[5]])
		name := ""
		if n := xmlName.FindSubmatch(data[m[6]:m[7]]); n != nil {
			name = string(n[1])
		}
		switch {
		case element == "Schema":
			namespace, open = name, false
		case closing && open:
			spans[len(spans)-1].to, open = m[1], false
		case !closing && !open:
			spans = append(spans, span{m[0], m[1], namespace + "." + name})
			open = m[9] == m[8]
		}
	}
	return spans
}

// offsetOf is the offset of a place in a text.
func offsetOf(data []byte, pos diag.Position) int {
	offset := 0
	for range pos.Line - 1 {
		i := bytes.IndexByte(data[offset:], '\n')
		if i < 0 {
			break
		}
		offset += i + 1
	}
	return min(len(data), offset+max(0, pos.Col-1))
}
