package openapi

import (
	"slices"

	"github.com/seed-349153d7/odagen/generator/internal/jsonschema"
	"github.com/seed-349153d7/odagen/generator/internal/openapi/document"
)

// eventFields are the fields of an event (WHATWG HTML, 9.2.6).
var eventFields = []string{"data", "event", "id", "retry"}

// eventData returns the schema of the JSON text that the data of events is; nil for data
// that is text. What is said of each item describes the event, with its fields as
// properties (OpenAPI 3.2, 4.14.3); a schema of earlier versions mostly describes the data.
func (r *reader) eventData(media *document.MediaType) *jsonschema.Schema {
	schema := media.Schema
	if v := schema.Value(); v != nil && v.Types.Is(jsonschema.TypeArray) {
		schema = v.Items
	}
	v := schema.Value()
	switch {
	case v == nil:
		return nil
	case isEvent(v, media.Items):
		return r.dataOf(v, media)
	case onlyText(v), jsonschema.IsFreeObject(v): // of which nothing is said
		return nil
	}
	return schema
}

// dataOf is eventData of the schema of an event.
func (r *reader) dataOf(event *jsonschema.Schema, media *document.MediaType) *jsonschema.Schema {
	if len(event.OneOf)+len(event.AnyOf) > 0 {
		r.warn(media.Place, "event-data", "the events have data of several types by their names, which is left as text", "read it with json.Unmarshal by the name of the event")
		return nil
	}
	data := event.Properties.Get("data")
	v := data.Value()
	switch {
	case v == nil:
		return nil
	case v.ContentSchema != nil:
		return v.ContentSchema
	case onlyText(v):
		return nil
	}
	return data
}

func onlyText(s *jsonschema.Schema) bool {
	return s.Types.Is(jsonschema.TypeString) || len(s.Types) == 0 && s.ContentSchema == nil && s.Properties.Len()+len(s.AllOf)+len(s.AnyOf)+len(s.OneOf) == 0
}

// isEvent reports whether a schema has the fields of an event as its properties. Where it
// can be the data as well, it is an event if it has data that is text, and another field.
func isEvent(s *jsonschema.Schema, item bool) bool {
	for _, p := range s.Properties.All() {
		if !slices.Contains(eventFields, p.Name) {
			return false
		}
	}
	alternatives := slices.Concat(s.OneOf, s.AnyOf)
	if s.Properties.Len() == 0 && len(alternatives) > 0 {
		return !slices.ContainsFunc(alternatives, func(a *jsonschema.Schema) bool {
			v := a.Value()
			return v == nil || !isEvent(v, item)
		})
	}
	data := s.Properties.Get("data").Value()
	if item {
		return data != nil || s.Properties.Get("event") != nil
	}
	return data != nil && onlyText(data) && s.Properties.Len() > 1
}
