package convert

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/csdl"
)

// purpose is what a schema of a structured type is for, as its name tells.
type purpose string

const (
	reading  purpose = ""
	creating purpose = "-create"
	updating purpose = "-update"
)

// wantedSchema is a schema that something refers to.
type wantedSchema struct {
	name    string
	purpose purpose
}

// local refers to a schema that is not of a type.
func (w *openAPI) local(name string) *object { return obj("$ref", "#/components/schemas/"+name) }

// ref refers to the schema of a type. That of another document is in the
// OpenAPI document made of it.
func (w *openAPI) ref(typ string, p purpose) *object {
	namespace, _ := split(typ)
	uri, elsewhere := w.urls[namespace]
	if base, ok := strings.CutSuffix(uri, ".xml"); ok {
		uri = base + ".openapi3.json"
	}
	if want := (wantedSchema{typ, p}); !elsewhere && !w.wanted[want] {
		w.wanted[want] = true
		w.queue = append(w.queue, want)
	}
	return obj("$ref", uri+"#/components/schemas/"+componentKey(typ)+string(p))
}

// componentKey returns the name of a type as a key of components, which have letters of
// ASCII alone: another letter is told by its number, as XML names do.
func componentKey(name string) string {
	if !otherLetter.MatchString(name) {
		return name
	}
	return otherLetter.ReplaceAllStringFunc(name, func(letter string) string {
		return fmt.Sprintf("_x%04X_", []rune(letter)[0])
	})
}

var otherLetter = regexp.MustCompile(`[^a-zA-Z0-9._-]`)

// schemas makes the schemas that are referred to, and those that they refer to.
func (w *openAPI) schemas() *object {
	made := obj()
	for i := 0; i < len(w.queue); i++ {
		want := w.queue[i]
		_, name := split(want.name)
		switch {
		case w.structs[want.name] != nil:
			made.set(componentKey(want.name)+string(want.purpose), w.structSchema(want, name))
		case w.enums[want.name] != nil:
			made.set(componentKey(want.name), enumSchema(w.enums[want.name]))
		case w.definitions[want.name] != nil:
			d := w.definitions[want.name]
			s := w.typeSchema(csdl.TypeRef{Name: d.Underlying, Facets: d.Facets}, "", d.Annotations, use{})
			s.set("title", first(textOf(d.Annotations, core+"Description"), name))
			made.set(componentKey(want.name), s)
		}
	}
	slices.Sort(made.names)
	if w.geo {
		made.set("geoPoint", obj("type", "object", "properties", obj(
			"coordinates", w.local("geoPosition"),
			"type", obj("type", "string", "enum", array{"Point"}, "default", "Point"),
		), "required", array{"type", "coordinates"}))
		made.set("geoPosition", obj("type", "array", "minItems", number("2"), "items", obj("type", "number")))
	}
	if w.container != nil {
		w.addServiceSchemas(made)
	}
	return made
}

// addServiceSchemas adds the schemas that every service has.
func (w *openAPI) addServiceSchemas(made *object) {
	made.set("count", obj(
		"anyOf", array{obj("type", "integer", "minimum", number("0")), obj("type", "string")},
		"description", "The number of entities in the collection. Available when using the [$count]("+protocol+"count) query option.",
	))
	if w.binds {
		link := obj("type", "string", "format", "uri", "description", "[Link to a related entity]"+
			"("+securePart1+"#sec_LinktoRelatedEntitiesWhenCreatinganE)")
		if w.version != "4.0" {
			link = obj("type", "object", "properties", obj("@id", link))
		}
		made.set("entityReference", link)
	}
	text := func() *object { return obj("type", "string") }
	fault := func() *object { return obj("code", text(), "message", text(), "target", text()) }
	required := array{"code", "message"}
	inner := fault()
	inner.set("details", obj("type", "array", "items", obj("type", "object", "required", required, "properties", fault())))
	inner.set("innererror", obj("type", "object", "description", "The structure of this object is service-specific"))
	made.set("error", obj("type", "object", "required", array{"error"}, "properties", obj(
		"error", obj("type", "object", "required", required, "properties", inner))))
}

func enumSchema(t *csdl.EnumType) *object {
	members := array{}
	for _, m := range t.Members {
		members = append(members, m.Name)
	}
	s := obj("type", "string", "title", first(textOf(t.Annotations, core+"Description"), t.Name), "enum", members)
	s.setIf("description", textOf(t.Annotations, core+"LongDescription"))
	return s
}

// structSchema makes the schema of a structured type for a purpose.
func (w *openAPI) structSchema(want wantedSchema, name string) *object {
	t := w.structs[want.name]
	suffix := map[purpose]string{creating: " (for create)", updating: " (for update)"}[want.purpose]
	s := obj("title", first(textOf(t.Annotations, core+"Description"), name)+suffix)
	s.setIf("description", textOf(t.Annotations, core+"LongDescription"))
	s.set("type", "object")

	keys := map[string]bool{}
	for _, k := range w.key(want.name) {
		if k.Alias == "" && t.Entity {
			keys[k.Path] = true
		}
	}
	props, required := obj(), array{}
	for _, k := range w.key(want.name) {
		if p := w.find(want.name, k.Path); keys[k.Path] && !isGenerated(p) && !is(p.notes, core+"ComputedDefaultValue") {
			required = append(required, k.Path)
		}
	}
	for _, p := range w.properties(want.name) {
		if p.nav != nil {
			w.addNavigation(props, p, want.purpose)
		} else {
			w.addProperty(props, p, want.purpose, keys[p.name])
		}
	}
	if len(props.names) > 0 {
		s.set("properties", props)
	}
	if want.purpose == creating && len(required) > 0 {
		s.set("required", required)
	}
	if derived := w.derived[want.name]; len(derived) > 0 {
		any := array{}
		for _, d := range derived {
			any = append(any, w.ref(d, want.purpose))
		}
		if !t.Abstract {
			any = append(any, obj())
		}
		s.set("anyOf", any)
	}
	return s
}

// isGenerated tells a property that only the service sets.
func isGenerated(p property) bool {
	return textOf(p.notes, core+"Permissions") == "Read" || is(p.notes, core+"Computed")
}

func (w *openAPI) addProperty(props *object, p property, to purpose, isKey bool) {
	switch {
	case to == reading:
	case isGenerated(p):
		return
	case to == updating && (isKey || is(p.notes, core+"Immutable")):
		return
	}
	props.set(p.name, w.typeSchema(p.typ, p.preset, p.notes, use{purpose: to}))
}

func (w *openAPI) addNavigation(props *object, p property, to purpose) {
	if to == reading {
		props.set(p.name, w.typeSchema(p.typ, "", p.notes, use{}))
		if p.typ.Collection {
			props.set(p.name+"@"+w.odata+"count", w.local("count"))
		}
		return
	}
	if textOf(p.notes, core+"Permissions") == "Read" {
		return
	}
	deep := recordOf(w.notes, capabilities+"DeepUpdateSupport").isTrue("Supported")
	switch {
	case p.nav.ContainsTarget:
		if to == creating || deep {
			props.set(p.name, w.typeSchema(p.typ, "", p.notes, use{purpose: creating}))
		}
	case to == creating && !p.typ.Collection && !p.typ.Nullable && len(p.nav.Constraints) == 0:
		bind := p.name
		if w.version == "4.0" {
			bind += "@odata.bind"
		}
		props.set(bind, w.local("entityReference"))
		w.binds = true
	}
}
