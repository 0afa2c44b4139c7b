package openapi

import (
	"fmt"
	"mime"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/diag"
)

// mediaClass is how a media type is read and written, the best one first.
type mediaClass int

const (
	jsonMedia mediaClass = iota
	lineMedia
	eventMedia
	multipartMedia
	formMedia
	textMedia
	otherMedia
)

func classOf(media string) (class mediaClass, ok bool) {
	base, _, err := mime.ParseMediaType(media)
	if err != nil {
		return otherMedia, false
	}
	switch {
	case base == "application/json", base == "text/json", strings.HasSuffix(base, "+json"), base == "*/*", base == "application/*":
		return jsonMedia, true
	case base == "application/x-ndjson", base == "application/ndjson", base == "application/jsonl", base == "application/x-jsonlines":
		return lineMedia, true
	case base == "text/event-stream":
		return eventMedia, true
	case base == "multipart/form-data":
		return multipartMedia, true
	case base == "application/x-www-form-urlencoded":
		return formMedia, true
	case strings.HasPrefix(base, "text/") && base != "text/xml":
		return textMedia, true
	}
	return otherMedia, true
}

// content reads the body that content describes, in the media type that says most
// about it. Media is "" when there is none.
func (r *reader) content(content openapi3.Content, name api.Name, pos diag.Position) api.Content {
	best, class := "", otherMedia
	names := inOrder(r, content, func(m *openapi3.MediaType) *openapi3.Origin {
		if m == nil {
			return nil
		}
		return m.Origin
	})
	for _, media := range names {
		c, ok := classOf(media)
		if !ok || content[media] == nil {
			r.warn(pos, "media-type", fmt.Sprintf("%q is no media type", media), "correct the name")
			continue
		}
		if best == "" || c < class {
			best, class = media, c
		}
	}
	if best == "" {
		return api.Content{}
	}
	for _, media := range names {
		if media != best {
			r.warn(r.at(content[media].Origin), "media-type-left-out", fmt.Sprintf("%q: of several media types, %q is read and written", media, best),
				"nothing is generated for it")
		}
	}
	out := api.Content{Media: best}
	r.mediaType(&out, class, content[best], name)
	return out
}

// mediaType fills in the type of a body.
func (r *reader) mediaType(out *api.Content, class mediaClass, media *openapi3.MediaType, name api.Name) {
	switch class {
	case jsonMedia:
		if strings.Contains(out.Media, "*") {
			out.Media = "application/json"
		}
		if media.Schema == nil {
			out.Type = api.Untyped
			return
		}
		if s := media.Schema.Value; s != nil && s.Type.Is(openapi3.TypeString) && s.Format == "binary" {
			out.Type = api.File{}
			return
		}
		out.Type, out.Nullable = r.typeOf(media.Schema, name)
	case lineMedia:
		out.Items = true
		schema := media.Schema
		if schema != nil && schema.Value != nil && schema.Value.Type.Is(openapi3.TypeArray) {
			schema = schema.Value.Items
		}
		out.Type, _ = r.typeOf(schema, name)
	case eventMedia:
		out.Items, out.Type = true, api.String
	case multipartMedia:
		out.Type = r.formType(media.Schema, name)
	case formMedia:
		t, _ := r.typeOf(media.Schema, name)
		switch t.(type) {
		case *api.Struct, api.Map:
			out.Type = t
		default:
			out.Type = api.Map{Elem: api.String}
		}
	case textMedia:
		out.Type = api.String
	default:
		out.Type = api.File{}
	}
}

// formType reads the body of a form with files, which have a type of their own
// there: the same schema in JSON has strings.
func (r *reader) formType(ref *openapi3.SchemaRef, name api.Name) api.Type {
	if ref == nil || ref.Value == nil {
		return api.Map{Elem: api.File{}}
	}
	if !hasFiles(ref.Value, 0) {
		t, _ := r.typeOf(ref, name)
		if _, ok := t.(*api.Struct); ok {
			return t
		}
		return api.Map{Elem: api.File{}}
	}
	s := ref.Value
	if len(s.AllOf) > 0 {
		s = r.flatten(ref, map[*openapi3.Schema]bool{})
	}
	t := r.newStruct(&openapi3.SchemaRef{Value: s, Origin: schemaOrigin(ref)}, name, "")
	for _, prop := range inOrder(r, s.Properties, schemaOrigin) {
		p := s.Properties[prop]
		if p == nil || p.Value == nil {
			continue
		}
		required := false
		for _, name := range s.Required {
			required = required || name == prop
		}
		t.Properties = append(t.Properties, r.formProperty(t, prop, p, required))
	}
	return r.sameStruct(t, name)
}

// formProperty reads a property of a form: a file, several, or as in JSON.
func (r *reader) formProperty(t *api.Struct, name string, ref *openapi3.SchemaRef, required bool) *api.Property {
	s := ref.Value
	p := &api.Property{Name: name, Pos: r.at(schemaOrigin(ref)), Required: required, Doc: r.docOf("", s.Description, s.Deprecated)}
	p.ReadOnly, p.WriteOnly = directions(s, 0)
	switch {
	case s.Type.Includes(openapi3.TypeString) && isBinary(s):
		p.Type = api.File{}
	case s.Items != nil && s.Items.Value != nil && s.Items.Value.Type.Includes(openapi3.TypeString) && isBinary(s.Items.Value):
		p.Type = api.List{Elem: api.File{}}
	default:
		return r.property(t, name, ref, required)
	}
	return p
}

// hasFiles reports whether a property of s is binary.
func hasFiles(s *openapi3.Schema, depth int) bool {
	if depth > maxParts {
		return false
	}
	for _, p := range s.Properties {
		if p == nil || p.Value == nil {
			continue
		}
		if isBinary(p.Value) || p.Value.Items != nil && p.Value.Items.Value != nil && isBinary(p.Value.Items.Value) {
			return true
		}
	}
	for _, part := range s.AllOf {
		if part != nil && part.Value != nil && hasFiles(part.Value, depth+1) {
			return true
		}
	}
	return false
}
