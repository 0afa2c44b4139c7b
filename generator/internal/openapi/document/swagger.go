package document

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/jsonschema"
	"github.com/seed-349153d7/odagen/generator/internal/tree"
)

// swagger reads a document of Swagger 2.0.
type swagger struct {
	*reader
	root tree.Place
}

func (r *swagger) document() *Document {
	info := r.get(r.root, "info")
	d := &Document{
		Title: r.text(info, "title"), Description: r.text(info, "description"),
		Servers: r.servers(), Security: r.security(r.root),
	}
	for _, m := range r.allMembers(r.root, "definitions") {
		if s := r.schemas.Component(m, m.Name()); s != nil {
			d.Schemas = append(d.Schemas, s)
		}
	}
	for _, m := range r.allMembers(r.root, "securityDefinitions") {
		if p := r.deref(m); p.Exists() {
			d.SecuritySchemes = append(d.SecuritySchemes, r.securityScheme(m.Name(), p))
		}
	}
	for _, m := range r.members(r.root, "paths") {
		d.Paths = append(d.Paths, r.pathItem(m))
	}
	return d
}

// servers are where the document says that the service is.
func (r *swagger) servers() []*Server {
	host, base := r.text(r.root, "host"), r.text(r.root, "basePath")
	var at tree.Place
	for _, field := range []string{"host", "basePath", "schemes"} {
		if at = r.root.Get(field); at.Exists() {
			break
		}
	}
	switch {
	case host == "" && base == "":
		return nil
	case host == "":
		return []*Server{{Place: at, URL: (&url.URL{Path: base}).String()}}
	}
	schemes := r.texts(r.root, "schemes")
	if len(schemes) == 0 {
		schemes = []string{"https"}
	}
	var all []*Server
	for _, scheme := range schemes {
		u := url.URL{Scheme: scheme, Host: host, Path: cmp.Or(base, "/")}
		all = append(all, &Server{Place: at, URL: u.String()})
	}
	return all
}

func (r *swagger) securityScheme(id string, p tree.Place) *SecurityScheme {
	s := &SecurityScheme{Place: p, ID: id, Type: r.text(p, "type"), Description: r.text(p, "description")}
	switch s.Type {
	case "basic":
		s.Type, s.Scheme = "http", "basic"
	case "apiKey":
		s.In, s.Name = r.text(p, "in"), r.text(p, "name")
	case "oauth2":
		if r.text(p, "flow") == "application" {
			s.TokenURL = r.text(p, "tokenUrl")
		}
	}
	return s
}

func (r *swagger) pathItem(m tree.Place) *PathItem {
	item := &PathItem{Place: m, Path: m.Name()}
	for steps := 0; steps < maxSteps; steps++ {
		shared := r.parameters(m)
		for _, q := range shared {
			if q.in != "body" && q.in != "formData" {
				item.Parameters = append(item.Parameters, r.parameter(q))
			}
		}
		for _, op := range m.Members() {
			if method := methods[op.Name()]; method != "" && method != "QUERY" && !r.isLeftOut(op) && item.Operation(method) == nil {
				if p := r.inline(op); p.Exists() && p.Node.Kind == tree.Map {
					item.Operations = append(item.Operations, r.operation(method, p, shared))
				}
			}
		}
		if m.Text("$ref") == "" {
			break
		}
		to, fault := r.files.Resolve(m)
		if fault != nil {
			break // the check says so
		}
		to = to.InPlaceOf(m)
		m = to
	}
	return item
}

func (r *swagger) operation(method string, p tree.Place, shared []swaggerParameter) *Operation {
	op := &Operation{
		Place: p, Method: method, OperationID: r.text(p, "operationId"), Summary: r.text(p, "summary"), Description: r.text(p, "description"),
		DocsURL: r.text(r.get(p, "externalDocs"), "url"), Deprecated: r.is(p, "deprecated"), Tags: r.texts(p, "tags"),
		Security: r.security(p),
	}
	own := r.parameters(p)
	for _, q := range own {
		if q.in != "body" && q.in != "formData" {
			op.Parameters = append(op.Parameters, r.parameter(q))
		}
	}
	op.RequestBody = r.body(p, own, shared)
	produces := r.get(p, "produces")
	if !produces.Exists() {
		produces = r.get(r.root, "produces")
	}
	for _, m := range r.get(p, "responses").Members() {
		if answer := r.deref(m); answer.Exists() && !strings.HasPrefix(m.Name(), "x-") {
			op.Responses = append(op.Responses, r.response(m.Name(), answer, produces))
		}
	}
	return op
}

// swaggerParameter is a parameter of any place. Known is what tells it from others.
type swaggerParameter struct {
	tree.Place
	name, in, known string
}

func (r *swagger) parameters(p tree.Place) []swaggerParameter {
	var all []swaggerParameter
	for _, item := range r.get(p, "parameters").Items() {
		if q := r.deref(item); q.Exists() {
			name, in := r.text(q, "name"), r.text(q, "in")
			all = append(all, swaggerParameter{q, name, in, in + " " + name})
		}
	}
	return all
}

// separators are the bytes between the items of a list, by the form of the collection. Each
// item has a name of its own in multi.
var separators = map[string]string{"": ",", "csv": ",", "ssv": " ", "tsv": "\t", "pipes": "|", "multi": "&"}

// styles are the styles of OpenAPI 3 that have a separator; those with a comma, and those
// with a parameter for each item, are the defaults.
var styles = map[string]string{",": "", "&": "", " ": "spaceDelimited", "|": "pipeDelimited"}

// parameter reads a parameter that is not in the body, or a header field.
func (r *swagger) parameter(q swaggerParameter) *Parameter {
	out := &Parameter{
		Place: q.Place, Name: q.name, In: q.in, Description: r.text(q.Place, "description"),
		Required: r.is(q.Place, "required"), AllowEmptyValue: r.is(q.Place, "allowEmptyValue"),
		Schema: r.schemas.Schema(q.Get("schema")),
	}
	if out.Schema == nil {
		out.Schema = r.schemas.Parameter(q.Place)
	}
	if out.Separators = r.collection(q); out.Separators != "" && q.in == "query" {
		explode := out.Separators[0] == '&'
		out.Explode = &explode
	}
	if style, ok := styles[out.Separators]; ok && (q.in == "query" || style == "") {
		out.Style, out.Separators = style, ""
	}
	return out
}

// collection returns the separators of a list, and of the lists in it; "" for what is no
// list.
func (r *swagger) collection(q swaggerParameter) (all string) {
	for at := q.Place; r.text(at, "type") == jsonschema.TypeArray; at = r.get(at, "items") {
		if r.text(r.get(at, "items"), "type") == "file" {
			return "" // a part each
		}
		format := r.text(at, "collectionFormat")
		if format == "multi" && (all != "" || q.in != "query" && q.in != "formData") {
			r.warn(at, "parameter-style", fmt.Sprintf("parameter %q: only a list of a query or a form can be multi; it is csv", q.name), "take another collectionFormat")
			format = "csv"
		}
		separator := cmp.Or(separators[format], ",") // what is no format, the check has told
		if strings.Contains(all, separator) {
			r.warn(at, "parameter-style", fmt.Sprintf("parameter %q: lists in a list are sent as JSON, as they have the separator %q too", q.name, separator),
				"give them another collectionFormat")
			break
		}
		all += separator
	}
	return all
}

// body reads the parameters that are in the body of a request: those of the operation,
// and those of its path that it does not have itself.
func (r *swagger) body(p tree.Place, own, shared []swaggerParameter) *RequestBody {
	all := slices.Clone(own)
	for _, q := range shared {
		if !slices.ContainsFunc(own, func(o swaggerParameter) bool { return o.known == q.known }) {
			all = append(all, q)
		}
	}
	var form []swaggerParameter
	for _, q := range all {
		switch q.in {
		case "body":
			body := &RequestBody{Place: q.Place, Required: r.is(q.Place, "required")}
			if s := r.schemas.Schema(q.Get("schema")); s != nil {
				body.Content = r.contents(q.Place, s, r.consumes(p), "*/*")
			}
			return body
		case "formData":
			form = append(form, q)
		}
	}
	if form == nil {
		return nil
	}
	return r.form(p, form)
}

// consumes are the media types of the requests of an operation.
func (r *swagger) consumes(p tree.Place) tree.Place {
	if own := r.get(p, "consumes"); len(own.Items()) > 0 {
		return own
	}
	return r.get(r.root, "consumes")
}

// form reads the parameters of a form as the properties of one.
func (r *swagger) form(p tree.Place, all []swaggerParameter) *RequestBody {
	at := p.Get("parameters")
	if !at.Exists() {
		at = p
	}
	var properties []jsonschema.Named
	var required []string
	media, isForm := "application/x-www-form-urlencoded", false
	for _, q := range all {
		if r.text(q.Place, "type") == "file" {
			media = "multipart/form-data"
		}
		if r.is(q.Place, "required") {
			required = append(required, q.name)
		}
		properties = append(properties, jsonschema.Named{Name: q.name, Schema: r.schemas.FormParameter(q.Place)})
	}
	slices.Sort(required)
	schema := r.schemas.Object(at, properties, required)
	consumes := r.consumes(p)
	for _, item := range consumes.Items() {
		isForm = isForm || strings.HasPrefix(item.Node.Text, "multipart/") || strings.HasPrefix(item.Node.Text, media)
	}
	if !isForm {
		consumes = tree.Place{}
	}
	out := &RequestBody{Place: at, Content: r.contents(at, schema, consumes, media)}
	for _, m := range out.Content {
		m.Encoding = r.encodings(all)
	}
	return out
}

// encodings are how the lists of a form are written: with commas where nothing is said.
func (r *swagger) encodings(all []swaggerParameter) []*Encoding {
	var out []*Encoding
	for _, q := range all {
		if separators := r.collection(q); separators != "" && separators != "&" {
			explode := separators[0] == '&'
			out = append(out, &Encoding{Place: q.Place, Name: q.name, Style: "form", Separators: separators, Explode: &explode})
		}
	}
	return out
}

// contents are bodies with one schema in the media types of a list, or in the one that
// is meant where there is no list. They are sorted by name.
func (r *swagger) contents(at tree.Place, s *jsonschema.Schema, list tree.Place, otherwise string) Content {
	var all Content
	for _, item := range list.Items() {
		if name := item.Node.Text; item.Node.IsScalar() && all.named(name) == nil {
			all = append(all, &MediaType{Place: at, Name: name, Schema: s})
		}
	}
	if all == nil {
		all = Content{{Place: at, Name: otherwise, Schema: s}}
	}
	all.sort()
	return all
}

func (c Content) sort() {
	slices.SortFunc(c, func(a, b *MediaType) int { return strings.Compare(a.Name, b.Name) })
}

// named returns the body in a media type of that name.
func (c Content) named(name string) *MediaType {
	for _, m := range c {
		if m.Name == name {
			return m
		}
	}
	return nil
}

func (r *swagger) response(status string, p, produces tree.Place) *Response {
	out := &Response{Place: p, Status: status, Description: r.text(p, "description")}
	if s := r.schemas.Schema(p.Get("schema")); s != nil {
		out.Content = r.contents(p, s, produces, "application/json")
	}
	for _, m := range r.get(p, "examples").Members() {
		if out.Content.named(m.Name()) == nil {
			out.Content = append(out.Content, &MediaType{Place: m, Name: m.Name()})
		}
	}
	out.Content.sort()
	for _, m := range r.allMembers(p, "headers") {
		if h := r.deref(m); h.Exists() {
			out.Headers = append(out.Headers, r.parameter(swaggerParameter{Place: h, name: m.Name(), in: "header"}))
		}
	}
	return out
}
