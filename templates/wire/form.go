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
	uint64Kind
	numberKind // a member of an enumeration that is a number
	float32Kind
	float64Kind
	bytesKind
	standardKind // bytes whose text is in the standard alphabet, by their type
	objectKind   // a pointer to an Object
	optKind
	listKind
	mapKind
	pointerKind // a value that can be absent, and never is null
	fileKind    // a part of a form, which JSON does not have

	// Those of plain APIs, which stand for others: see kind.in.
	stampKind     // a DateTimeOffset of RFC 3339
	dayKind       // a Date of RFC 3339
	fullTimeKind  // a TimeOfDay with its offset
	periodKind    // a Duration with years, months and weeks, and no sign
	numeralKind   // a Decimal that is a number in JSON
	digitsKind    // a Decimal that is a text in JSON
	base64Kind    // bytes in the standard alphabet
	base64URLKind // bytes in the alphabet of URLs
)

// class is how a value lies in memory, as far as many have one form.
type class uint8

const (
	otherClass  class = iota
	textClass         // as a string
	wideClass         // as an int64, a uint64 or a float64
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

	plain bool // numbers are in no quotes, and finite
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
	reflect.TypeFor[uint64]():             uint64Kind,
	reflect.TypeFor[float32]():            float32Kind,
	reflect.TypeFor[float64]():            float64Kind,
	reflect.TypeFor[[]byte]():             bytesKind,
	reflect.TypeFor[api.Base64]():         standardKind,
	reflect.TypeFor[*api.File]():          fileKind,
}

var (
	objectType = reflect.TypeFor[Object]()
	memberType = reflect.TypeFor[member]()
	optPackage = reflect.TypeFor[api.Opt[bool]]().PkgPath()
)

// member is a member of an enumeration.
type member interface{ IsKnown() bool }

var forms [Base64URL + 1]sync.Map // of *form by reflect.Type, for each Wire

// formOf returns what is known of a type whose values are written as w says.
func formOf(rt reflect.Type, w Wire) *form {
	if c, ok := forms[w].Load(rt); ok {
		return c.(*form)
	}
	c, _ := forms[w].LoadOrStore(rt, newForm(rt, w))
	return c.(*form)
}

func newForm(rt reflect.Type, w Wire) *form {
	c := &form{kind: known[rt], rt: rt, plain: w != OData}
	switch {
	case c.kind != unknownKind:
		c.kind = c.kind.in(w)
	case rt.Implements(memberType) && rt.Kind() == reflect.String:
		c.kind = enumKind
	case rt.Implements(memberType) && (reflect.Zero(rt).CanInt() || reflect.Zero(rt).CanUint()):
		c.kind = numberKind
	case rt.Kind() == reflect.Pointer && rt.Elem().Kind() == reflect.Struct && rt.Implements(objectType):
		c.kind = objectKind
		c.typ = reflect.Zero(rt).Interface().(Object).WireType()
	case IsOpt(rt):
		c.kind = optKind
		c.elem = formOf(rt.Field(1).Type.Elem().Field(0).Type, w)
		c.opt = newOpt(c)
	case rt.Kind() == reflect.Slice:
		c.kind, c.elem = listKind, formOf(rt.Elem(), w)
	case rt.Kind() == reflect.Map && rt.Key().Kind() == reflect.String:
		c.kind, c.elem = mapKind, formOf(rt.Elem(), w)
	case rt.Kind() == reflect.Pointer:
		c.kind, c.elem = pointerKind, formOf(rt.Elem(), w)
	}
	switch rt.Kind() {
	case reflect.String:
		c.class = textClass
	case reflect.Int64, reflect.Uint64, reflect.Float64:
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

// open returns the place that field leads to: a pointer to a value, or what In makes of
// it.
func open(field any) (*form, place) {
	w := OData
	if f, ok := field.(formed); ok {
		field, w = f.field, f.wire
	}
	v := reflect.ValueOf(field)
	if v.Kind() != reflect.Pointer || v.IsNil() {
		var none place
		return &form{}, none
	}
	return formOf(v.Type().Elem(), w), placeIn(v)
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
func Bare(rt reflect.Type) reflect.Type { return formOf(rt, OData).bare().rt }

func (c *form) bare() *form {
	for c.kind == optKind || c.kind == pointerKind {
		c = c.elem
	}
	return c
}
