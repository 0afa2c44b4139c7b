//go:build purego

package wire

import (
	"reflect"
	"strings"
	"unicode/utf8"

	"github.com/seed-349153d7/odagen/templates/api"
	"github.com/seed-349153d7/odagen/templates/internal/jsonstr"
	"github.com/seed-349153d7/odagen/templates/internal/members"
)

// The functions of place.go by reflect alone, for builds with the tag purego.

// place is a value that can be set.
type place = reflect.Value

func placeOf(v reflect.Value) place { return v }

func placeIn(pointer reflect.Value) place { return pointer.Elem() }

func valueAt(_ *form, p place) reflect.Value { return p }

func (f *planField) fieldAt(p place) place {
	if f.behind != nil {
		p = f.behind.structAt(p)
	}
	return p.Field(f.index)
}

func (f *planField) isNil(p place) bool { return p.Field(f.index).IsNil() }

func (pl *plan) membersAt(p place) *members.Store {
	return p.Field(pl.members.index).Addr().Interface().(*api.Members).Wire(members.Key{})
}

func (pl *plan) present(p place, i int) int {
	for ; i < len(pl.fields); i++ {
		f := &pl.fields[i]
		if f.behind != nil {
			if f.behind.isNil(p) {
				continue
			}
			break
		}
		v := p.Field(f.index)
		if pl.offsets[i] == always {
			break
		}
		if f.form.kind != optKind {
			if !v.IsNil() {
				break
			}
		} else if _, ok, isNull := peekOpt(f.form, v); ok || isNull {
			break
		}
	}
	return i
}

// addressAt returns the address of p as a *T, of whose underlying type p is.
func addressAt[T any](p place) *T {
	return p.Addr().Convert(reflect.TypeFor[*T]()).Interface().(*T)
}

func textAt(p place) *string     { return addressAt[string](p) }
func boolAt(p place) *bool       { return addressAt[bool](p) }
func int8At(p place) *int8       { return addressAt[int8](p) }
func uint8At(p place) *uint8     { return addressAt[uint8](p) }
func int16At(p place) *int16     { return addressAt[int16](p) }
func int32At(p place) *int32     { return addressAt[int32](p) }
func int64At(p place) *int64     { return addressAt[int64](p) }
func uint64At(p place) *uint64   { return addressAt[uint64](p) }
func float32At(p place) *float32 { return addressAt[float32](p) }
func float64At(p place) *float64 { return addressAt[float64](p) }
func bytesAt(p place) *[]byte    { return addressAt[[]byte](p) }

func textsAt(_ *form, p place) []string {
	if p.IsNil() {
		return nil
	}
	list := make([]string, p.Len())
	for i := range list {
		list[i] = p.Index(i).String()
	}
	return list
}

func setTexts(c *form, p place, list []string) {
	v := reflect.MakeSlice(c.rt, len(list), len(list))
	for i, s := range list {
		v.Index(i).SetString(s)
	}
	p.Set(v)
}

func objectAt(_ *form, p place) (o place, ok bool) { return p.Elem(), !p.IsNil() }

func newObject(c *form, p place) place {
	p.Set(reflect.New(c.rt.Elem()))
	return p.Elem()
}

func objectsAt(_ *form, p place) (n int, isNil bool) { return p.Len(), p.IsNil() }

func objectIn(_ *form, p place, i int) (o place, ok bool) { return objectAt(nil, p.Index(i)) }

type pointers struct{ room []reflect.Value }

func (l *pointers) clear() {
	clear(l.room)
	l.room = l.room[:0]
}

func (l *pointers) start() int { return len(l.room) }

func (l *pointers) add(c *form) (o place) {
	if c == nil {
		l.room = append(l.room, reflect.Value{})
		return o
	}
	v := reflect.New(c.rt.Elem())
	l.room = append(l.room, v)
	return v.Elem()
}

func (l *pointers) give(c *form, start int, p place) {
	list := reflect.MakeSlice(c.rt, len(l.room)-start, len(l.room)-start)
	for i, v := range l.room[start:] {
		if v.IsValid() {
			list.Index(i).Set(v)
		}
	}
	p.Set(list)
	clear(l.room[start:])
	l.room = l.room[:start]
}

type cells struct{}

func (*cells) open(int) (none, also struct{}) { return none, also }

func (*cells) close(_, _ struct{}) {}

type optLayout struct{}

func newOpt(*form) optLayout { return optLayout{} }

// opt is the side of an Opt that is there for builds with the tag.
type opt interface {
	WireFill(k members.Key, null bool) any
	WirePeek(k members.Key) (v any, isNull bool)
}

func optAt(p place) opt { return p.Addr().Interface().(opt) }

func setNull(_ *form, p place) { optAt(p).WireFill(members.Key{}, true) }

func setAbsent(_ *form, p place) { p.SetZero() }

func setBool(_ *form, p place, v bool) {
	*optAt(p).WireFill(members.Key{}, false).(*bool) = v
}

func peekOpt(_ *form, p place) (v place, ok, isNull bool) {
	value, isNull := optAt(p).WirePeek(members.Key{})
	if value == nil {
		return place{}, false, isNull
	}
	return reflect.ValueOf(value).Elem(), true, false
}

func (*cells) fillOpt(_ *form, p place) place {
	return reflect.ValueOf(optAt(p).WireFill(members.Key{}, false)).Elem()
}

func (s *cells) setText(c *form, p place, text string) { *textAt(s.fillOpt(c, p)) = text }

func (s *cells) fillObject(c *form, p place) place {
	return newObject(c.elem, reflect.ValueOf(optAt(p).WireFill(members.Key{}, false)).Elem())
}

type texts struct{ chunk strings.Builder }

func (t *texts) copy(b []byte) string {
	if len(b) > maxChunked {
		return string(b)
	}
	used := t.chunk.Len()
	if t.chunk.Cap()-used < len(b) {
		t.chunk.Reset()
		t.chunk.Grow(chunkSize)
		used = 0
	}
	t.chunk.Write(b) // the chunk does not grow, so what is in it stays where it is
	return t.chunk.String()[used:]
}

func (t *texts) take(data []byte, pos int) (s string, end int) {
	end, ascii := jsonstr.TextEnd(data, pos)
	if end == len(data) || data[end] != '"' || !ascii && !utf8.Valid(data[pos:end]) {
		return "", -1
	}
	return t.copy(data[pos:end]), end + 1
}
