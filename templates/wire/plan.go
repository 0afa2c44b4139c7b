package wire

import (
	"math"
	"math/bits"
	"reflect"
	"strings"
	"sync/atomic"

	"github.com/seed-349153d7/odagen/templates/api"
	"github.com/seed-349153d7/odagen/templates/internal/jsonstr"
	"github.com/seed-349153d7/odagen/templates/internal/members"
)

// plan is how the codec walks the objects of a type. It is made when the type is first
// used, from the table and from what reflect tells of the struct: field i is property i,
// and the Members are where they are.
type plan struct {
	typ      *Type
	pointer  reflect.Type // to the struct
	members  *planField   // nil for a union
	fields   []planField
	required []int
	keys     []int
	objects  int   // how many properties are Opts of objects
	flags    Flags // of all properties together

	// offsets has for each property whose zero value is nil where it is, else always.
	offsets []uint32

	// table finds a property by the hash of its name: one more than its index, at
	// the place that the hash tells or the next that is free.
	table []uint16
	shift uint8

	// first is the property that came first when an object was read last.
	first atomic.Uint32

	name string // as "@odata.type" has it

	value *planField // of a union with a discriminator, its interface
	raw   *planField // of a union
}

const always = math.MaxUint32

// planField is a property of a plan.
type planField struct {
	key    string // the name as JSON text and a colon
	form   *form
	offset uintptr
	index  int
	flags  Flags
	common kind // of strings that are mostly of a common form: see Decoder.common

	// behind is the field of the pointer to the struct that has this field; nil when
	// that is the object itself.
	behind *planField

	// follow is the property that came after this one when it was read last.
	follow atomic.Uint32
}

func (f *planField) name() string { return f.key[1 : len(f.key)-2] }

// planOf returns the plan for objects like o.
func (t *Type) planOf(o Object) *plan {
	if pl := t.plan.Load(); pl != nil {
		return pl
	}
	if t.Of != nil {
		o = t.Of // not o, which can be of a type that embeds the one of t
	}
	t.plan.CompareAndSwap(nil, newPlan(t, reflect.TypeOf(o)))
	return t.plan.Load()
}

// plan returns the plan of the objects that c leads to.
func (c *form) plan() *plan {
	if pl := c.typ.plan.Load(); pl != nil {
		return pl
	}
	return c.typ.planOf(reflect.Zero(c.rt).Interface().(Object))
}

func newPlan(t *Type, pointer reflect.Type) *plan {
	pl := &plan{typ: t, pointer: pointer, name: "#"}
	if !t.Plain {
		pl.name += t.Name
	}
	rt := pointer.Elem()
	membersType := reflect.TypeFor[api.Members]()
	next := 0
	pl.fields, pl.offsets = make([]planField, len(t.Properties)), make([]uint32, len(t.Properties))
	for i := range rt.NumField() {
		sf := rt.Field(i)
		f := &planField{offset: sf.Offset, index: i}
		switch {
		case sf.Type == membersType:
			pl.members = f
		case t.Union != nil && sf.Type.Kind() == reflect.Interface:
			f.form = &form{rt: sf.Type}
			pl.value = f
		case t.Union != nil:
			f.form = formOf(sf.Type, OData)
			pl.raw = f
		case next < len(t.Properties) && t.Properties[next].Flags&Navigation != 0:
			f.form = &form{rt: sf.Type}
			for j := range sf.Type.Elem().NumField() {
				inner := sf.Type.Elem().Field(j)
				pl.property(next, &planField{offset: inner.Offset, index: j, behind: f}, inner.Type)
				next++
			}
		case next < len(t.Properties):
			pl.property(next, f, sf.Type)
			next++
		}
	}
	if next < len(t.Properties) || t.Union == nil && pl.members == nil {
		panic("wire: " + rt.String() + " has other fields than its table")
	}
	pl.hash()
	return pl
}

// property makes f the field of property i.
func (pl *plan) property(i int, from *planField, rt reflect.Type) {
	p := &pl.typ.Properties[i]
	f := &pl.fields[i]
	f.offset, f.index, f.behind = from.offset, from.index, from.behind
	f.key, f.flags = `"`+p.Name+`":`, p.Flags
	w := p.Wire
	if pl.typ.Plain && w == OData {
		w = Plain
	}
	f.form = formOf(rt, w)
	if f.form.kind == optKind && f.form.elem.kind == objectKind {
		pl.objects++
	}
	pl.offsets[i] = always
	switch {
	case f.behind != nil:
		pl.offsets[i] = uint32(f.behind.offset) // there is none of them, or there may be
	case f.form.isNilable() && !f.alwaysThere():
		pl.offsets[i] = uint32(f.offset)
	}
	f.follow.Store(uint32(i + 1))
	c := f.form
	if c.kind == optKind {
		c = c.elem
	}
	f.common = c.kind.common()
	pl.flags |= p.Flags
	if p.Flags&Required != 0 {
		pl.required = append(pl.required, i)
	}
	if p.Flags&Key != 0 {
		pl.keys = append(pl.keys, i)
	}
}

// alwaysThere reports whether the field is a required list or map of a plain type.
func (f *planField) alwaysThere() bool {
	return f.form.plain && f.flags&Required != 0 && (f.form.kind == listKind || f.form.kind == mapKind)
}

// hash makes the table of names, at most a quarter full.
func (pl *plan) hash() {
	n := bits.Len(uint(4 * len(pl.fields)))
	pl.shift = uint8(64 - n)
	pl.table = make([]uint16, 1<<n)
	for i := range pl.fields {
		h := hashOf(pl.fields[i].name()) >> pl.shift
		for pl.table[h] != 0 {
			h = (h + 1) & uint64(len(pl.table)-1)
		}
		pl.table[h] = uint16(i + 1)
	}
}

// hashOf hashes the length of a name and its first and last eight bytes, which tells
// the names of a type apart well enough.
func hashOf[T string | []byte](name T) uint64 {
	n := uint64(len(name))
	if len(name) >= 8 {
		n += jsonstr.Word(name) ^ bits.RotateLeft64(jsonstr.Word(name[len(name)-8:]), 23)
	} else {
		for i := range len(name) {
			n = n<<8 | uint64(name[i])
		}
	}
	return n * 0x9e3779b97f4a7c15
}

// find returns the index of the property called name, or -1.
func (pl *plan) find(name []byte) int {
	for h := hashOf(name) >> pl.shift; ; h = (h + 1) & uint64(len(pl.table)-1) {
		i := int(pl.table[h]) - 1
		if i < 0 || pl.fields[i].name() == string(name) {
			return i
		}
	}
}

// isNullable reports whether the property called name can be null.
func (pl *plan) isNullable(name string) bool {
	i := pl.find([]byte(name))
	return i >= 0 && pl.fields[i].flags&Nullable != 0
}

// structAt returns the place of the struct that the field leads to: of an empty one, to
// read, where it leads nowhere.
func (f *planField) structAt(p place) place {
	v := valueAt(f.form, f.fieldAt(p))
	if v.IsNil() {
		return placeIn(reflect.New(f.form.rt.Elem()))
	}
	return placeIn(v)
}

// makeStruct makes the field lead to a struct, unless it does.
func (f *planField) makeStruct(p place) {
	if v := valueAt(f.form, f.fieldAt(p)); v.IsNil() {
		v.Set(reflect.New(f.form.rt.Elem()))
	}
}

// isOfNavigation reports whether m came with what a navigation property leads to: the
// link to the rest of it, and the like.
func (pl *plan) isOfNavigation(m *members.Entry) bool {
	name, term, ok := strings.Cut(m.Name, "@")
	if !ok || m.Set || strings.TrimPrefix(term, "odata.") == "bind" {
		return false
	}
	i := pl.find(jsonstr.AppendEscaped(nil, name))
	return i >= 0 && pl.fields[i].flags&Navigation != 0
}

// openObject returns the plan and the place of o.
func openObject(o Object) (*plan, place) {
	pl := o.WireType().planOf(o)
	v := reflect.ValueOf(o)
	if v.Type() != pl.pointer {
		v = embedded(v, pl.pointer)
	}
	if v.IsNil() {
		panic("wire: a nil " + pl.pointer.String())
	}
	return pl, placeIn(v)
}

// embedded returns the pointer of the type in a struct that embeds what it leads to, and
// so is an Object.
func embedded(v reflect.Value, pointer reflect.Type) reflect.Value {
	s := reflect.Indirect(v)
	for i := range s.NumField() {
		if !s.Type().Field(i).Anonymous {
			continue
		}
		switch f := s.Field(i); {
		case f.Type() == pointer:
			return f
		case f.Type() == pointer.Elem():
			return f.Addr()
		case reflect.Indirect(f).Kind() == reflect.Struct && f.Type().Implements(objectType), f.Kind() == reflect.Struct && f.Addr().Type().Implements(objectType):
			return embedded(f, pointer)
		}
	}
	panic("wire: " + v.Type().String() + " is no " + pointer.String())
}

// FieldsOf returns the addresses of the fields of o, in the order of the properties.
func FieldsOf(o Object) []any {
	pl, p := openObject(o)
	all := make([]any, len(pl.fields))
	for i := range pl.fields {
		all[i] = pl.field(i, p)
	}
	return all
}

// FieldOf returns the address of the field of a property.
func FieldOf(o Object, i int) any {
	pl, p := openObject(o)
	return pl.field(i, p)
}

// FieldTypes returns the types of the fields of the struct that o points to, or would, in
// the order of the properties.
func FieldTypes(o Object) []reflect.Type {
	pl := o.WireType().planOf(o)
	all := make([]reflect.Type, len(pl.fields))
	for i := range pl.fields {
		all[i] = pl.fields[i].form.rt
	}
	return all
}

// field returns the address of the field of property i, with how it is written where the
// type does not say it.
func (pl *plan) field(i int, p place) any {
	f := &pl.fields[i]
	address := valueAt(f.form, f.fieldAt(p)).Addr().Interface()
	if w := pl.typ.Properties[i].Wire; w != OData {
		return In(w, address)
	}
	return address
}

// MakeObject makes the pointer that field leads to lead to a new object; ok is false for
// one that leads to something else.
func MakeObject(field any) (o Object, ok bool) {
	c, p := open(field)
	if c.kind != objectKind {
		return nil, false
	}
	newObject(c, p)
	return valueAt(c, p).Interface().(Object), true
}
