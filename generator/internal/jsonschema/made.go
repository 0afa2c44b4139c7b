package jsonschema

import "github.com/seed-349153d7/odagen/generator/internal/tree"

// ArrayOf returns the schema of an array, whose items have the schema at a place.
func (d *Document) ArrayOf(items tree.Place) *Schema {
	return &Schema{Place: items, doc: d, Types: Types{TypeArray}, Items: d.Schema(items)}
}

// Object returns the schema of an object that is described by its properties alone.
func (d *Document) Object(at tree.Place, properties []Named, required []string) *Schema {
	return &Schema{Place: at, doc: d, Types: Types{TypeObject}, Properties: Properties{list: properties}, Required: required}
}

// Parameter reads the schema that is in a parameter of Swagger 2.0, or in a header field,
// among its other fields.
func (d *Document) Parameter(p tree.Place) *Schema {
	s := d.FormParameter(p)
	s.Title, s.Description, s.Deprecated, s.extensions = "", "", false, nil
	return s
}

// FormParameter is Parameter for what is in a form, where the description is one of the
// value.
func (d *Document) FormParameter(p tree.Place) *Schema {
	s := &Schema{Place: p, doc: d, extensions: []*tree.Node{p.Node}}
	d.fill(s)
	s.Required, s.Nullable = nil, false
	return s
}
