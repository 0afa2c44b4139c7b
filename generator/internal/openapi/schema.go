package openapi

import (
	"fmt"
	"hash/fnv"
	"path"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/seed-349153d7/odagen/generator/internal/api"
)

const schemaRef = "#/components/schemas/"

// component returns the type of the schema called name in components.
func (r *reader) component(name string) api.Type {
	return r.named(schemaRef+name, componentName(name), r.components()[name])
}

// named returns the type of what a reference leads to: key tells it from others.
func (r *reader) named(key string, name api.Name, ref *openapi3.SchemaRef) api.Type {
	if t, ok := r.types[key]; ok {
		return t
	}
	if r.depth[key] {
		r.warn(r.at(schemaOrigin(ref)), "schema-cycle", fmt.Sprintf("schema %q holds itself without an object between, and is kept as JSON text there", name),
			"put a property between")
		return api.Untyped
	}
	r.depth[key] = true
	var t api.Type
	if ref != nil && ref.Ref != "" {
		t, _ = r.typeOf(ref, name)
	} else {
		t = r.newType(ref, name, key)
	}
	delete(r.depth, key)
	r.types[key] = t
	return t
}

// componentName splits "microsoft.graph.user" at its last dot. A name that is
// no qualified name of OData stays whole.
func componentName(name string) api.Name {
	i := strings.LastIndexByte(name, '.')
	if i < 1 || i == len(name)-1 {
		return api.Name{Local: name}
	}
	return api.Name{Namespace: name[:i], Local: name[i+1:]}
}

// typeOf returns the type of a schema at a place that would call it name, and
// whether it can be null.
func (r *reader) typeOf(ref *openapi3.SchemaRef, name api.Name) (t api.Type, nullable bool) {
	if ref == nil || ref.Value == nil {
		return api.Untyped, true
	}
	nullable = isNullable(ref.Value, 0)
	if ref.Ref == "" {
		return r.newType(ref, name, ""), nullable
	}
	key := r.target(ref)
	if component, ok := strings.CutPrefix(key, schemaRef); ok && r.components()[component] != nil {
		return r.component(component), nullable
	}
	if t, ok := r.types[key]; ok {
		return t, nullable
	}
	if alias := r.aliases[key]; alias != "" {
		return r.named(key, componentName(alias), &openapi3.SchemaRef{Value: ref.Value, Origin: ref.Value.Origin}), nullable
	}
	local := key[strings.LastIndexAny(key, "/#")+1:]
	if file, fragment, _ := strings.Cut(key, "#"); strings.Trim(fragment, "/") == "" {
		local = strings.TrimSuffix(path.Base(file), path.Ext(file))
	}
	return r.named(key, r.unique(componentName(unescapeToken(local))), &openapi3.SchemaRef{Value: ref.Value, Origin: ref.Value.Origin}), nullable
}

// target returns what ref leads to, the same for all references to it: a pointer
// into the document, or into another file.
func (r *reader) target(ref *openapi3.SchemaRef) string {
	u := ref.RefPath()
	if u == nil {
		return ref.Ref
	}
	fragment := "#" + strings.TrimPrefix(u.Fragment, "#")
	if u.Path == "" || u.Path == r.abs {
		return fragment
	}
	return u.Path + fragment
}

// unescapeToken reverses the escapes of JSON pointers (RFC 6901, 4).
func unescapeToken(s string) string {
	return strings.NewReplacer("~1", "/", "~0", "~").Replace(s)
}

// unique returns name, or one like it that no other type has.
func (r *reader) unique(name api.Name) api.Name {
	if r.names[name.String()] {
		name.Local += "_type"
	}
	for local, n := name.Local, 0; r.names[name.String()]; n++ {
		h := fnv.New32a()
		fmt.Fprint(h, local, n)
		name.Local = fmt.Sprintf("%s_%08x", local, h.Sum32())
	}
	r.names[name.String()] = true
	return name
}

// own is the name of a new type: name itself for what a reference leads to by key,
// which has it alone.
func (r *reader) own(name api.Name, key string) api.Name {
	if key != "" {
		return name
	}
	return r.unique(name)
}

// inner is the name of the type of a part of a type.
func inner(name api.Name, part string) api.Name {
	return api.Name{Namespace: name.Namespace, Local: name.Local + "_" + part}
}

// isNullable reports whether null is a value of s.
func isNullable(s *openapi3.Schema, depth int) bool {
	if s == nil || depth > 20 {
		return false
	}
	if s.Nullable || s.Type.IncludesNull() || slices.Contains(s.Enum, nil) && s.Type.IsEmpty() {
		return true
	}
	null := func(ref *openapi3.SchemaRef) bool { return ref != nil && isNullable(ref.Value, depth+1) }
	if slices.ContainsFunc(s.OneOf, null) || slices.ContainsFunc(s.AnyOf, null) {
		return true
	}
	return len(s.AllOf) > 0 && s.Type.IsEmpty() && !slices.ContainsFunc(s.AllOf, func(ref *openapi3.SchemaRef) bool { return !null(ref) })
}

// newType returns the type that the schema itself describes. Key is what
// references call it, "" when none does.
func (r *reader) newType(ref *openapi3.SchemaRef, name api.Name, key string) api.Type {
	if ref == nil || ref.Value == nil || ref.Value.Always != nil {
		return api.Untyped
	}
	if t := r.goType(ref, name); t != nil {
		return t
	}
	if len(ref.Value.AllOf) > 0 {
		part, merged := r.merge(ref)
		if part != nil {
			t, _ := r.typeOf(part, name)
			return t
		}
		r.mergedFrom[merged.Value] = ref.Value
		ref = merged
	}
	s := ref.Value
	if t := r.composed(ref, name, key); t != nil {
		return t
	}
	types := withoutNull(s)
	switch {
	case len(types) > 1:
		return r.severalTypes(ref, types, name, key)
	case len(s.Enum) > 0:
		return r.enum(ref, types, name, key)
	case len(types) == 0:
		return api.Untyped
	}
	switch types[0] {
	case openapi3.TypeArray:
		return r.list(s, name, key)
	case openapi3.TypeObject:
		return r.object(ref, name, key)
	}
	r.pattern(s.Pattern, "pattern", schemaOrigin(ref)) // to say what is not checked
	return primitive(types[0], s.Format)
}

func isBinary(s *openapi3.Schema) bool {
	return s.Format == "binary" || s.ContentMediaType != "" && s.ContentEncoding == "" && !strings.HasPrefix(s.ContentMediaType, "text/")
}

// withoutNull returns the types of s but null. What s says about values of one
// type alone tells that type where there is none.
func withoutNull(s *openapi3.Schema) []string {
	types := slices.DeleteFunc(slices.Clone(s.Type.Slice()), func(s string) bool { return s == openapi3.TypeNull })
	if len(types) > 0 || !s.Type.IsEmpty() && !s.Type.IncludesNull() {
		return types
	}
	switch {
	case s.Const != nil:
		return kindOf(s.Const)
	case len(s.Properties) > 0 || s.AdditionalProperties.Schema != nil || len(s.PatternProperties) > 0:
		return []string{openapi3.TypeObject}
	case s.Items != nil || len(s.PrefixItems) > 0:
		return []string{openapi3.TypeArray}
	}
	return nil
}

// kindOf returns the type of a value of the document.
func kindOf(v any) []string {
	switch v := v.(type) {
	case string:
		return []string{openapi3.TypeString}
	case bool:
		return []string{openapi3.TypeBoolean}
	case int, int64, uint64:
		return []string{openapi3.TypeInteger}
	case float64:
		if v == float64(int64(v)) {
			return []string{openapi3.TypeInteger}
		}
		return []string{openapi3.TypeNumber}
	}
	return nil
}

// list reads an array. What has no name of its own in it takes that of the list,
// unless a reference has that.
func (r *reader) list(s *openapi3.Schema, name api.Name, key string) api.Type {
	if key != "" {
		name = inner(name, "item")
	}
	items := s.Items
	if len(s.PrefixItems) > 0 {
		items = nil // elements by position have types of their own
	}
	elem, nullable := r.typeOf(items, name)
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
	case openapi3.TypeBoolean:
		return api.Boolean
	case openapi3.TypeInteger:
		switch format {
		case "int8":
			return api.SByte
		case "uint8":
			return api.Byte
		case "int16":
			return api.Int16
		case "int32":
			return api.Int32
		}
		return api.Int64
	case openapi3.TypeNumber:
		switch format {
		case "float":
			return api.Single
		case "decimal":
			return api.Decimal
		}
		return api.Double
	case openapi3.TypeString:
		return textType(format)
	}
	return api.Untyped
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
func (r *reader) makes(t api.Type, s *openapi3.Schema) { r.made[r.whole(s)] = t }

// whole returns the schema that s is merged from, or s.
func (r *reader) whole(s *openapi3.Schema) *openapi3.Schema {
	if whole := r.mergedFrom[s]; whole != nil {
		return whole
	}
	return s
}

func (r *reader) docOf(summary, text string, deprecated bool) api.Doc {
	d := api.Doc{Summary: strings.TrimSpace(summary), Text: strings.TrimSpace(text)}
	if deprecated {
		d.Deprecated = "the description says so."
	}
	return d
}
