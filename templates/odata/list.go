package odata

// Enum, Enums, One, Many and the others wrap a field for Object.ODataFields
// whose type the codec cannot know: the types of generated packages. A wrapper
// is a pointer and costs no allocation.

// enum is what an enumeration generated as a string type can do.
type enum interface {
	~string
	IsKnown() bool
}

type enumOpt[T enum] Opt[T]

// Enum is a property that holds a member of an enumeration.
//
//go:noinline
func Enum[T enum](to *Opt[T]) any { return (*enumOpt[T])(to) }

func (f *enumOpt[T]) decode(d *decoder) bool {
	return d.null(&f.state) || decodeEnum(d, &f.value)
}

func (f *enumOpt[T]) encode(e *encoder) {
	if e.has(f.state) {
		e.string(string(f.value))
	}
}

type enumValue[T enum] struct{ to *T }

// EnumValue is a property that must hold a member of an enumeration.
//
//go:noinline
func EnumValue[T enum](to *T) any { return enumValue[T]{to} }

func (f enumValue[T]) decode(d *decoder) bool { return d.noNull() || decodeEnum(d, f.to) }

func (f enumValue[T]) encode(e *encoder) { e.string(string(*f.to)) }

type enumList[T enum] []T

// Enums is a collection of members of an enumeration.
//
//go:noinline
func Enums[T enum](to *[]T) any { return (*enumList[T])(to) }

func (f *enumList[T]) decode(d *decoder) bool { return decodeList(d, (*[]T)(f), decodeEnum[T]) }

func (f *enumList[T]) encode(e *encoder) {
	encodeList(e, *f, func(e *encoder, v T) { e.string(string(v)) })
}

func decodeEnum[T enum](d *decoder, to *T) bool {
	s, ok := d.plain("a string")
	if ok {
		*to = T(d.intern(s))
	}
	return ok
}

type objectOpt[T Object] Opt[T]

// One is a property that holds a structured value.
//
//go:noinline
func One[T Object](to *Opt[T]) any { return (*objectOpt[T])(to) }

func (f *objectOpt[T]) decode(d *decoder) bool {
	return d.null(&f.state) || decodeObject(d, &f.value)
}

func (f *objectOpt[T]) encode(e *encoder) {
	if e.has(f.state) {
		encodeObject(e, f.value)
	}
}

type objectValue[T Object] struct{ to *T }

// OneValue is a property that must hold a structured value.
//
//go:noinline
func OneValue[T Object](to *T) any { return objectValue[T]{to} }

func (f objectValue[T]) decode(d *decoder) bool { return d.noNull() || decodeObject(d, f.to) }

func (f objectValue[T]) encode(e *encoder) {
	if any(*f.to) != any(*new(T)) {
		encodeObject(e, *f.to)
	}
}

type objectList[T Object] []T

// Many is a collection of structured values. A nil element is null.
//
//go:noinline
func Many[T Object](to *[]T) any { return (*objectList[T])(to) }

func (f *objectList[T]) decode(d *decoder) bool {
	if d.noNull() {
		return true
	}
	if d.data[d.pos] != '[' {
		return d.want("an array")
	}
	list := []T{}
	ok := d.list(func() bool {
		var v T
		if d.space() == 'n' && d.literal("null") {
			list = append(list, v)
			return true
		}
		if !decodeObject(d, &v) {
			return false
		}
		if list = append(list, v); d.length > maxShared {
			d.settle()
		}
		return true
	})
	*f = list
	return ok
}

func (f *objectList[T]) encode(e *encoder) { encodeList(e, *f, encodeObject[T]) }

func decodeObject[T Object](d *decoder, to *T) bool {
	t := (*to).ODataType()
	o := t.New()
	*to = o.(T)
	return d.object(o, t)
}

func encodeObject[T Object](e *encoder, v T) {
	if any(v) == any(*new(T)) {
		e.buf = append(e.buf, "null"...)
		return
	}
	e.object(v, v.ODataType())
}
