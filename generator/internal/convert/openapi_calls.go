package convert

import (
	"slices"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/csdl"
)

// call is an operation at a path.
type call struct {
	*csdl.Operation
	path   string
	params array // of the path
	notes  []*csdl.Annotation
	tag    string
}

// addBound adds the operations that are bound to the type of s, or to a
// collection of it.
func (w *openAPI) addBound(s *segment, path string, params array, collection bool) {
	key := s.typ
	if collection {
		key = collectionOf(key)
	}
	for _, o := range w.bound[key] {
		w.addCall(call{o.Operation, path + "/" + o.segment, params, nil, s.source})
	}
}

// addImport adds the operations of an import: all overloads of a function, the
// one unbound action.
func (w *openAPI) addImport(i *csdl.Import) {
	var overloads []*csdl.Operation
	for _, o := range w.operations[i.Operation] {
		if !o.Bound && o.Function == i.Function {
			overloads = append(overloads, o)
		}
	}
	for _, o := range overloads {
		notes := i.Annotations
		if len(overloads) > 1 { // what is said of one of them comes before what is said of all
			notes = slices.Concat(notes, o.Annotations)
		}
		w.addCall(call{o, "/" + i.Name, array{}, notes, first(i.EntitySet, "Service Operations")})
		if !o.Function {
			return
		}
	}
}

func (w *openAPI) addCall(c call) {
	if len(w.paths.names) > maxPaths {
		return
	}
	params := c.Parameters
	if c.Bound && len(params) > 0 {
		params = params[1:]
	}
	if c.Function {
		w.addFunction(c, params)
		return
	}
	limits := recordOf(c.Annotations, capabilities+"OperationRestrictions")
	o := w.callObject(c, "Invoke action ")
	if len(c.params) > 0 {
		o.set("parameters", slices.Clone(c.params))
	}
	if len(params) > 0 {
		values := obj()
		for _, p := range params {
			values.set(p.Name, w.typeSchema(p.Type, "", p.Annotations, use{}))
		}
		o.set("requestBody", obj("description", "Action parameters", "content", jsonContent(obj("type", "object", "properties", values))))
	}
	o.set("responses", w.callResponses(c, limits))
	w.custom(o, limits)
	w.paths.set(c.path, obj("post", o))
}

// callObject makes an operation with its descriptions and tags.
func (w *openAPI) callObject(c call, verb string) *object {
	o := obj("summary", first(noteFrom(core+"Description", c.notes, c.Annotations), verb+c.Name))
	o.setIf("description", noteFrom(core+"LongDescription", c.notes, c.Annotations))
	o.set("tags", array{c.tag})
	return o
}

func (w *openAPI) callResponses(c call, limits record) *object {
	if c.Return == nil {
		return w.responses("204", "Success", nil, limits)
	}
	description := strings.TrimSpace(textOf(c.Return.Annotations, core+"Description") + "\n\n" + textOf(c.Return.Annotations, core+"LongDescription"))
	return w.responses("200", first(description, "Success"), &c.Return.Type, limits)
}

// addFunction adds a function. Its parameters are segments of the path, or
// query options where the service knows implicit aliases.
func (w *openAPI) addFunction(c call, params []*csdl.Parameter) {
	implicit := w.version > "4.0" || slices.ContainsFunc(params, func(p *csdl.Parameter) bool {
		return noteOf(p.Annotations, core+"OptionalParameter") != nil
	})
	var segments []string
	all := slices.Clone(c.params)
	for _, p := range params {
		param, segment := w.functionParameter(p, implicit)
		all = append(all, param)
		segments = append(segments, segment)
	}
	path := c.path
	if !implicit {
		path += "(" + strings.Join(segments, ",") + ")"
	}
	limits := recordOf(c.Annotations, capabilities+"OperationRestrictions")
	o := w.callObject(c, "Invoke function ")
	o.set("parameters", all)
	o.set("responses", w.callResponses(c, limits))
	w.custom(o, limits)
	w.paths.set(path, obj("get", o))
}

const systemOptions = " compute expand select filter search count orderby skip top format index schemaversion skiptoken apply "

// functionParameter makes a parameter of a function and the segment for it.
func (w *openAPI) functionParameter(p *csdl.Parameter, implicit bool) (param *object, segment string) {
	param = obj()
	name, in, segment := p.Name, "path", p.Name+"={"+p.Name+"}"
	isJSON := w.isURLJSON(p.Type)
	if isJSON {
		name, in, segment = "@"+p.Name, "query", p.Name+"=@"+p.Name
	}
	if implicit {
		name, in = p.Name, "query"
		if strings.Contains(systemOptions, " "+strings.ToLower(p.Name)+" ") {
			name = "@" + p.Name
		}
	}
	description := joined(p.Annotations)
	more := func(text string) {
		if description != "" {
			description += "  \n"
		}
		description += text
	}
	switch {
	case isJSON && p.Type.Collection:
		more("This is a URL-encoded JSON array with items of type " + p.Type.Name + literals)
	case isJSON:
		more("This is URL-encoded JSON of type " + p.Type.Name + literals)
	case p.Type.Name == "Edm.String", w.underlying(p.Type.Name) == "Edm.String":
		more("String value needs to be enclosed in single quotes")
	}
	param.set("required", !implicit || noteOf(p.Annotations, core+"OptionalParameter") == nil)
	param.setIf("description", description)
	param.set("in", in)
	param.set("name", name)
	if !isJSON {
		param.set("schema", w.typeSchema(p.Type, "", p.Annotations, use{parameter: true, inURL: true}))
		return param, segment
	}
	schema := jsonSchema(p.Annotations)
	if schema == nil {
		schema = obj("type", "string")
	}
	param.set("schema", schema)
	param.set("example", "{}")
	if p.Type.Collection {
		param.set("example", "[]")
	}
	return param, segment
}

const literals = ", see [Complex and Collection Literals](https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part2-url-conventions.html" +
	"#sec_ComplexandCollectionLiterals)"

// isURLJSON tells a type whose values stand in a URL as JSON.
func (w *openAPI) isURLJSON(t csdl.TypeRef) bool {
	return t.Collection || t.Name == "Edm.Stream" || w.isStructured(t.Name) || w.underlying(t.Name) == "Edm.Stream"
}

// underlying returns the primitive type of a type definition.
func (w *openAPI) underlying(name string) string {
	if d := w.definitions[name]; d != nil {
		return d.Underlying
	}
	return ""
}

// noteFrom returns the text of an annotation from the first of notes that has
// it.
func noteFrom(term string, notes ...[]*csdl.Annotation) string {
	for _, n := range notes {
		if text := textOf(n, term); text != "" {
			return text
		}
	}
	return ""
}
