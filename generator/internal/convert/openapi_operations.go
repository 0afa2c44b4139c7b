package convert

import (
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/csdl"
)

// describe adds the descriptions of an operation: those of its restrictions, or
// a summary made from its path.
func describe(o *object, r record, summary string) {
	o.set("summary", first(r.text("Description"), summary))
	o.setIf("description", r.text("LongDescription"))
}

// read adds the operation that reads a segment, or one entity of it.
func (w *openAPI) read(operations *object, s *segment, byKey bool) {
	all := s.restrictions("ReadRestrictions")
	own, limits := all, all
	if byKey {
		own = all.record("ReadByKeyRestrictions")
		limits = own.or(all)
	}
	readable := own.get("Readable")
	if readable == nil {
		readable = all.get("Readable")
	}
	if isFalse(readable) {
		return
	}
	texts := s.limits.record("ReadRestrictions")
	if s.level == 0 {
		texts = s.ofSet("ReadRestrictions")
	}
	what, after := "", ""
	switch {
	case byKey:
		texts, what, after = texts.record("ReadByKeyRestrictions"), "entity from ", " by key"
	case s.collection:
		what = "entities from "
	}
	collection := s.collection && !byKey
	o := obj()
	describe(o, texts, "Get "+what+s.related()+s.name()+after)
	o.set("tags", s.tags(s.set != nil))
	params := customParameters(limits)
	if collection {
		params = append(params, w.collectionOptions(s)...)
	}
	params = append(params, w.selectOption(s)...)
	params = append(params, w.expandOption(s)...)
	if collection && w.canApply() {
		params = append(params, parameterRef("apply"))
	}
	o.set("parameters", params)
	description := "Retrieved entity"
	if collection {
		description = "Retrieved entities"
	}
	responses := w.responses("200", description, &csdl.TypeRef{Name: s.typ, Collection: collection}, own)
	if collection && recordOf(s.notes, capabilities+"ChangeTracking").isTrue("Supported") {
		w.addDeltaLink(responses, s.name())
	}
	o.set("responses", responses)
	operations.set("get", o)
}

// addDeltaLink adds the link to changes to the response with a collection.
func (w *openAPI) addDeltaLink(responses *object, name string) {
	link := obj("type", "string")
	example := w.basePath() + "/" + name + "?$deltatoken=opaque server-generated token for fetching the delta"
	if w.v31 {
		link.set("examples", array{example})
	} else {
		link.set("example", example)
	}
	at := responses
	for _, name := range []string{"200", "content", "application/json", "schema", "properties"} {
		next, ok := at.values[name].(*object)
		if !ok {
			return
		}
		at = next
	}
	at.set("@odata.deltaLink", link)
}

// create adds the operation that adds an entity.
func (w *openAPI) create(operations *object, s *segment) {
	limits := s.restrictions("InsertRestrictions")
	if !limits.notFalse("Insertable") {
		return
	}
	o := obj()
	describe(o, limits, "Add new entity to "+s.related()+s.name())
	o.set("tags", s.tags(s.target != ""))
	o.set("requestBody", w.createBody(s))
	o.set("responses", w.responses("201", "Created entity", &csdl.TypeRef{Name: s.typ}, limits))
	w.custom(o, limits)
	operations.set("post", o)
}

func (w *openAPI) createBody(s *segment) *object {
	body := func(description string, content *object) *object {
		return obj("description", first(w.typeNote(s, "Description"), description), "required", true, "content", content)
	}
	if t := w.structs[s.typ]; t != nil && t.HasStream {
		return body("New media resource", anyContent())
	}
	return body("New entity", jsonContent(w.ref(s.typ, creating)))
}

// update adds the operation that updates an entity.
func (w *openAPI) update(operations *object, s *segment) {
	limits := s.restrictions("UpdateRestrictions")
	if !limits.notFalse("Updatable") {
		return
	}
	in := ""
	if s.collection {
		in = "entity in "
	}
	o := obj()
	describe(o, limits, "Update "+in+s.related()+s.name())
	o.set("tags", array{s.source})
	o.set("requestBody", w.updateBody(s))
	o.set("responses", w.noContent(limits))
	w.custom(o, limits)
	method := strings.ToLower(limits.text("UpdateMethod"))
	if method != "put" {
		method = "patch"
	}
	operations.set(method, o)
}

func (w *openAPI) updateBody(s *segment) *object {
	return obj("description", first(w.typeNote(s, "Description"), "New property values"), "required", true,
		"content", jsonContent(w.ref(s.typ, updating)))
}

// delete adds the operation that deletes an entity.
func (w *openAPI) delete(operations *object, s *segment) {
	limits := s.restrictions("DeleteRestrictions")
	if !limits.notFalse("Deletable") {
		return
	}
	from := ""
	if s.collection {
		from = "entity from "
	}
	o := obj()
	describe(o, limits, "Delete "+from+s.related()+s.name())
	o.set("tags", array{s.source})
	o.set("responses", w.noContent(limits))
	w.custom(o, limits)
	operations.set("delete", o)
}

func (w *openAPI) noContent(limits record) *object { return w.responses("204", "Success", nil, limits) }

// responses makes the responses of an operation: one with a value, or without
// for nil, and those that limits list as errors.
func (w *openAPI) responses(code, description string, t *csdl.TypeRef, limits record) *object {
	response := obj("description", description)
	if t != nil {
		response.set("content", jsonContent(w.responseSchema(*t)))
	}
	all := obj(code, response)
	if limits.get("ErrorResponses") == nil {
		all.set("4XX", errorResponse())
		return all
	}
	for _, e := range limits.records("ErrorResponses") {
		all.set(e.text("StatusCode"), obj("description", e.text("Description"), "content", jsonContent(w.local("error"))))
	}
	return all
}

// responseSchema is the schema of a response with a value of type t.
func (w *openAPI) responseSchema(t csdl.TypeRef) *object {
	s := w.typeSchema(t, "", nil, use{})
	_, name := split(t.Name)
	switch {
	case t.Collection:
		count := "@" + w.odata + "count"
		return obj("type", "object", "title", "Collection of "+name, "properties", obj(count, w.local("count"), "value", s))
	case strings.HasPrefix(t.Name, "Edm.") && t.Name != "Edm.Stream" && t.Name != "Edm.EntityType" && t.Name != "Edm.ComplexType":
		return obj("type", "object", "properties", obj("value", s))
	}
	return s
}

// custom adds the headers and query options that limits list.
func (w *openAPI) custom(o *object, limits record) {
	custom := customParameters(limits)
	if len(custom) == 0 && limits.get("CustomHeaders") == nil && limits.get("CustomQueryOptions") == nil {
		return
	}
	params, _ := o.values["parameters"].(array)
	o.set("parameters", append(params[:len(params):len(params)], custom...))
}

func customParameters(limits record) array {
	all := array{}
	for _, kind := range [][2]string{{"CustomHeaders", "header"}, {"CustomQueryOptions", "query"}} {
		for _, r := range limits.records(kind[0]) {
			schema := jsonSchema(r.Annotations)
			if schema == nil {
				schema = obj("type", "string")
			}
			if link := r.text("DocumentationURL"); link != "" {
				schema.set("externalDocs", obj("url", link))
			}
			p := obj("name", r.text("Name"), "in", kind[1], "required", r.isTrue("Required"))
			p.setIf("description", r.text("Description"))
			p.set("schema", schema)
			all = append(all, p)
		}
	}
	return all
}
