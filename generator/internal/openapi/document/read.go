package document

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/diag"
	"github.com/seed-349153d7/odagen/generator/internal/jsonschema"
	"github.com/seed-349153d7/odagen/generator/internal/tree"
)

// Read reads the document of files, whose version of OpenAPI, or of Swagger, is given. It reads nothing at the
// pointers that are left out. Faults of references that were not told before, and what
// has no form in the tree, are added to diags.
func Read(files *tree.Files, version string, leftOut map[string]bool, diags *diag.List) *Document {
	r := &reader{files: files, latest: strings.HasPrefix(version, "3.2"), leftOut: leftOut, diags: diags}
	dialect := jsonschema.Draft2020
	switch {
	case strings.HasPrefix(version, "2."):
		dialect = jsonschema.Swagger
	case strings.HasPrefix(version, "3.0"):
		dialect = jsonschema.OpenAPI30
	}
	r.beside = dialect == jsonschema.Draft2020
	r.schemas = jsonschema.NewDocument(files, dialect, diags)
	root := r.inline(files.Main().Place())
	if dialect == jsonschema.Swagger {
		return (&swagger{reader: r, root: root}).document()
	}
	return r.document(root)
}

// reader reads objects at their places.
type reader struct {
	files   *tree.Files
	schemas *jsonschema.Document
	latest  bool // OpenAPI 3.2
	beside  bool // what stands beside references counts
	leftOut map[string]bool
	diags   *diag.List
}

// maxSteps is how many references lead to one object.
const maxSteps = 100

// deref returns the object at a place, or what the reference there leads to.
func (r *reader) deref(p tree.Place) tree.Place {
	to, fault := r.follow(p)
	if fault != nil {
		r.diags.Add(*fault)
	}
	return to
}

func (r *reader) follow(p tree.Place) (tree.Place, *diag.Diagnostic) {
	for steps := 0; p.Text("$ref") != ""; steps++ {
		to, fault := r.files.Resolve(p)
		if fault != nil || steps == maxSteps {
			return tree.Place{Tree: p.Tree}, fault
		}
		p = to
	}
	return p, nil
}

// description is that of an object, or the one that stands beside the reference to it
// in OpenAPI 3.1 and later.
func (r *reader) description(ref, p tree.Place) string {
	if ref.Node != p.Node && r.beside {
		if text := r.text(ref, "description"); text != "" {
			return text
		}
	}
	return r.text(p, "description")
}

// inline is deref where OpenAPI has no reference: what it leads to stands here. That it
// leads to nothing, the check says.
func (r *reader) inline(p tree.Place) tree.Place {
	to, _ := r.follow(p)
	to = to.InPlaceOf(p)
	return to
}

// get returns a member, or what a reference in its place leads to.
func (r *reader) get(p tree.Place, name string) tree.Place { return r.inline(p.Get(name)) }

// text returns the text of a member.
func (r *reader) text(p tree.Place, name string) string {
	m := p.Node.Get(name)
	if m != nil && m.Kind == tree.Map {
		m = r.get(p, name).Node
	}
	if !m.IsScalar() || m.IsNull() {
		return ""
	}
	return m.Text
}

// is reports whether a member is true.
func (r *reader) is(p tree.Place, name string) bool { return r.text(p, name) == "true" }

// optional returns whether a member is true; nil when it is not there.
func (r *reader) optional(p tree.Place, name string) *bool {
	text := r.text(p, name)
	if text != "true" && text != "false" {
		return nil
	}
	is := text == "true"
	return &is
}

// texts are those of a list.
func (r *reader) texts(p tree.Place, name string) []string {
	var all []string
	for _, item := range r.get(p, name).Items() {
		if item.Node.IsScalar() {
			all = append(all, item.Node.Text)
		}
	}
	return all
}

func (r *reader) isLeftOut(p tree.Place) bool { return len(r.leftOut) > 0 && r.leftOut[p.Pointer()] }

// members are the members of a map that are no extensions.
func (r *reader) members(p tree.Place, name string) []tree.Place {
	return slices.DeleteFunc(r.get(p, name).Members(), func(m tree.Place) bool {
		return strings.HasPrefix(m.Name(), "x-") || m.Node.IsNull() || r.isLeftOut(m)
	})
}

func (r *reader) warn(at tree.Place, code, message, hint string) {
	r.diags.Add(diag.Diagnostic{Severity: diag.Warning, Code: code, Pos: at.At(), Pointer: at.Local(), Message: message, Hint: hint})
}

func (r *reader) document(p tree.Place) *Document {
	info, components := r.get(p, "info"), r.get(p, "components")
	d := &Document{
		Title: r.text(info, "title"), Description: r.text(info, "description"),
		Servers: r.servers(p), Security: r.security(p),
	}
	for _, m := range r.allMembers(components, "schemas") {
		if s := r.schemas.Component(m, m.Name()); s != nil {
			d.Schemas = append(d.Schemas, s)
		}
	}
	for _, m := range r.allMembers(components, "securitySchemes") {
		if s := r.securityScheme(m); s != nil {
			d.SecuritySchemes = append(d.SecuritySchemes, s)
		}
	}
	for _, m := range r.members(p, "paths") {
		d.Paths = append(d.Paths, r.pathItem(m))
	}
	for _, m := range r.members(p, "webhooks") {
		d.Webhooks = append(d.Webhooks, r.pathItem(m))
	}
	return d
}

// allMembers are members that people name: none of them is an extension.
func (r *reader) allMembers(p tree.Place, name string) []tree.Place {
	return slices.DeleteFunc(r.get(p, name).Members(), func(m tree.Place) bool { return m.Node.IsNull() || r.isLeftOut(m) })
}

func (r *reader) servers(p tree.Place) []*Server {
	list := r.get(p, "servers")
	if !list.Exists() {
		return nil
	}
	all := []*Server{}
	for _, item := range list.Items() {
		item = r.inline(item)
		s := &Server{Place: item, URL: r.text(item, "url"), Name: r.text(item, "name"), Description: r.text(item, "description")}
		for _, m := range r.members(item, "variables") {
			v := r.inline(m)
			s.Variables = append(s.Variables, &ServerVariable{
				Name: m.Name(), Description: r.text(v, "description"), Default: r.text(v, "default"), Enum: r.texts(v, "enum"),
			})
		}
		all = append(all, s)
	}
	return all
}

func (r *reader) security(p tree.Place) []Requirement {
	list := r.get(p, "security")
	if !list.Exists() || list.Node.Kind != tree.List {
		return nil
	}
	all := []Requirement{}
	for _, item := range list.Items() {
		needed := Requirement{}
		for _, m := range item.Members() {
			scheme := NeededScheme{Name: m.Name()}
			for _, scope := range m.Items() {
				scheme.Scopes = append(scheme.Scopes, scope.Node.Text)
			}
			needed = append(needed, scheme)
		}
		slices.SortFunc(needed, func(a, b NeededScheme) int { return strings.Compare(a.Name, b.Name) })
		all = append(all, needed)
	}
	return all
}

func (r *reader) securityScheme(m tree.Place) *SecurityScheme {
	p := r.deref(m)
	if !p.Exists() {
		return nil
	}
	return &SecurityScheme{
		Place: p, ID: m.Name(), Type: r.text(p, "type"), Description: r.description(m, p),
		In: r.text(p, "in"), Name: r.text(p, "name"), Scheme: r.text(p, "scheme"),
		TokenURL: r.text(r.get(r.get(p, "flows"), "clientCredentials"), "tokenUrl"),
	}
}

// pathItem reads a path item. What it refers to stands here, but for what it says
// itself.
func (r *reader) pathItem(m tree.Place) *PathItem {
	item := &PathItem{Place: m, Path: m.Name()}
	for steps := 0; ; steps++ {
		r.pathFields(item, m)
		if m.Text("$ref") == "" || steps == maxSteps {
			return item
		}
		to, fault := r.files.Resolve(m)
		if fault != nil {
			return item // the check says so
		}
		to = to.InPlaceOf(m)
		m = to
	}
}

// pathFields adds what a path item says to what is known of it.
func (r *reader) pathFields(item *PathItem, p tree.Place) {
	if item.Parameters == nil {
		item.Parameters = r.parameters(p)
	}
	if item.Servers == nil {
		item.Servers = r.servers(p)
	}
	for _, m := range p.Members() {
		if method := methods[m.Name()]; method != "" && !r.isLeftOut(m) {
			r.addOperation(item, method, m)
		}
	}
	for _, m := range r.members(p, "additionalOperations") {
		r.addOperation(item, m.Name(), m)
	}
}

func (r *reader) addOperation(item *PathItem, method string, m tree.Place) {
	p := r.inline(m)
	if !p.Exists() || p.Node.Kind != tree.Map || item.Operation(method) != nil {
		return
	}
	item.Operations = append(item.Operations, r.operation(method, p))
}

func (r *reader) operation(method string, p tree.Place) *Operation {
	op := &Operation{
		Place: p, Method: method, OperationID: r.text(p, "operationId"), Summary: r.text(p, "summary"), Description: r.text(p, "description"),
		DocsURL: r.text(r.get(p, "externalDocs"), "url"), Deprecated: r.is(p, "deprecated"), Tags: r.texts(p, "tags"),
		Parameters: r.parameters(p), Security: r.security(p), Servers: r.servers(p),
	}
	if body := r.deref(p.Get("requestBody")); body.Exists() {
		op.RequestBody = &RequestBody{
			Place: body, Required: r.is(body, "required"), Content: r.content(body),
		}
	}
	for _, m := range r.members(p, "responses") {
		if answer := r.deref(m); answer.Exists() {
			op.Responses = append(op.Responses, r.response(m, answer))
		}
	}
	for _, m := range r.members(p, "callbacks") {
		callback := &Callback{Name: m.Name()}
		for _, item := range r.deref(m).Members() {
			if !strings.HasPrefix(item.Name(), "x-") {
				callback.Items = append(callback.Items, r.pathItem(item))
			}
		}
		op.Callbacks = append(op.Callbacks, callback)
	}
	return op
}

func (r *reader) parameters(p tree.Place) []*Parameter {
	var all []*Parameter
	for _, item := range r.get(p, "parameters").Items() {
		if q := r.deref(item); q.Exists() {
			all = append(all, r.parameter(item, q, r.text(q, "name"), r.text(q, "in")))
		}
	}
	return all
}

// parameter reads a parameter, or a header field, to which ref may be the reference.
func (r *reader) parameter(ref, p tree.Place, name, in string) *Parameter {
	out := &Parameter{
		Place: p, Name: name, In: in, Description: r.description(ref, p),
		Required: r.is(p, "required"), Deprecated: r.is(p, "deprecated"),
		AllowEmptyValue: r.is(p, "allowEmptyValue"), AllowReserved: r.is(p, "allowReserved"),
		Style: r.text(p, "style"), Explode: r.optional(p, "explode"),
		Schema: r.schemas.Schema(p.Get("schema")), Content: r.content(p),
	}
	if form := out.Content.Get("application/x-www-form-urlencoded"); in == "querystring" && form != nil && form.Schema != nil {
		// A query string that is a form is one parameter whose properties are those of
		// the form, which is the same text.
		out.In, out.Style, out.Schema, out.Content = "query", "form", form.Schema, nil
	}
	return out
}

func (r *reader) content(p tree.Place) Content {
	var all Content
	for _, m := range r.allMembers(p, "content") {
		if media := r.inline(m); media.Exists() {
			all = append(all, r.mediaType(m.Name(), media))
		}
	}
	return all
}

func (r *reader) mediaType(name string, p tree.Place) *MediaType {
	out := &MediaType{Place: p, Name: name, Schema: r.schemas.Schema(p.Get("schema"))}
	if items := p.Get("itemSchema"); r.latest && out.Schema == nil && items.Exists() {
		out.Schema, out.Items = r.schemas.ArrayOf(items), true
	}
	for _, m := range r.allMembers(p, "encoding") {
		e := r.inline(m)
		out.Encoding = append(out.Encoding, &Encoding{
			Place: m, Name: m.Name(), ContentType: r.text(e, "contentType"), Style: r.text(e, "style"), Explode: r.optional(e, "explode"),
			AllowReserved: r.is(e, "allowReserved"), Headers: r.headers(e),
		})
	}
	for _, field := range []string{"prefixEncoding", "itemEncoding"} {
		if m := p.Get(field); r.latest && m.Exists() {
			r.warn(m, "encoding-left-out", fmt.Sprintf("%q is not followed: parts by position are sent as they are given", field),
				"describe a form with parts by name, or write the body yourself")
		}
	}
	return out
}

// headers are the header fields of an answer or of a part.
func (r *reader) headers(p tree.Place) (all []*Parameter) {
	for _, m := range r.allMembers(p, "headers") {
		if h := r.deref(m); h.Exists() {
			all = append(all, r.parameter(m, h, m.Name(), "header"))
		}
	}
	return all
}

// response reads the answer at p, which is at ref, or is what the reference there leads
// to.
func (r *reader) response(ref, p tree.Place) *Response {
	out := &Response{Place: p, Status: ref.Name(), Description: r.description(ref, p), Content: r.content(p)}
	out.Headers = r.headers(p)
	for _, m := range r.members(p, "links") {
		if l := r.deref(m); l.Exists() {
			out.Links = append(out.Links, &Link{
				Place: l, Name: m.Name(), OperationID: r.text(l, "operationId"), OperationRef: r.text(l, "operationRef"),
				Description: r.description(m, l), Parameters: r.get(l, "parameters").Members(), RequestBody: l.Has("requestBody"),
			})
		}
	}
	return out
}
