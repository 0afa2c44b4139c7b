//go:build purego

package api

import "github.com/seed-349153d7/odagen/templates/internal/members"

// WireFill is Fill for the codec that knows T by reflection alone, or makes o null.
func (o *Opt[T]) WireFill(_ members.Key, null bool) any {
	v := Fill(o)
	o.cell.null = null
	return v
}

// WirePeek is Peek for the codec that knows T by reflection alone; v is nil when
// there is no value.
func (o *Opt[T]) WirePeek(members.Key) (v any, isNull bool) {
	if p, isNull := Peek(o); p == nil {
		return nil, isNull
	} else {
		return p, false
	}
}
