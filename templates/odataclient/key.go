package odataclient

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/seed-349153d7/odagen/templates/internal/jsonstr"
	"github.com/seed-349153d7/odagen/templates/internal/literal"
	"github.com/seed-349153d7/odagen/templates/odata"
	"github.com/seed-349153d7/odagen/templates/wire"
)

// setKey gives o the key that it was sent to, as far as the literals are of its key
// properties and fit them. A literal without a name is that of the only one.
func setKey(o wire.Object, key []Arg) {
	fields := wire.FieldsOf(o)
	properties := o.WireType().Properties
	keys := 0
	for _, p := range properties {
		if p.Flags&wire.Key != 0 {
			keys++
		}
	}
	for i, p := range properties {
		if p.Flags&wire.Key == 0 {
			continue
		}
		for _, a := range key {
			if a.Name == p.Name || a.Name == "" && keys == 1 {
				_ = wire.DecodeField(jsonOf(a.Literal), fields[i]) // what does not fit leaves it as it was
			}
		}
	}
}

// jsonOf returns the JSON text of a literal of URLs.
func jsonOf(text string) []byte {
	if text, ok := literal.Cut(text); ok {
		return jsonstr.AppendQuoted(nil, text)
	}
	if _, err := strconv.ParseInt(text, 10, 64); err == nil || text == "true" || text == "false" {
		return []byte(text)
	}
	return jsonstr.AppendQuoted(nil, text)
}

// keyOf returns the key of the entity that the header of an answer names (OData
// Protocol 4.01, 8.3.4 and 8.3.5). The entity was added to the set at the end of a path.
func keyOf(h http.Header, path string) []Arg {
	set := path[strings.LastIndexByte(path, '/')+1:]
	for _, name := range []string{"OData-EntityId", "Location"} {
		if key := keyIn(h.Get(name), set); key != nil {
			return key
		}
	}
	return nil
}

// keyIn returns the key at the end of the URL of an entity: in parentheses, or a segment
// behind the set.
func keyIn(link, set string) []Arg {
	link, _, _ = strings.Cut(link, "?")
	link, _, _ = strings.Cut(link, "#")
	before, last := "", link
	if slash := strings.LastIndexByte(link, '/'); slash >= 0 {
		before, last = link[:slash], link[slash+1:]
	}
	text, err := url.PathUnescape(last)
	if err != nil || text == "" {
		return nil
	}
	name, inside, ok := strings.Cut(text, "(")
	inside, closed := strings.CutSuffix(inside, ")")
	if !ok || !closed || name == "" || before != "" && before[strings.LastIndexByte(before, '/')+1:] == set {
		if before == "" {
			return nil // the name of a set, or of a singleton
		}
		return []Arg{{Literal: odata.Quote(text)}}
	}
	return keyParts(inside)
}

// keyParts returns the parts of a key in parentheses; nil when that is none.
func keyParts(text string) []Arg {
	var parts []Arg
	for text != "" {
		end := literalEnd(text)
		part := text[:end]
		name, literal := "", part
		if equal := strings.IndexByte(part, '='); equal >= 0 && !strings.Contains(part[:equal], "'") {
			name, literal = part[:equal], part[equal+1:]
		}
		if literal == "" {
			return nil
		}
		parts = append(parts, Arg{Name: name, Literal: literal})
		text = strings.TrimPrefix(text[end:], ",")
	}
	return parts
}

// literalEnd returns where the first comma stands in text that is in no quotes.
func literalEnd(text string) int {
	quoted := false
	for i := range len(text) {
		switch {
		case text[i] == '\'':
			quoted = !quoted
		case text[i] == ',' && !quoted:
			return i
		}
	}
	return len(text)
}
