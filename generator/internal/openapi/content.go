package openapi

import (
	"fmt"
	"mime"
	"slices"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/jsonschema"
	"github.com/seed-349153d7/odagen/generator/internal/openapi/document"
	"github.com/seed-349153d7/odagen/generator/internal/tree"
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
	case base == "application/x-ndjson", base == "application/ndjson", base == "application/jsonl", base == "application/x-jsonl",
		base == "application/jsonlines", base == "application/x-jsonlines", base == "application/json-lines",
		base == "application/json-seq", strings.HasSuffix(base, "+json-seq"):
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

// answerContent is content for an answer: nothing takes a form with parts apart there.
func (r *reader) answerContent(content document.Content, name api.Name, at tree.Place) api.Content {
	out := r.contentAs(content, name, at, func(media string) (mediaClass, bool) {
		class, ok := classOf(media)
		if class == multipartMedia {
			class = otherMedia
		}
		return class, ok
	})
	for _, media := range content {
		if class, _ := classOf(media.Name); !out.Items && out.Stream == nil && isStream(class) {
			out.Stream = &api.Content{Media: media.Name}
			r.mediaType(out.Stream, class, media, jsonschema.Inner(name, "item"))
			out.Others = slices.DeleteFunc(out.Others, func(m string) bool { return m == media.Name })
		}
	}
	return out
}

// isStream reports whether a body is a sequence of items.
func isStream(class mediaClass) bool { return class == lineMedia || class == eventMedia }

// content reads the body that content describes, in the media type that says most
// about it. Media is "" when there is none.
func (r *reader) content(content document.Content, name api.Name, at tree.Place) api.Content {
	return r.contentAs(content, name, at, classOf)
}

func (r *reader) contentAs(content document.Content, name api.Name, at tree.Place, classOf func(string) (mediaClass, bool)) api.Content {
	var best *document.MediaType
	class := otherMedia
	for _, media := range content {
		c, ok := classOf(media.Name)
		if !ok {
			r.warn(at, "media-type", fmt.Sprintf("%q is no media type", media.Name), "correct the name")
			continue
		}
		if best == nil || c < class {
			best, class = media, c
		}
	}
	if best == nil {
		return api.Content{}
	}
	out := api.Content{Media: best.Name}
	for _, media := range content {
		c, ok := classOf(media.Name)
		switch {
		case !ok:
		case media == best:
		case sameContent(best, class, media, c):
			out.Accepts = append(out.Accepts, media.Name)
		case best.Schema.Value() != nil && best.Schema.Value() == media.Schema.Value() && !isStream(c):
			// The same once more, as XML or as what a framework lists for all.
			r.warn(media.Place, "media-type-left-out", fmt.Sprintf("%q: of several media types of one schema, %q is read and written", media.Name, best.Name),
				"nothing is generated for it")
		default:
			out.Others = append(out.Others, media.Name)
		}
	}
	r.mediaType(&out, class, best, name)
	r.encodings(&out, class, best)
	return out
}

// sameContent reports whether two media types hold the same, so that one Go type
// stands for both: JSON and forms of one schema, bytes and bytes, text and text.
func sameContent(a *document.MediaType, classA mediaClass, b *document.MediaType, classB mediaClass) bool {
	switch classA {
	case otherMedia, textMedia, eventMedia:
		return classA == classB
	case jsonMedia, formMedia, multipartMedia:
		return (classB == jsonMedia || classB == formMedia || classB == multipartMedia) &&
			a.Schema.Value() != nil && a.Schema.Value() == b.Schema.Value() &&
			!jsonschema.HasFiles(a.Schema) && (classA == classB || jsonschema.IsObject(a.Schema))
	}
	return false
}

// encodings reads how the properties of a form are written. What has a style has no media
// type (OpenAPI 3.1, 4.8.15).
func (r *reader) encodings(out *api.Content, class mediaClass, media *document.MediaType) {
	if class != formMedia && class != multipartMedia {
		return
	}
	for _, e := range media.Encoding {
		isJSON := false
		if c, ok := classOf(e.ContentType); ok {
			isJSON = c == jsonMedia
		}
		file := class == multipartMedia && isFileOf(out.Type, e.Name)
		styled := !file && (e.Style != "" || e.Explode != nil || e.AllowReserved)
		switch {
		case styled && slices.Contains(styles["query"], first(e.Style, "form")):
			p := &api.EndpointParam{In: "query", Style: first(e.Style, "form"), AllowReserved: e.AllowReserved, Separators: e.Separators}
			p.Name, p.Explode = e.Name, p.Style == "form" || p.Style == "deepObject"
			if e.Explode != nil {
				p.Explode = *e.Explode
			}
			out.Encodings = append(out.Encodings, p)
		case styled:
			r.warn(e.Place, "encoding", fmt.Sprintf("encoding of %q: %q is no style of forms; the default is used", e.Name, e.Style),
				"use form, spaceDelimited, pipeDelimited or deepObject")
		case class == multipartMedia:
			r.part(out, e)
		case isJSON:
			p := &api.EndpointParam{In: "query", Style: "form", JSON: true}
			p.Name = e.Name
			out.Encodings = append(out.Encodings, p)
		case e.ContentType != "" && !strings.HasPrefix(e.ContentType, "text/plain"):
			r.warn(e.Place, "encoding", fmt.Sprintf("encoding of %q: %q has no such encoding; the default is used", e.Name, out.Media),
				"forms have styles and JSON, multipart forms have media types")
		}
	}
}

// part reads what is said of a part of a multipart form.
func (r *reader) part(out *api.Content, e *document.Encoding) {
	media, _, _ := strings.Cut(e.ContentType, ",")
	part := api.Part{Name: e.Name, Media: strings.TrimSpace(media)}
	for _, h := range e.Headers {
		if h.Required && !strings.EqualFold(h.Name, "Content-Type") {
			part.Required = append(part.Required, h.Name)
		}
	}
	if len(e.Headers) > 0 && !isFileOf(out.Type, e.Name) {
		part.Required = nil
		r.warn(e.Place, "encoding", fmt.Sprintf("encoding of %q: only a file has header fields; those of this part are not sent", e.Name), "make the part a file, or take them out")
	}
	if part.Media != "" || part.Required != nil {
		out.Parts = append(out.Parts, part)
	}
}

// isFileOf reports whether a property of a form is a file, or several.
func isFileOf(form api.Type, name string) bool {
	s, ok := form.(*api.Struct)
	if !ok {
		return true // of a form of files
	}
	for _, p := range s.Properties {
		if p.Name == name {
			t := p.Type
			if list, ok := t.(api.List); ok {
				t = list.Elem
			}
			return t == api.Type(api.File{})
		}
	}
	return false
}

// mediaType fills in the type of a body.
func (r *reader) mediaType(out *api.Content, class mediaClass, media *document.MediaType, name api.Name) {
	switch class {
	case jsonMedia:
		if media.Schema == nil {
			out.Type = api.Untyped
			return
		}
		if s := media.Schema.Value(); s != nil && s.Types.Is(jsonschema.TypeString) && s.Format == "binary" {
			out.Type = api.File{}
			return
		}
		out.Type, out.Nullable = r.Type(media.Schema, name)
		out.Schema, out.Wire = r.Rest(media.Schema, out.Type, false), r.Wire(media.Schema)
	case lineMedia:
		out.Items = true
		schema := media.Schema
		if v := schema.Value(); v != nil && v.Types.Is(jsonschema.TypeArray) {
			schema = v.Items
		}
		out.Type, _ = r.Type(schema, name)
	case eventMedia:
		out.Items, out.Type = true, api.String
		if data := r.eventData(media); data != nil {
			out.Type, _ = r.Type(data, name)
		}
	case multipartMedia:
		out.Type = r.Form(media.Schema, name)
		r.noForm(out, media)
		out.Schema = r.formRules(media, out.Type)
	case formMedia:
		t, _ := r.Type(media.Schema, name)
		switch t.(type) {
		case *api.Struct, *api.Union, api.Map:
			out.Type = t
		default:
			out.Type = api.Map{Elem: api.String}
			r.noForm(out, media)
		}
		out.Schema = r.formRules(media, out.Type)
	case textMedia:
		out.Type = api.String
	default:
		out.Type = api.File{}
		if strings.HasPrefix(strings.ToLower(media.Name), "multipart/") {
			r.warn(media.Place, "parts", fmt.Sprintf("%q: the parts are not taken apart; the Type of the Content has the boundary", media.Name),
				"read and write them with mime/multipart")
		}
	}
}

// formRules returns the rules of a form that is a union: which of its alternatives may be
// there.
func (r *reader) formRules(media *document.MediaType, t api.Type) *api.Schema {
	if _, isUnion := t.(*api.Union); isUnion {
		return r.Rest(media.Schema, t, false)
	}
	return nil
}

// noForm tells of a form that its schema does not describe as an object: what is in it
// is sent and read as it is.
func (r *reader) noForm(out *api.Content, media *document.MediaType) {
	m, isMap := out.Type.(api.Map)
	if !isMap || media.Schema.Value() == nil || jsonschema.IsFormOfFiles(media.Schema) || m.Elem != api.Type(api.File{}) && jsonschema.IsObject(media.Schema) {
		return
	}
	r.warn(media.Place, "form", fmt.Sprintf("%q: the schema of the form is no object with properties; its parts have no types", media.Name),
		"describe the form as one object")
}
