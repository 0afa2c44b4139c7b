package wire

import (
	"errors"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/seed-349153d7/odagen/templates/api"
)

// IsControl reports whether name is of control information, which every object
// can have.
func IsControl(name string) bool { return strings.Contains(name, "@odata.") }

// Facets restrict the values of a property beyond its type.
type Facets struct {
	// MinLength and MaxLength are in characters. In this and MaxItems 0 does not
	// restrict, and -1 is the maximum 0.
	MinLength, MaxLength int

	Pattern string // Go regular expression

	// Format is the name of a format, which HasFormat knows: schema.HasFormat.
	Format    string
	HasFormat func(format, text string) bool

	MinItems, MaxItems int

	// Minimum and its like are decimal numbers; "" does not restrict.
	Minimum, Maximum, ExclusiveMinimum, ExclusiveMaximum, MultipleOf string

	// Schema has the rules that the other fields cannot tell, for the JSON text of
	// the value; nil for none.
	Schema Rules
}

// Rules are rules for a value as a whole, which is given as JSON text: a
// *schema.Schema.
type Rules interface {
	// Check reports to v what is wrong with the value where v is.
	Check(v *Validator, n *JSONValue)
}

// Validate checks o and what it holds against the rules of its type: members of
// enumerations, facets, properties that must not be null. Absent properties are
// not checked, because an object to update has few. The error joins a
// *ValueError for each value, for about a hundred at most.
func Validate(o Object) error {
	if IsNil(o) {
		return nil
	}
	var v Validator
	v.object(openObject(o))
	return errors.Join(v.Errs...)
}

// Validator walks an object. prop and facets are of the property it is at.
type Validator struct {
	pointer []byte
	Errs    []error
	Prop    *Property
	facets  *Facets
	depth   int

	// Patch says that objects are parts of what they change, but for those in lists: any
	// property can be null, and no rule holds for an object as a whole.
	Patch bool

	allowed int // see Work
	done    int

	// node is the value at the pointer as JSON, once rules have asked for it: what it
	// holds is not made anew for the rules of that. Next is where the next of its members
	// may be.
	node *JSONValue
	next int
}

// maxFaults is how many faults are reported: a text can have a million.
const maxFaults = 101

// Report adds a fault at the place where v is.
func (v *Validator) Report(message string) {
	if len(v.Errs) == maxFaults {
		return
	}
	pointer := cutPointer(string(v.pointer[:min(len(v.pointer), maxPointer+utf8.UTFMax)]))
	v.Errs = append(v.Errs, &api.ValueError{Pointer: pointer, Message: message})
}

// The work that a value is worth, however short it is, and for each byte of it. Rules that
// hold each other can ask for more than any machine does: a value that nests in
// alternatives that nest doubles it with each level.
const (
	leastWork  = 100_000
	workOfByte = 16
)

// Work notes that n rules more are looked at. It is false, and a fault is reported,
// once that is more than the value is worth.
func (v *Validator) Work(n int) bool {
	before := v.done <= leastWork+v.allowed
	v.done += n
	now := v.done <= leastWork+v.allowed
	if before && !now {
		v.Report("the value takes too much work to be checked")
	}
	return now
}

// At runs check with token added to the pointer.
func (v *Validator) At(token string, check func()) {
	n, node, next := len(v.pointer), v.node, v.next
	v.pointer = append(append(v.pointer, '/'), PointerToken(token)...)
	v.node, v.next = node.part(token, &next), 0
	check()
	v.pointer, v.node, v.next = v.pointer[:n], node, next
}

// know makes the value at the pointer known as JSON, of which text returns the text: "" for
// an absent one.
func (v *Validator) know(text func() []byte) {
	if v.node != nil || !v.Work(0) {
		return
	}
	t := text()
	v.allowed = max(v.allowed, workOfByte*len(t))
	if n, ok := ParseValue(t); ok {
		v.node, v.next = &n, 0
	}
}

// follow checks the value at the pointer, which know has made known, against rules.
func (v *Validator) follow(s Rules) {
	if v.node != nil && v.Work(1) {
		s.Check(v, v.node)
	}
}

func (v *Validator) object(pl *plan, p place) {
	t := pl.typ
	if t.Union != nil {
		v.union(pl, p)
		return
	}
	if v.depth == MaxDepth {
		v.Report("want objects that nest at most 1000 deep")
		return
	}
	v.depth++
	defer func() { v.depth-- }()
	if t.Schema != nil && !v.Patch {
		v.know(func() []byte { return textOf(pl, p) })
	}
	for i := range pl.fields {
		f := &pl.fields[i]
		if f.behind != nil && pl.present(p, i) != i {
			continue
		}
		v.Prop, v.facets = &t.Properties[i], t.Properties[i].Facets
		v.At(v.Prop.Name, func() { v.field(f.form, f.fieldAt(p)) })
	}
	if t.Schema != nil && !v.Patch {
		v.follow(t.Schema)
	}
	for _, m := range pl.membersAt(p).List {
		if t.Closed && !m.Declared && (t.Plain || !IsControl(m.Name)) {
			v.At(m.Name, func() { v.Report("want no member that the type does not have") })
		}
		if m.Declared && m.Text == "null" && !v.Patch && (!t.Plain || !pl.isNullable(m.Name)) {
			v.At(m.Name, func() { v.Report("want a value, got null") })
		}
	}
}

// Schema checks a value that is given as JSON text; "" is an absent one.
func (v *Validator) Schema(s Rules, text []byte) {
	v.node = nil
	v.know(func() []byte { return text })
	v.follow(s)
	v.node = nil
}

// textOf returns the JSON text of the object at p. What has none is an error where it is
// written.
func textOf(pl *plan, p place) []byte {
	e := NewEncoder(nil)
	e.object(pl, p)
	text, err := e.Free()
	if err != nil {
		return nil
	}
	return text
}

// Value checks the value that field leads to, which is no property of an object, against
// facets; nil for none.
func (v *Validator) Value(facets *Facets, field any) {
	v.Prop, v.facets = &ElementProperty, facets
	v.Field(field)
}

// Field checks the value that field leads to.
func (v *Validator) Field(field any) {
	v.node = nil
	c, p := open(field)
	v.field(c, p)
}

// field checks the value at p.
func (v *Validator) field(c *form, p place) {
	if v.facets != nil && v.facets.Schema != nil {
		v.know(func() []byte { return appendAt(nil, c, p, Key) })
		if v.node == nil || !v.Patch || v.node.Kind != 'n' {
			v.follow(v.facets.Schema)
		}
	}
	switch c.kind {
	case optKind:
		value, ok, isNull := peekOpt(c, p)
		v.null(isNull)
		if ok {
			v.value(c.elem, value)
		}
	case pointerKind:
		if value := valueAt(c, p); !value.IsNil() {
			if v.facets != nil && v.facets.Schema != nil { // the text of the value is checked already
				rest := *v.facets
				rest.Schema, v.facets = nil, &rest
			}
			v.field(c.elem, placeIn(value))
		}
	default:
		v.value(c, p)
	}
}

// value checks a value that is neither absent nor null.
func (v *Validator) value(c *form, p place) {
	switch c.kind {
	case enumKind:
		if !isKnown(c, p) {
			v.Report("want a member of the enumeration, got " + strconv.Quote(*textAt(p)))
		}
	case numberKind:
		if !isKnown(c, p) {
			v.Report("want a member of the enumeration, got " + strconv.FormatInt(numberOf(c, p), 10))
		}
	case objectKind:
		if o, ok := objectAt(c, p); ok {
			v.object(c.plan(), o)
		}
	case listKind:
		v.list(c, p)
	case mapKind:
		m := valueAt(c, p)
		for _, name := range namesOf(m) {
			v.element(name, c.elem, entryOf(m, name))
		}
	case textKind:
		v.string(*textAt(p))
	default:
		if v.facets != nil {
			v.number(appendAt(nil, c, p, Key))
		}
	}
}

// isKnown reports whether a member of an enumeration is one.
func isKnown(c *form, p place) bool { return valueAt(c, p).Interface().(member).IsKnown() }

// list checks the length of a list, and its items.
func (v *Validator) list(c *form, p place) {
	patch := v.Patch
	v.Patch = false
	defer func() { v.Patch = patch }()
	list := valueAt(c, p)
	v.items(!list.IsNil(), list.Len())
	for i := range list.Len() {
		item := placeOf(list.Index(i))
		switch c.elem.kind {
		case enumKind, numberKind, objectKind, textKind:
			v.At(strconv.Itoa(i), func() { v.value(c.elem, item) })
		case listKind, mapKind, optKind, fileKind:
			v.element(strconv.Itoa(i), c.elem, item)
		default:
			if v.facets != nil {
				v.At(strconv.Itoa(i), func() { v.number(appendAt(nil, c.elem, item, 0)) })
			}
		}
	}
}

// ElementProperty stands for the elements of collections and maps.
var ElementProperty = Property{Flags: Nullable}

// element checks an element, for which the rules of the property do not hold.
func (v *Validator) element(token string, c *form, p place) {
	prop, facets := v.Prop, v.facets
	v.Prop, v.facets = &ElementProperty, nil
	v.At(token, func() { v.field(c, p) })
	v.Prop, v.facets = prop, facets
}

// null reports a null that the property must not have.
func (v *Validator) null(is bool) {
	if is && !v.Patch && v.Prop.Flags&Nullable == 0 {
		v.Report("want a value, got null")
	}
}

// number checks a number that is given as JSON text.
func (v *Validator) number(text []byte) {
	if n, ok := ParseValue(text); ok && n.Kind == '0' {
		if message := v.facets.Number(n.Text); message != "" {
			v.Report(message)
		}
	}
}

func (v *Validator) string(s string) {
	if v.facets == nil {
		return
	}
	if message := v.facets.Text(s); message != "" {
		v.Report(message)
	}
}

// items checks the length of a collection.
func (v *Validator) items(there bool, n int) {
	switch f := v.facets; {
	case f == nil || !there:
	case n < f.MinItems:
		v.Report("want at least " + strconv.Itoa(f.MinItems) + " items, got " + strconv.Itoa(n))
	case TooMany(n, f.MaxItems):
		v.Report("want at most " + Most(f.MaxItems) + " items, got " + strconv.Itoa(n))
	}
}

// patterns has the compiled expressions: the generator has checked that they
// compile, and a program that validates nothing compiles none.
var patterns sync.Map

// Pattern returns a compiled expression.
func Pattern(expr string) *regexp.Regexp {
	if re, ok := patterns.Load(expr); ok {
		return re.(*regexp.Regexp)
	}
	re := regexp.MustCompile(expr)
	patterns.Store(expr, re)
	return re
}
