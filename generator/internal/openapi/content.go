package openapi

import (
	"fmt"
	"mime"
	"slices"
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
	out := api.Content{Media: best}
	for _, media := range names {
		c, _ := classOf(media)
		switch {
		case media == best:
		case content[media] != nil && sameContent(content[best], class, content[media], c):
			out.Accepts = append(out.Accepts, media)
		case content[media] != nil:
			r.warn(r.at(content[media].Origin), "media-type-left-out", fmt.Sprintf("%q: of several media types, %q is read and written", media, best),
				"nothing is generated for it")
		}
	}
	r.mediaType(&out, class, content[best], name)
	r.encodings(&out, class, content[best])
	return out
}

// sameContent reports whether two media types hold the same, so that one Go type
// stands for both: JSON and forms of one schema, bytes and bytes, text and text.
func sameContent(a *openapi3.MediaType, classA mediaClass, b *openapi3.MediaType, classB mediaClass) bool {
	switch classA {
	case otherMedia, textMedia, eventMedia:
		return classA == classB
	case jsonMedia, formMedia, multipartMedia:
		return (classB == jsonMedia || classB == formMedia || classB == multipartMedia) &&
			a.Schema != nil && b.Schema != nil && a.Schema.Value != nil && a.Schema.Value == b.Schema.Value &&
			!hasFiles(a.Schema.Value, 0) && (classA == classB || isObject(a.Schema.Value))
	}
	return false
}

// isObject reports whether s is an object, which forms can hold.
func isObject(s *openapi3.Schema) bool {
	return s.Type.Is(openapi3.TypeObject) || len(s.Properties) > 0 || len(s.AllOf) > 0
}

// encodings reads how the properties of a form are written.
func (r *reader) encodings(out *api.Content, class mediaClass, media *openapi3.MediaType) {
	for _, name := range inOrder(r, media.Encoding, func(e *openapi3.Encoding) *openapi3.Origin {
		if e == nil {
			return nil
		}
		return e.Origin
	}) {
		e := media.Encoding[name]
		if e == nil {
			continue
		}
		pos := r.at(e.Origin)
		if len(e.Headers) > 0 {
			r.warn(pos, "encoding", fmt.Sprintf("encoding of %q: the header fields of a part are not sent", name), "take them out")
		}
		isJSON := false
		if c, ok := classOf(e.ContentType); ok {
			isJSON = c == jsonMedia
		}
		styled := e.Style != "" || e.Explode != nil || e.AllowReserved
		switch {
		case class == formMedia && styled && slices.Contains(styles["query"], first(e.Style, "form")):
			p := &api.EndpointParam{In: "query", Style: first(e.Style, "form"), AllowReserved: e.AllowReserved}
			p.Name, p.Explode = name, p.Style == "form" || p.Style == "deepObject"
			if e.Explode != nil {
				p.Explode = *e.Explode
			}
			out.Encodings = append(out.Encodings, p)
		case class == formMedia && isJSON && !styled:
			p := &api.EndpointParam{In: "query", Style: "form", JSON: true}
			p.Name = name
			out.Encodings = append(out.Encodings, p)
		case class == multipartMedia && e.ContentType != "" && !styled:
			first, _, _ := strings.Cut(e.ContentType, ",")
			out.Parts = append(out.Parts, api.Part{Name: name, Media: strings.TrimSpace(first)})
		case e.ContentType != "" || styled:
			r.warn(pos, "encoding", fmt.Sprintf("encoding of %q: %q has no such encoding; the default is used", name, out.Media),
				"forms have styles and JSON, multipart forms have media types")
		}
	}
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
		out.Schema = r.rest(media.Schema, out.Type, false)
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
