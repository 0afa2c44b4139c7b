package odata

import (
	"errors"
	"regexp"
	"strconv"
	"sync"
)

// Facets restrict the values of a property beyond its type.
type Facets struct {
	// MinLength and MaxLength are in characters. In this and MaxItems 0 does not
	// restrict, and -1 is the maximum 0.
	MinLength, MaxLength int

	Pattern string // Go regular expression
	Format  string // see Schema

	MinItems, MaxItems int

	// Minimum and its like are decimal numbers; "" does not restrict.
	Minimum, Maximum, ExclusiveMinimum, ExclusiveMaximum, MultipleOf string

	// Schema has the rules that the other fields cannot tell, for the JSON text of
	// the value; nil for none.
	Schema *Schema
}

// ValueError says which value of an object breaks a rule of its type.
type ValueError struct {
	Pointer string // RFC 6901 JSON pointer to the value
	Message string
}

func (e *ValueError) Error() string { return e.Pointer + ": " + e.Message }

// Validate checks o and what it holds against the rules of its type: members of
// enumerations, facets, properties that must not be null. Absent properties are
// not checked, because an object to update has few. The error joins a
// *ValueError for each value.
func Validate(o Object) error {
	var v validator
	v.object(o)
	return errors.Join(v.errs...)
}

// validator walks an object. prop and facets are of the property it is at.
type validator struct {
	pointer []byte
	errs    []error
	prop    *Property
	facets  *Facets
	depth   int
}

func (v *validator) report(message string) {
	v.errs = append(v.errs, &ValueError{string(v.pointer), message})
}

// at runs check with token added to the pointer.
func (v *validator) at(token string, check func()) {
	n := len(v.pointer)
	v.pointer = append(append(v.pointer, '/'), pointerToken(token)...)
	check()
	v.pointer = v.pointer[:n]
}

func (v *validator) object(o Object) {
	t := o.ODataType()
	if t.Union != nil {
		v.union(o)
		return
	}
	if v.depth == maxDepth {
		v.report("want objects that nest at most 1000 deep")
		return
	}
	v.depth++
	defer func() { v.depth-- }()
	var buf [16]any
	fields := o.ODataFields(buf[:0])
	for i, f := range fields[1:] {
		p := &t.Properties[i]
		v.prop, v.facets = p, p.Facets
		v.at(p.Name, func() { v.field(f) })
	}
	if t.Schema != nil {
		v.whole(t.Schema, o)
	}
	for _, m := range fields[0].(*Members).list {
		if t.Closed && !m.declared && !isControl(m.Name) {
			v.at(m.Name, func() { v.report("want no member that the type does not have") })
		}
		if m.declared && m.Text == "null" {
			v.at(m.Name, func() { v.report("want a value, got null") })
		}
	}
}

// whole checks the JSON text of o. What has none is an error where it is written.
func (v *validator) whole(s *Schema, o Object) {
	if text, err := Marshal(o); err == nil {
		v.schema(s, text)
	}
}

func (v *validator) field(f any) {
	if v.facets != nil && v.facets.Schema != nil {
		v.schema(v.facets.Schema, appendField(nil, f))
	}
	switch o := f.(type) {
	case field:
		o.validate(v)
		return
	case interface{ IsNull() bool }:
		v.null(o.IsNull())
	}
	if v.facets != nil {
		v.primitive(f)
	}
}

// null reports a null that the property must not have.
func (v *validator) null(is bool) {
	if is && v.prop.Flags&Nullable == 0 {
		v.report("want a value, got null")
	}
}

// primitive checks the facets of a field of a primitive type.
func (v *validator) primitive(f any) {
	switch f := f.(type) {
	case *string:
		v.string(*f)
	case *Opt[string]:
		if s, ok := f.Get(); ok {
			v.string(s)
		}
	case *[]string:
		v.items(*f != nil, len(*f))
		for i, s := range *f {
			v.at(strconv.Itoa(i), func() { v.string(s) })
		}
	default:
		v.numbers(appendField(nil, f))
	}
}

// numbers checks a number, or an array and each number in it, given as JSON text.
func (v *validator) numbers(text []byte) {
	n, ok := parseValue(text)
	if !ok {
		return
	}
	if n.kind == '0' {
		if message := v.facets.number(n.text); message != "" {
			v.report(message)
		}
		return
	}
	for i := range n.list {
		if item := &n.list[i]; item.kind == '0' {
			v.at(strconv.Itoa(i), func() {
				if message := v.facets.number(item.text); message != "" {
					v.report(message)
				}
			})
		}
	}
	v.items(n.kind == '[', len(n.list))
}

func (v *validator) string(s string) {
	if v.facets == nil {
		return
	}
	if message := v.facets.text(s); message != "" {
		v.report(message)
	}
}

// items checks the length of a collection.
func (v *validator) items(there bool, n int) {
	switch f := v.facets; {
	case f == nil || !there:
	case n < f.MinItems:
		v.report("want at least " + strconv.Itoa(f.MinItems) + " items, got " + strconv.Itoa(n))
	case tooMany(n, f.MaxItems):
		v.report("want at most " + most(f.MaxItems) + " items, got " + strconv.Itoa(n))
	}
}

// patterns has the compiled expressions: the generator has checked that they
// compile, and a program that validates nothing compiles none.
var patterns sync.Map

func pattern(expr string) *regexp.Regexp {
	if re, ok := patterns.Load(expr); ok {
		return re.(*regexp.Regexp)
	}
	re := regexp.MustCompile(expr)
	patterns.Store(expr, re)
	return re
}

func (f *enumOpt[T]) validate(v *validator) {
	v.null(f.state == null)
	if m, ok := (*Opt[T])(f).Get(); ok {
		validateEnum(v, m)
	}
}

func (f enumValue[T]) validate(v *validator) { validateEnum(v, *f.to) }

func (f *enumList[T]) validate(v *validator) {
	v.items(*f != nil, len(*f))
	for i, m := range *f {
		v.at(strconv.Itoa(i), func() { validateEnum(v, m) })
	}
}

func validateEnum[T enum](v *validator, m T) {
	if !m.IsKnown() {
		v.report("want a member of the enumeration, got " + strconv.Quote(string(m)))
	}
}

func (f *objectOpt[T]) validate(v *validator) {
	v.null(f.state == null)
	if o, ok := (*Opt[T])(f).Get(); ok {
		validateObject(v, o)
	}
}

func (f objectValue[T]) validate(v *validator) { validateObject(v, *f.to) }

func (f *objectList[T]) validate(v *validator) {
	v.items(*f != nil, len(*f))
	for i, o := range *f {
		v.at(strconv.Itoa(i), func() { validateObject(v, o) })
	}
}

func validateObject[T Object](v *validator, o T) {
	if any(o) != any(*new(T)) {
		v.object(o)
	}
}
