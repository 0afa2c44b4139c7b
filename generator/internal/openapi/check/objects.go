package check

import (
	_ "embed"
	"regexp"
	"strings"
	"sync"
)

var (
	//go:embed objects.txt
	objectsText string
	//go:embed swagger.txt
	swaggerText string
)

// version is the minor version of an OpenAPI 3 document.
type version int

// object says what an object of OpenAPI has.
type object struct {
	name       string
	fields     []field
	extensions bool
}

type field struct {
	name        string
	required    bool
	typ         fieldType
	since, till version
}

// fieldType is the type of a field: an object, a scalar, an array or a map.
type fieldType struct {
	kind     kind
	name     string   // of the object, or of the scalar
	values   []string // that a string may have
	elem     *fieldType
	nonempty bool
	ref      bool // or a reference
}

type kind int

const (
	scalarKind kind = iota
	objectKind
	arrayKind
	mapKind
)

const lastVersion version = 2

var (
	objectLine = regexp.MustCompile(`^([A-Z][A-Za-z ]*?)( x-)?$`)
	fieldLine  = regexp.MustCompile(`^\t([^\s!]+)(!?)\s+(\S.*?)(?:\s+(-?)3\.(\d))?$`)
)

// objects are those of objects.txt and swagger.txt by name.
var objects = sync.OnceValue(func() map[string]*object {
	all := map[string]*object{}
	var o *object
	for line := range strings.Lines(objectsText + swaggerText) {
		line = strings.TrimRight(line, "\n")
		if m := objectLine.FindStringSubmatch(line); m != nil {
			o = &object{name: m[1], extensions: m[2] != ""}
			all[o.name] = o
		}
		if m := fieldLine.FindStringSubmatch(line); m != nil {
			f := field{name: m[1], required: m[2] != "", typ: parseType(m[3]), till: lastVersion}
			if m[5] != "" {
				v := version(m[5][0] - '0')
				if m[4] == "-" {
					f.till = v
				} else {
					f.since = v
				}
			}
			o.fields = append(o.fields, f)
		}
	}
	return all
})

func parseType(text string) fieldType {
	var t fieldType
	text, t.nonempty = strings.CutPrefix(text, "+")
	switch {
	case text[0] == '[':
		elem := parseType(text[1 : len(text)-1])
		t.kind, t.elem = arrayKind, &elem
	case text[0] == '{':
		elem := parseType(text[1 : len(text)-1])
		t.kind, t.elem = mapKind, &elem
	case strings.Contains(text, "|"):
		t.name, t.values = "string", strings.Split(text, "|")
	case text[0] >= 'A' && text[0] <= 'Z':
		t.kind = objectKind
		t.name, t.ref = strings.CutSuffix(text, "&")
	default:
		t.name = text
	}
	return t
}

// field returns the field called name that a document of version v may have.
func (o *object) field(name string, v version) (field, bool) {
	for _, want := range []string{name, "*"} {
		for _, f := range o.fields {
			if f.name == want && f.since <= v && v <= f.till {
				return f, true
			}
		}
	}
	return field{}, false
}

// names are those of the fields that a document of version v may have.
func (o *object) names(v version) []string {
	var all []string
	for _, f := range o.fields {
		if f.since <= v && v <= f.till && f.name != "*" {
			all = append(all, f.name)
		}
	}
	return all
}
