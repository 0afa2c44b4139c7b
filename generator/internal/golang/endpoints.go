package golang

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/naming"
)

// endpointPlan is an operation that has none of the forms of OData: a method of
// the client, one of the service, and the table that both sides read.
type endpointPlan struct {
	funcPlan // the method of the client, or what makes the handler of a receiver
	Home     home
	Service  funcPlan     // the method of the service, or the function that a receiver calls
	Stub     stubPlan     // its unimplemented form
	Link     string       // to the function, in comments
	Table    naming.Ident // the variable that describes it
	Wire     string       // the name in the description
	Method   string
	Path     string
	Server   string
	Places   bool // the client has places too

	Rows     []paramRow
	Params   structPlan // of the parameters and the body
	Body     *bodyPlan
	Answers  []answerRow
	Plain    int // which of the answers a call returns
	Errors   []errorRow
	Headers  []paramRow
	Security [][]securityPlan // alternatives
	Open     bool             // it asks for no proof

	Pages  *pagesPlan  // when it answers with pages
	Stream *streamPlan // when it can answer with a sequence instead

	Result endpointResult
	Out    valuePlan   // of the plain answer, or the items of a sequence
	Read   goType      // what the client reads
	Whole  *answerPlan // all that is described, where that is more than the plain answer
}

// valuePlan is a value that is sent or received, as a variable or a field.
type valuePlan struct {
	Name naming.Ident
	Type goType
}

// paramRow describes a parameter.
type paramRow struct {
	Name, In, Style string
	Separators      string
	Flags           []naming.Ident // fields of rest.Param that are true
	Facets          []facetPlan
	Default         string // JSON text
}

// bodyPlan is the body of a request.
type bodyPlan struct {
	valuePlan
	Media    string
	Required bool
	Nullable bool
	Accepts  []string
	Others   []string // media types that the field behind the body is for
	Encoding []paramRow
	Parts    []api.Part
	Schema   *api.Schema // nil for none
}

// nameEndpoints names the methods of the client, for navigations and unbound
// operations first.
func (p *planner) nameEndpoints() {
	var w wants
	for _, e := range p.api.Endpoints {
		name, spelled := naming.Exported(e.Name), naming.Spelled(e.Name)
		add := func(what string, rank int, names ...naming.Ident) {
			w = append(w, naming.Want{Key: what + e.Name, Names: names, Rank: rank, Known: p.knowsEndpoint(e)})
		}
		add("endpoint ", endpointRank, name, name.Plus(naming.Kind("Operation")), naming.Exported(strings.ToLower(e.Method)).Plus(name), spelled)
		add("answer of ", besideRank, name.Plus(naming.Kind("Answer")), name.Plus(naming.Kind("WholeAnswer")), spelled.Plus(naming.Kind("Answer")))
		if streamOf(described(e)) != nil {
			add("stream ", besideRank, name.Plus(naming.Kind("Stream")), name.Plus(naming.Kind("Sequence")), spelled.Plus(naming.Kind("Stream")))
		}
		if e.Pages != nil {
			add("pages ", besideRank, name.Plus(naming.Kind("All")), name.Plus(naming.Kind("Items")), spelled.Plus(naming.Kind("All")))
		}
	}
	p.root = p.placeScope("client", nil, p.api.Container, p.api.Imports, w)
}

func (p *planner) endpointName(e *api.Endpoint) naming.Ident {
	if e.Receives != "" {
		return p.pkg.Of("receiver " + e.Name)
	}
	return p.root.Of("endpoint " + e.Name)
}

// wantEndpoints asks for the names in the package that endpoints need: those
// that an earlier run knew, or the others.
func (p *planner) wantEndpoints(w *wants, known bool) {
	if len(p.api.Endpoints) == 0 {
		return
	}
	if slices.ContainsFunc(p.api.Endpoints, p.knowsEndpoint) == known {
		operations := naming.Kind("Operations")
		w.add("operations", operations, operations.Plus(naming.Kind("Service")))
		w.add("unimplemented operations", naming.Kind("Unimplemented").Plus(operations), naming.Kind("Unimplemented").Plus(operations).Plus(naming.Kind("Service")))
		w.add("routes of operations", naming.Kind("operationRoutes"))
	}
	for _, e := range p.api.Endpoints {
		if p.knowsEndpoint(e) == known {
			p.wantEndpoint(w, e, p.endpointName(e))
		}
	}
}

// wantEndpoint asks for the names that stand beside the name of an endpoint.
func (p *planner) wantEndpoint(w *wants, e *api.Endpoint, name naming.Ident) {
	w.add("endpoint "+e.Name, naming.Unexported(name).Plus(naming.Kind("Endpoint")), naming.Unexported(name).Plus(naming.Kind("EndpointTable")))
	w.add("params of "+e.Name, name.Plus(naming.Kind("Params")), name.Plus(naming.Kind("Parameters")))
	w.add("answer of "+e.Name, name.Plus(naming.Kind("Answer")), name.Plus(naming.Kind("WholeAnswer")))
	for _, param := range e.Params {
		wantDefaults(w, paramDefault(e, param), name, param.Name, param.Default, param.Type)
	}
}

func (p *planner) endpoints() []endpointPlan {
	var out []endpointPlan
	for _, e := range byName(p.api.Endpoints, p.endpointName) {
		out = append(out, p.endpoint(e))
	}
	return out
}

func (p *planner) endpoint(e *api.Endpoint) endpointPlan {
	name := p.endpointName(e)
	out := endpointPlan{
		funcPlan: funcPlan{Name: name, Doc: docOf(fmt.Sprintf("%s calls %s %s.", name, e.Method, e.Path), e.Doc)},
		Home:     endpointHome(e),
		Link:     "[Client." + name.String() + "]",
		Table:    p.pkg.Of("endpoint " + e.Name),
		Wire:     e.Name,
		Method:   e.Method,
		Path:     e.Path,
		Server:   e.Server,
		Places:   p.hasPlaces(),
	}
	p.exchange(&out, e)
	out.Signature = out.client()
	out.Doc = append(out.Doc, p.errorDoc(out)...)
	out.Service = funcPlan{name, prose(fmt.Sprintf("%s answers %s %s.", name, e.Method, e.Path)), out.service()}
	out.Stub = stub(out.Service, name.String(), out.Service.Signature.named())
	p.pages(&out, e)
	p.stream(&out, e)
	return out
}

// exchange plans what goes to an endpoint and what comes from it.
func (p *planner) exchange(out *endpointPlan, e *api.Endpoint) {
	p.endpointParams(out, e)
	p.results(out, e)
	p.failing(out, e)
	p.whole(out, e)
	p.security(out, e)
}

// endpointParams plans the struct of the parameters and the body.
func (p *planner) endpointParams(out *endpointPlan, e *api.Endpoint) {
	fields := p.endpointFields(e)
	name := p.pkg.Of("params of " + e.Name)
	out.Params = structPlan{
		Name: name,
		Doc:  prose(fmt.Sprintf("%s are the parameters of %s.", name, out.Link)),
	}
	for _, param := range e.Params {
		f := p.paramField(param, fields)
		f.Doc = fieldDoc(withDefault(param.Doc, param.Default, param.Type))
		f.Default = p.preset(paramDefault(e, param), param.Default, param.Type, param.Facets.Wire)
		row := rowOf(param)
		row.Facets = f.Facets
		if !param.Required {
			row.Default = f.Default.JSON
		}
		out.Rows = append(out.Rows, row)
		out.Params.Fields = append(out.Params.Fields, f)
	}
	if e.Body != nil {
		out.Body = p.body(e.Body)
		body := fieldPlan{Name: fields.Of(bodyKey), Type: out.Body.Type, In: wireName(e.Body.Wire)}
		if len(out.Body.Others) == 0 {
			out.Params.Fields = append(out.Params.Fields, body)
			return
		}
		other := fieldPlan{Name: fields.Of(otherKey), Type: contentType}
		body.Doc = prose(fmt.Sprintf("%s is absent where %s is there.", body.Name, other.Name))
		other.Doc = prose(fmt.Sprintf("%s is the body in %s.", other.Name, strings.Join(out.Body.Others, ", ")))
		out.Params.Fields = append(out.Params.Fields, body, other)
	}
}

// bodyKey and otherKey are what the body, and the one in another media type, are called
// among the parameters in a scope.
const (
	bodyKey  = "body"
	otherKey = "other body"
)

// endpointFields names the fields of the parameters of e, and of its body.
func (p *planner) endpointFields(e *api.Endpoint) *naming.Scope {
	prefix := "params of " + e.Name
	if scope := p.inner[prefix]; scope != nil {
		return scope
	}
	scope := p.scope(prefix+"/", "WireFields")
	var w wants
	w.add(bodyKey, naming.Kind("Body"), naming.Kind("RequestBody"))
	w.add(otherKey, otherContent)
	scope.Give(w...)
	w = nil
	var wire []string
	for _, param := range e.Params {
		if param.In != "header" {
			wire = append(wire, param.Name)
		}
	}
	style := p.style("style of "+prefix, "style of "+prefix, p.knowsEndpoint(e), wire, p.styles.properties)
	for _, param := range e.Params {
		name, in := naming.Exported(param.Name), naming.Exported(param.In)
		want := naming.Want{
			Key: paramKey(param), Rank: paramRank(param.In),
			Names: []naming.Ident{name, name.Plus(in), naming.Spelled(param.Name).Plus(in)},
		}
		want.Keep = want.Rank > paramRank("query") // which can come later
		if param.In != "header" && !style.Fits(param.Name) {
			want.Rank, want.Keep = want.Rank+1, true
		}
		w = append(w, want)
	}
	scope.Give(w...)
	p.inner[prefix] = scope
	return scope
}

// paramRank says which of two parameters with one name has it: one in the path, of
// which there will not be more, and then one in the query.
func paramRank(in string) int {
	return 2 * slices.Index([]string{"path", "query", "header", in}, in)
}

// paramField plans the field of a parameter, or of a header field of answers.
func (p *planner) paramField(param *api.EndpointParam, fields *naming.Scope) fieldPlan {
	f := fieldPlan{Name: fields.Of(paramKey(param)), Wire: escaped(param.Name), Facets: facetPlans(param.Facets)}
	f.Doc = fieldDoc(param.Doc)
	f.In = wireName(param.Facets.Wire)
	f.Type = p.fieldType(param.Type, false)
	if !param.Required && !hasAbsent(f.Type) {
		f.Type = pointerTo{f.Type}
	}
	return f
}

// hasAbsent reports whether the zero value of a type stands for what is absent.
func hasAbsent(t goType) bool {
	switch t := t.(type) {
	case pointerTo, mapOf:
		return true
	case sliceOf:
		return t != bytesType
	}
	return t == rawType
}

func paramKey(param *api.EndpointParam) string { return param.In + " " + param.Name }

func rowOf(param *api.EndpointParam) paramRow {
	row := paramRow{Name: param.Name, In: param.In, Separators: param.Separators}
	if param.Style != "simple" && param.Style != "form" {
		row.Style = param.Style
	}
	for _, flag := range []struct {
		name naming.Ident
		on   bool
	}{
		{naming.Kind("Explode"), param.Explode},
		{naming.Kind("Reserved"), param.AllowReserved},
		{naming.Kind("Required"), param.Required},
		{naming.Kind("JSON"), param.JSON},
		{naming.Kind("Open"), param.Open},
		{naming.Kind("Empty"), param.AllowEmpty && param.In == "query"},
	} {
		if flag.on {
			row.Flags = append(row.Flags, flag.name)
		}
	}
	return row
}

// body plans the body of a request. Events are sent as the bytes that they are.
func (p *planner) body(c *api.Content) *bodyPlan {
	t := c.Type
	out := &bodyPlan{Media: c.Media, Required: c.Required, Accepts: c.Accepts, Others: c.Others, valuePlan: valuePlan{Name: naming.Kind("body")}}
	if isEvents(*c) {
		t = api.File{}
	} else if c.Items {
		out.Type = seqOf{p.element(t)}
		return out
	}
	out.Nullable, out.Parts, out.Schema = c.Nullable, c.Parts, c.Schema
	for _, e := range c.Encodings {
		out.Encoding = append(out.Encoding, rowOf(e))
	}
	switch t.(type) {
	case api.File:
		out.Type = contentType
	case *api.Struct, *api.Union:
		out.Type = p.fieldType(t, false)
	default:
		out.Type = p.fieldType(t, true) // also where it is required: that can change
		if isCollection(t) && c.Nullable {
			out.Type = optOf{out.Type}
		}
	}
	return out
}

// servePlain adds the interface of the endpoints to the server.
func (p *planner) servePlain(out *serverPlan) {
	if len(p.api.Endpoints) == 0 {
		return
	}
	out.Plain = p.pkg.Of("operations")
	out.PlainDoc = "the operations of the description"
	if out.Places {
		out.PlainDoc = "what has none of the forms of OData"
	}
	out.PlainRoutes = p.pkg.Of("routes of operations")
	out.Unimplemented = p.pkg.Of("unimplemented operations")
	out.Field = p.fields.Of("operations")
}
