package odataserver

import (
	"strings"

	"github.com/seed-349153d7/odagen/templates/internal/escape"
	"github.com/seed-349153d7/odagen/templates/internal/literal"
	"github.com/seed-349153d7/odagen/templates/wire"
)

// placeOf returns the path of an entity in the set that the request is for, as a
// URL relative to the host, which a handler behind a proxy does not know; "" for
// an entity without a key.
func (c *call) placeOf(o wire.Object) string {
	var parts []string
	fields := wire.FieldsOf(o)
	for i, p := range o.WireType().Properties {
		if p.Flags&wire.Key != 0 {
			parts = append(parts, escape.Escape(p.Name, escape.SegmentBytes)+"="+escape.Escape(literal.Of(string(wire.AppendFlagged(nil, fields[i], 0)), fields[i]), escape.LiteralBytes))
		}
	}
	path := strings.TrimSuffix(c.R.URL.EscapedPath(), "/")
	if len(parts) > 1 {
		return path + "(" + strings.Join(parts, ",") + ")"
	}
	if id := wire.KeyOf(o); id == "." || id == ".." {
		return path + "('" + id + "')" // which no client takes for a relative path
	} else if id != "" {
		return path + "/" + escape.Escape(id, escape.SegmentBytes)
	}
	return ""
}
