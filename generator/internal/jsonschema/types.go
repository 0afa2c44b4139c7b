package jsonschema

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/tree"
)

// Type returns the type of a schema at a place that would call it name, and
// whether it can be null.
func (r *Reader) Type(s *Schema, name api.Name) (t api.Type, nullable bool) {
	v := s.Value()
	if v == nil {
		return api.Untyped, true
	}
	nullable = isNullable(v)
	if !s.leads() {
		return r.newType(s, name, nil), nullable
	}
	to := s.end()
	if to == nil {
		return api.Untyped, true // it is too far away
	}
	return r.named(to), nullable
}

// isNullable reports whether null is a value of s.
func isNullable(s *Schema) bool {
	if s == nil {
		return false
	}
	return s.null.find(func() bool { return s.allowsNull() })
}

func (s *Schema) allowsNull() bool {
	if s.Nullable || s.Types.Includes(TypeNull) || len(s.Types) == 0 && slices.ContainsFunc(s.Enum, (*tree.Node).IsNull) {
		return true
	}
	null := func(part *Schema) bool { return isNullable(part.Value()) }
	if slices.ContainsFunc(s.OneOf, null) || slices.ContainsFunc(s.AnyOf, null) {
		return true
	}
	return len(s.AllOf) > 0 && len(s.Types) == 0 && !slices.ContainsFunc(s.AllOf, func(part *Schema) bool { return !null(part) })
}

// newType returns the type that the schema itself describes. Key is the schema that
// references lead to, nil for one that is written at its place.
func (r *Reader) newType(s *Schema, name api.Name, key *Schema) api.Type {
	if s = s.Value(); s == nil || s.Always != nil {
		return api.Untyped
	}
	if t := r.goType(s, name); t != nil {
		return t
	}
	if len(s.AllOf) > 0 {
		if s.inside {
			return r.loop(s)
		}
		s.inside = true
		defer func(s *Schema) { s.inside = false }(s)
		part, merged := r.merge(s)
		if part != nil {
			return r.only(part, name, key)
		}
		merged.merged = s
		s = merged
	}
	if t := r.composed(s, name, key); t != nil {
		return t
	}
	types := withoutNull(s)
	switch {
	case len(types) > 1:
		return r.severalTypes(s, types, name, key)
	case len(s.Enum) > 0:
		return r.enum(s, types, name, key)
	case len(types) == 0:
		return api.Untyped
	}
	switch types[0] {
	case TypeArray:
		return r.list(s, name, key)
	case TypeObject:
		return r.object(s, name, key)
	}
	r.pattern(s.Pattern, "pattern", s.Place) // to say what is not checked
	if types[0] == TypeInteger && s.Format == "" && s.isBeyondInt64() {
		return api.UInt64
	}
	return primitive(types[0], s.form())
}

// isBeyondInt64 reports whether the bounds of an integer are those of one without a sign
// that 64 bits hold, and 63 do not.
func (s *Schema) isBeyondInt64() bool {
	least, above := bounds(s.Minimum, s.ExclusiveMinimum)
	most, below := bounds(s.Maximum, s.ExclusiveMaximum)
	if strings.HasPrefix(least+above, "-") {
		return false
	}
	n, err := strconv.ParseUint(most+below, 10, 64)
	if below != "" {
		n--
	}
	return err == nil && n > math.MaxInt64
}

// only returns the type of the only part that a schema has beside null. One that is written
// there is what references to the schema lead to, also before it is read.
func (r *Reader) only(part *Schema, name api.Name, key *Schema) api.Type {
	if part.leads() {
		key = nil
	}
	if key == nil {
		t, _ := r.Type(part, name)
		return t
	}
	return r.newType(part, name, key)
}

// loop returns the type of a schema that holds itself through allOf of another: the one
// that is being made of it.
func (r *Reader) loop(s *Schema) api.Type {
	t, ok := s.made.(*api.Struct)
	if !ok {
		r.warnOnce(s.Place, "schema-cycle", "the schema holds itself without an object between, and is kept as JSON text there", "put a property between")
		return api.Untyped
	}
	r.looped[t] = true
	return t
}

// isBinary reports whether a text is bytes.
func isBinary(s *Schema) bool {
	return s.Format == "binary" || s.ContentMediaType != "" && s.ContentEncoding == "" && !strings.HasPrefix(s.ContentMediaType, "text/")
}

// withoutNull returns the types of s but null. What s says about values of one
// type alone tells that type where there is none.
func withoutNull(s *Schema) Types {
	types := slices.DeleteFunc(slices.Clone(s.Types), func(t string) bool { return t == TypeNull })
	if len(types) > 0 || len(s.Types) > 0 && !s.Types.Includes(TypeNull) {
		return types
	}
	switch {
	case s.constant() != nil:
		return kindOf(s.Const)
	case s.Properties.Len() > 0 || values(s.AdditionalProperties) != nil || s.PatternProperties.Len() > 0:
		return Types{TypeObject}
	case s.Items != nil || len(s.PrefixItems) > 0:
		return Types{TypeArray}
	}
	return nil
}

// kindOf returns the type of a value of the document.
func kindOf(n *tree.Node) Types {
	switch n.Kind {
	case tree.Text, tree.Date:
		return Types{TypeString}
	case tree.Bool:
		return Types{TypeBoolean}
	case tree.Integer:
		return Types{TypeInteger}
	case tree.Number:
		if f, err := strconv.ParseFloat(n.Digits(), 64); err == nil && f == float64(int64(f)) {
			return Types{TypeInteger}
		}
		return Types{TypeNumber}
	}
	return nil
}

// list reads an array. What has no name of its own in it takes that of the list,
// unless a reference has that.
func (r *Reader) list(s *Schema, name api.Name, key *Schema) api.Type {
	if key != nil {
		name = Inner(name, "item")
	}
	items := s.Items
	if len(s.PrefixItems) > 0 {
		items = nil // elements by position have types of their own
	}
	elem, nullable := r.Type(items, name)
	return api.List{Elem: element(elem, nullable)}
}

// element is the type of an element of a list or map.
func element(t api.Type, nullable bool) api.Type {
	switch t.(type) {
	case *api.Struct, *api.Union, api.File, api.List, api.Map:
		return t // nil is null
	}
	if t == api.Untyped || !nullable {
		return t
	}
	return api.Nullable{Elem: t}
}

// primitive maps a type and a format of the OpenAPI registry.
func primitive(typ, format string) api.Primitive {
	switch typ {
	case TypeBoolean:
		return api.Boolean
	case TypeInteger:
		switch format {
		case "int8":
			return api.SByte
		case "uint8":
			return api.Byte
		case "int16":
			return api.Int16
		case "int32":
			return api.Int32
		case "uint64":
			return api.UInt64
		}
		return api.Int64
	case TypeNumber:
		switch format {
		case "float":
			return api.Single
		case "decimal":
			return api.Decimal
		}
		return api.Double
	case TypeString:
		return textType(format)
	}
	return api.Untyped
}

// form returns the format of the values of s, which contentEncoding tells for bytes.
func (s *Schema) form() string {
	if s.Format == "" {
		return map[string]string{"base64": "byte", "base64url": "base64url"}[strings.ToLower(s.ContentEncoding)]
	}
	return s.Format
}

// textType maps a format of strings.
func textType(format string) api.Primitive {
	switch format {
	case "date-time":
		return api.DateTimeOffset
	case "date":
		return api.Date
	case "time":
		return api.TimeOfDay
	case "duration":
		return api.Duration
	case "uuid":
		return api.GUID
	case "byte", "base64url":
		return api.Binary
	case "decimal":
		return api.Decimal
	}
	return api.String
}

// makes remembers that t is made of a schema, or of the one that s is merged from:
// properties can lead back to t before its own rules are read.
func makes(t api.Type, s *Schema) { s.whole().made = t }

// whole returns the schema that s is merged from, or s.
func (s *Schema) whole() *Schema {
	if s.merged != nil {
		return s.merged
	}
	return s
}
