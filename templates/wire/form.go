package wire

import (
	"reflect"
	"strings"
	"sync"

	"github.com/seed-349153d7/odagen/templates/api"
)

// kind is what the codec does with values of a Go type.
type kind uint8

const (
	unknownKind kind = iota
	textKind         // a string
	enumKind         // a member of an enumeration that is a string
	dateTimeKind
	dateKind
	timeOfDayKind
	durationKind
	guidKind
	decimalKind
	rawKind
	boolKind
	int8Kind
	uint8Kind
	int16Kind
	int32Kind
	int64Kind
	numberKind // a member of an enumeration that is a number
	float32Kind
	float64Kind
	bytesKind
	base64Kind
	objectKind // a pointer to an Object
	optKind
	listKind
	mapKind
	pointerKind // a value that can be absent, and never is null
	fileKind    // a part of a form, which JSON does not have
)

// class is how a value lies in memory, as far as many have one form.
type class uint8

const (
	otherClass  class = iota
	textClass         // as a string
	wideClass         // as an int64 or a float64
	narrowClass       // as an int32 or a float32
)

// form is what the codec knows of a Go type.
type form struct {
	kind  kind
	class class
	rt    reflect.Type
	elem  *form // of an Opt, a list, a map or a pointer
	typ   *Type // of an object
	opt   optLayout
}

// known are the types of which the Go type alone tells the kind.
var known = map[reflect.Type]kind{
	reflect.TypeFor[string]():             textKind,
	reflect.TypeFor[api.DateTimeOffset](): dateTimeKind,
	reflect.TypeFor[api.Date]():           dateKind,
	reflect.TypeFor[api.TimeOfDay]():      timeOfDayKind,
	reflect.TypeFor[api.Duration]():       durationKind,
	reflect.TypeFor[api.GUID]():           guidKind,
	reflect.TypeFor[api.Decimal]():        decimalKind,
	reflect.TypeFor[api.Raw]():            rawKind,
	reflect.TypeFor[bool]():               boolKind,
	reflect.TypeFor[int8]():               int8Kind,
	reflect.TypeFor[uint8]():              uint8Kind,
	reflect.TypeFor[api.Byte]():           uint8Kind,
	reflect.TypeFor[int16]():              int16Kind,
	reflect.TypeFor[int32]():              int32Kind,
	reflect.TypeFor[int64]():              int64Kind,
	reflect.TypeFor[float32]():            float32Kind,
	reflect.TypeFor[float64]():            float64Kind,
	reflect.TypeFor[[]byte]():             bytesKind,
	reflect.TypeFor[api.Base64]():         base64Kind,
	reflect.TypeFor[*api.File]():          fileKind,
}

var (
	objectType = reflect.TypeFor[Object]()
	memberType = reflect.TypeFor[member]()
	optPackage = reflect.TypeFor[api.Opt[bool]]().PkgPath()
)

// member is a member of an enumeration.
type member interface{ IsKnown() bool }

var forms sync.Map // of *form by reflect.Type

// formOf returns what is known of a type.
func formOf(rt reflect.Type) *form {
	if c, ok := forms.Load(rt); ok {
		return c.(*form)
	}
	c, _ := forms.LoadOrStore(rt, newForm(rt))
	return c.(*form)
}

func newForm(rt reflect.Type) *form {
	c := &form{kind: known[rt], rt: rt}
	switch {
	case c.kind != unknownKind:
	case rt.Implements(memberType) && rt.Kind() == reflect.String:
		c.kind = enumKind
	case rt.Implements(memberType) && (reflect.Zero(rt).CanInt() || reflect.Zero(rt).CanUint()):
		c.kind = numberKind
	case rt.Kind() == reflect.Pointer && rt.Elem().Kind() == reflect.Struct && rt.Implements(objectType):
		c.kind = objectKind
		c.typ = reflect.Zero(rt).Interface().(Object).WireType()
	case IsOpt(rt):
		c.kind = optKind
		c.elem = formOf(rt.Field(1).Type.Elem().Field(0).Type)
		c.opt = newOpt(c)
	case rt.Kind() == reflect.Slice:
		c.kind, c.elem = listKind, formOf(rt.Elem())
	case rt.Kind() == reflect.Map && rt.Key().Kind() == reflect.String:
		c.kind, c.elem = mapKind, formOf(rt.Elem())
	case rt.Kind() == reflect.Pointer:
		c.kind, c.elem = pointerKind, formOf(rt.Elem())
	}
	switch rt.Kind() {
	case reflect.String:
		c.class = textClass
	case reflect.Int64, reflect.Float64:
		c.class = wideClass
	case reflect.Int32, reflect.Float32:
		c.class = narrowClass
	}
	return c
}

// IsOpt reports whether a type is an Opt.
func IsOpt(rt reflect.Type) bool {
	return rt.Kind() == reflect.Struct && rt.PkgPath() == optPackage && strings.HasPrefix(rt.Name(), "Opt[")
}

// isNilable reports whether the zero value of the type is a pointer, or starts with one.
func (c *form) isNilable() bool {
	return c.kind == optKind || c.kind == listKind || c.kind == mapKind || c.kind == pointerKind || c.kind == objectKind
}

// open returns the place that field leads to: a pointer to a value.
func open(field any) (*form, place) {
	v := reflect.ValueOf(field)
	if v.Kind() != reflect.Pointer || v.IsNil() {
		var none place
		return &form{}, none
	}
	return formOf(v.Type().Elem()), placeIn(v)
}

// CanBeAbsent reports whether the zero value that field leads to is one that is not there:
// an Opt, a collection, or JSON text. Another is a value that was forgotten when it is empty.
func CanBeAbsent(field any) bool {
	c, _ := open(field)
	return c.kind != objectKind && (c.isNilable() || c.kind == rawKind)
}

// TypeOf returns the type of the value that field leads to, without the Opt or the
// pointer that says that it can be absent; nil when it leads to none.
func TypeOf(field any) reflect.Type {
	c, _ := open(field)
	return c.bare().rt
}

// Bare returns a type without the Opt or the pointer that says that it can be absent.
func Bare(rt reflect.Type) reflect.Type { return formOf(rt).bare().rt }

func (c *form) bare() *form {
	for c.kind == optKind || c.kind == pointerKind {
		c = c.elem
	}
	return c
}
