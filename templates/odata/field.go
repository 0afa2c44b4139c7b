package odata

// field is what a generated type lists for a property whose Go type the switches
// of the codec do not name: see Enum, One, Many and their like.
type field interface {
	decode(d *decoder) bool
	encode(e *encoder)
	validate(v *validator)
}

// field decodes the value that stands here into the field that f points to.
func (d *decoder) field(f any) bool {
	switch f := f.(type) {
	case *Opt[string]:
		return d.null(&f.state) || d.string(&f.value)
	case *Opt[DateTimeOffset]:
		return d.null(&f.state) || d.dateTimeOffset(&f.value)
	case *Opt[bool]:
		return d.null(&f.state) || d.bool(&f.value)
	case *Opt[int32]:
		return d.null(&f.state) || decodeInt(d, &f.value, 32)
	case *Opt[int64]:
		return d.null(&f.state) || decodeInt(d, &f.value, 64)
	case *Opt[float64]:
		return d.null(&f.state) || decodeFloat(d, &f.value, 64)
	case field:
		return f.decode(d)
	case *string:
		return d.noNull() || d.string(f)
	case *[]string:
		return decodeList(d, f, (*decoder).string)
	}
	return d.rareField(f)
}

// rareField is field for the types that are met less often.
func (d *decoder) rareField(f any) bool {
	switch f := f.(type) {
	case *bool:
		return d.noNull() || d.bool(f)
	case *int32:
		return d.noNull() || decodeInt(d, f, 32)
	case *int64:
		return d.noNull() || decodeInt(d, f, 64)
	case *float64:
		return d.noNull() || decodeFloat(d, f, 64)
	case *DateTimeOffset:
		return d.noNull() || d.dateTimeOffset(f)
	case *Date:
		return d.noNull() || d.date(f)
	case *TimeOfDay:
		return d.noNull() || d.timeOfDay(f)
	case *Duration:
		return d.noNull() || d.duration(f)
	case *GUID:
		return d.noNull() || d.guid(f)
	case *Decimal:
		return d.noNull() || d.decimal(f)
	case *[]byte:
		return d.noNull() || d.binary(f)
	case *Raw:
		return d.rawValue(f)
	case *int8:
		return d.noNull() || decodeInt(d, f, 8)
	case *uint8:
		return d.noNull() || decodeUint8(d, f)
	case *int16:
		return d.noNull() || decodeInt(d, f, 16)
	case *float32:
		return d.noNull() || decodeFloat(d, f, 32)
	case *Opt[Date]:
		return d.null(&f.state) || d.date(&f.value)
	case *Opt[TimeOfDay]:
		return d.null(&f.state) || d.timeOfDay(&f.value)
	case *Opt[Duration]:
		return d.null(&f.state) || d.duration(&f.value)
	case *Opt[GUID]:
		return d.null(&f.state) || d.guid(&f.value)
	case *Opt[Decimal]:
		return d.null(&f.state) || d.decimal(&f.value)
	case *Opt[[]byte]:
		return d.null(&f.state) || d.binary(&f.value)
	case *Opt[int8]:
		return d.null(&f.state) || decodeInt(d, &f.value, 8)
	case *Opt[uint8]:
		return d.null(&f.state) || decodeUint8(d, &f.value)
	case *Opt[int16]:
		return d.null(&f.state) || decodeInt(d, &f.value, 16)
	case *Opt[float32]:
		return d.null(&f.state) || decodeFloat(d, &f.value, 32)
	}
	return d.listField(f)
}

// listField is field for collections of primitive values.
func (d *decoder) listField(f any) bool {
	switch f := f.(type) {
	case *[]bool:
		return decodeList(d, f, (*decoder).bool)
	case *[]int8:
		return decodeList(d, f, func(d *decoder, v *int8) bool { return decodeInt(d, v, 8) })
	case *[]Byte:
		return decodeList(d, f, func(d *decoder, v *Byte) bool { return decodeUint8(d, (*uint8)(v)) })
	case *[]int16:
		return decodeList(d, f, func(d *decoder, v *int16) bool { return decodeInt(d, v, 16) })
	case *[]int32:
		return decodeList(d, f, func(d *decoder, v *int32) bool { return decodeInt(d, v, 32) })
	case *[]int64:
		return decodeList(d, f, func(d *decoder, v *int64) bool { return decodeInt(d, v, 64) })
	case *[]float32:
		return decodeList(d, f, func(d *decoder, v *float32) bool { return decodeFloat(d, v, 32) })
	case *[]float64:
		return decodeList(d, f, func(d *decoder, v *float64) bool { return decodeFloat(d, v, 64) })
	case *[]DateTimeOffset:
		return decodeList(d, f, (*decoder).dateTimeOffset)
	case *[]Date:
		return decodeList(d, f, (*decoder).date)
	case *[]TimeOfDay:
		return decodeList(d, f, (*decoder).timeOfDay)
	case *[]Duration:
		return decodeList(d, f, (*decoder).duration)
	case *[]GUID:
		return decodeList(d, f, (*decoder).guid)
	case *[]Decimal:
		return decodeList(d, f, (*decoder).decimal)
	case *[][]byte:
		return decodeList(d, f, (*decoder).binary)
	case *[]Raw:
		return decodeList(d, f, (*decoder).rawValue)
	}
	return d.syntax("internal error: a field has a type that the codec does not know; please report")
}

// null reports whether null stands here and moves behind it; s tells which it
// was.
func (d *decoder) null(s *state) bool {
	if d.data[d.pos] == 'n' && d.literal("null") {
		*s = null
		return true
	}
	*s = present
	return false
}

// noNull is null for a Go type that has no place for it: the null is kept
// beside the value.
func (d *decoder) noNull() bool {
	if d.data[d.pos] == 'n' && d.literal("null") {
		d.odd = true
		return true
	}
	return false
}

// decodeList decodes an array of values without parts. It counts them first: a
// slice that grew would leave the strings that are still in the arena behind.
func decodeList[E any](d *decoder, to *[]E, elem func(*decoder, *E) bool) bool {
	if d.noNull() {
		return true
	}
	if d.data[d.pos] != '[' {
		return d.want("an array")
	}
	start, n := d.pos, 0
	if !d.list(func() bool { n++; return d.skip() }) {
		return false
	}
	d.pos = start
	list := make([]E, n)
	i := 0
	ok := d.list(func() bool {
		d.space()
		i++
		return d.noNull() || elem(d, &list[i-1])
	})
	*to = list
	return ok
}
