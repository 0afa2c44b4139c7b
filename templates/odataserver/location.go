package odataserver

import (
	"strings"

	"github.com/seed-349153d7/odagen/templates/internal/escape"
	"github.com/seed-349153d7/odagen/templates/internal/literal"
	"github.com/seed-349153d7/odagen/templates/wire"
)

// placeOf returns the path of an entity in the set that the request is for, as a
// URL relative to the host, which a handler behind a proxy does not know; "" for
// an entity without a key, or with a part of it.
func (c *call) placeOf(o wire.Object) string {
	var names, literals []string
	fields := wire.FieldsOf(o)
	for i, p := range o.WireType().Properties {
		if p.Flags&wire.Key == 0 {
			continue
		}
		text := wire.AppendFlagged(nil, fields[i], wire.Key)
		if len(text) == 0 {
			return ""
		}
		names = append(names, escape.Escape(p.Name, escape.SegmentBytes))
		literals = append(literals, escape.Escape(literal.Of(string(text), fields[i]), escape.LiteralBytes))
	}
	path := strings.TrimSuffix(c.R.URL.EscapedPath(), "/")
	switch id := wire.KeyOf(o); {
	case len(literals) == 0:
		return ""
	case len(literals) > 1:
		for i := range literals {
			literals[i] = names[i] + "=" + literals[i]
		}
	case c.router.segments && strings.Trim(id, ".") != "": // clients resolve segments of dots
		return path + "/" + escape.Escape(id, escape.SegmentBytes)
	}
	return path + "(" + strings.Join(literals, ",") + ")"
}
