package golang

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/naming"
)

// endpointPlan is an operation that has none of the forms of OData: a method of
// the client, one of the service, and the table that both sides read.
type endpointPlan struct {
	Name    naming.Ident
	Doc     []string
	Link    string       // to the function, in comments
	Table   naming.Ident // the variable that describes it
	Serve   naming.Ident // the function that makes its route
	Service naming.Ident // the interface that has it
	Method  string
	Path    string
	Server  string

	Args     []valuePlan // from the path
	Rows     []paramRow
	Params   structPlan // of the parameters that are not in the path
	Body     *bodyPlan
	Answers  []answerRow
	Errors   []errorRow
	Headers  []paramRow
	Answered structPlan       // of the header fields of answers
	Security [][]securityPlan // alternatives
	Open     bool             // it asks for no proof

	Pages *pagesPlan // when it answers with pages

	Result endpointResult
	Out    valuePlan  // of one result, or the items of a sequence
	Parts  structPlan // of several results
}

// endpointResult is what a method returns.
type endpointResult int

const (
	nothing endpointResult = iota
	oneResult
	severalResults
	sequenceResult
)

// valuePlan is a value that is sent or received, as a variable or a field.
type valuePlan struct {
	Name naming.Ident
	Type goType
	Wrap string
	Item *itemPlan
}

// paramRow describes a parameter.
type paramRow struct {
	Name, In, Style string
	Flags           []string // fields of odata.EndpointParam that are true
}

// bodyPlan is the body of a request.
type bodyPlan struct {
	valuePlan
	Media    string
	Required bool
	Accepts  []string
	Encoding []paramRow
	Parts    []api.Part
	Schema   *api.Schema // nil for none
}

// answerRow describes an answer of success.
type answerRow struct{ Status, Media string }

// errorRow describes an answer of failure whose body has a type.
type errorRow struct {
	Status, Media string
	Type          goType
}

// nameEndpoints names the methods of the client, for navigations and unbound
// operations first.
func (p *planner) nameEndpoints() {
	p.root = placeScope(nil, p.api.Container, p.api.Imports)
	var w wants
	for _, e := range p.api.Endpoints {
		name := naming.Exported(e.Name)
		w.add("endpoint "+e.Name, name, name.Plus(naming.Kind("Operation")), naming.Exported(strings.ToLower(e.Method)).Plus(name), naming.Spelled(e.Name))
		if e.Pages != nil {
			w.add("pages "+e.Name, name.Plus(naming.Kind("All")), name.Plus(naming.Kind("Items")), naming.Spelled(e.Name).Plus(naming.Kind("All")))
		}
	}
	p.root.Give(w...)
}

func (p *planner) endpointName(e *api.Endpoint) naming.Ident {
	if e.Receives != "" {
		return p.pkg.Of("receiver " + e.Name)
	}
	return p.root.Of("endpoint " + e.Name)
}

// wantEndpoints asks for the names in the package that endpoints need.
func (p *planner) wantEndpoints(w *wants) {
	if len(p.api.Endpoints) == 0 {
		return
	}
	operations := naming.Kind("Operations")
	w.add("operations", operations, operations.Plus(naming.Kind("Service")))
	w.add("unimplemented operations", naming.Kind("Unimplemented").Plus(operations), naming.Kind("Unimplemented").Plus(operations).Plus(naming.Kind("Service")))
	w.add("routes of operations", naming.Kind("operationRoutes"))
	for _, e := range p.api.Endpoints {
		p.wantEndpoint(w, e, p.endpointName(e))
		w.add("serve "+e.Name, naming.Kind("serve").Plus(p.endpointName(e)))
	}
}

// wantEndpoint asks for the names that stand beside the name of an endpoint.
func (p *planner) wantEndpoint(w *wants, e *api.Endpoint, name naming.Ident) {
	w.add("endpoint "+e.Name, naming.Unexported(name).Plus(naming.Kind("Endpoint")), naming.Unexported(name).Plus(naming.Kind("EndpointTable")))
	w.add("params of "+e.Name, name.Plus(naming.Kind("Params")), name.Plus(naming.Kind("Parameters")))
	w.add("params table "+e.Name, naming.Unexported(name).Plus(naming.Kind("Params")), naming.Unexported(name).Plus(naming.Kind("ParamsTable")))
	w.add("headers of "+e.Name, name.Plus(naming.Kind("Headers")), name.Plus(naming.Kind("AnswerHeaders")))
	w.add("headers table "+e.Name, naming.Unexported(name).Plus(naming.Kind("Headers")), naming.Unexported(name).Plus(naming.Kind("HeadersTable")))
	w.add("result "+e.Name, name.Plus(naming.Kind("Result")), name.Plus(naming.Kind("Answer")))
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
		Name:    name,
		Doc:     docOf(fmt.Sprintf("%s calls %s %s.", name, e.Method, e.Path), e.Doc),
		Link:    "[Client." + name.String() + "]",
		Table:   p.pkg.Of("endpoint " + e.Name),
		Serve:   p.pkg.Of("serve " + e.Name),
		Service: p.pkg.Of("operations"),
		Method:  e.Method,
		Path:    e.Path,
		Server:  e.Server,
	}
	p.exchange(&out, e)
	p.pages(&out, e)
	return out
}

// exchange plans what goes to an endpoint and what comes from it.
func (p *planner) exchange(out *endpointPlan, e *api.Endpoint) {
	p.endpointParams(out, e)
	if e.Body != nil {
		out.Body = p.body(e.Body)
	}
	p.results(out, e)
	p.failures(out, e)
	p.headers(out, e)
	p.security(out, e)
}

// endpointParams plans the arguments for parameters in the path, and a struct for
// the others.
func (p *planner) endpointParams(out *endpointPlan, e *api.Endpoint) {
	var inPath []string
	var rest []string
	for _, param := range e.Params {
		out.Rows = append(out.Rows, rowOf(param))
		if param.In == "path" {
			inPath = append(inPath, param.Name)
			continue
		}
		rest = append(rest, paramKey(param))
	}
	args := naming.Params(inPath, "params", "x", "err", "out", "v")
	fields := p.paramFields(rest)
	out.Params = structPlan{
		Name:  p.pkg.Of("params of " + e.Name),
		Table: p.pkg.Of("params table " + e.Name),
		Doc:   prose(fmt.Sprintf("%s are the parameters of %s.", p.pkg.Of("params of "+e.Name), out.Link)),
	}
	for _, param := range e.Params {
		if param.In == "path" {
			v := valuePlan{Name: args.Of(param.Name), Item: p.itemOf(param.Type)}
			v.Type, v.Wrap = p.fieldType(param.Type, false)
			out.Args = append(out.Args, v)
			continue
		}
		out.Params.Fields = append(out.Params.Fields, p.paramField(param, fields, param.In+" parameter"))
	}
}

// paramField plans the field of a parameter, or of a header field of answers.
func (p *planner) paramField(param *api.EndpointParam, fields *naming.Scope, kind string) fieldPlan {
	f := fieldPlan{Name: fields.Of(paramKey(param)), Wire: escaped(param.Name), Facets: facetPlans(param.Facets), Item: p.itemOf(param.Type)}
	f.Doc = fieldDoc(kind, param.Name, param.Doc, f.Name)
	f.Type, f.Wrap = p.fieldType(param.Type, !param.Required || param.Nullable)
	if param.Required {
		f.Flags = append(f.Flags, "Required")
	}
	if param.Nullable {
		f.Flags = append(f.Flags, "Nullable")
	}
	return f
}

// headers plans the struct of the header fields of answers. It has no required ones:
// not each answer has them.
func (p *planner) headers(out *endpointPlan, e *api.Endpoint) {
	keys := make([]string, len(e.Headers))
	for i, h := range e.Headers {
		keys[i] = paramKey(h)
	}
	fields := p.paramFields(keys)
	name := p.pkg.Of("headers of " + e.Name)
	out.Answered = structPlan{
		Name:  name,
		Table: p.pkg.Of("headers table " + e.Name),
		Doc:   prose(fmt.Sprintf("%s are the header fields that answers to %s have: see [odata.AnswerHeaders] and [odata.SetHeaders].", name, out.Link)),
	}
	for _, h := range e.Headers {
		optional := *h
		optional.Required = false
		out.Headers = append(out.Headers, rowOf(&optional))
		out.Answered.Fields = append(out.Answered.Fields, p.paramField(&optional, fields, "header field"))
	}
}

// failures plans the answers that are no success and have a type of their own.
func (p *planner) failures(out *endpointPlan, e *api.Endpoint) {
	good := successes(e)
	for _, a := range e.Answers {
		if slices.Contains(good, a) || a.Content.Items {
			continue
		}
		switch a.Content.Type.(type) {
		case *api.Struct, *api.Union:
			t, _ := p.fieldType(a.Content.Type, false)
			out.Errors = append(out.Errors, errorRow{a.Status, a.Content.Media, t})
		}
	}
}

func paramKey(param *api.EndpointParam) string { return param.In + " " + param.Name }

// paramFields names the fields of parameters. Those of one name in
// several places say where they are.
func (p *planner) paramFields(keys []string) *naming.Scope {
	scope := naming.NewScope(nil, naming.MemberNames...)
	var w wants
	for _, key := range keys {
		in, wire, _ := strings.Cut(key, " ")
		name := naming.Exported(wire)
		w.add(key, name, name.Plus(naming.Exported(in)), naming.Spelled(wire).Plus(naming.Exported(in)))
	}
	scope.Give(w...)
	return scope
}

func rowOf(param *api.EndpointParam) paramRow {
	row := paramRow{Name: param.Name, In: param.In}
	if param.Style != "simple" && param.Style != "form" {
		row.Style = param.Style
	}
	for _, flag := range []struct {
		name string
		on   bool
	}{
		{"Explode", param.Explode},
		{"Reserved", param.AllowReserved},
		{"Required", param.Required},
		{"JSON", param.JSON},
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
	if c.Items && strings.HasPrefix(c.Media, "text/event-stream") {
		t = api.File{}
	} else if c.Items {
		elem, item := p.element(t)
		v := valuePlan{Name: naming.Kind("body"), Type: seqOf{elem}, Wrap: "SequenceValue", Item: item}
		return &bodyPlan{Media: c.Media, Required: c.Required, Accepts: c.Accepts, valuePlan: v}
	}
	out := &bodyPlan{Media: c.Media, Required: c.Required, Accepts: c.Accepts, Parts: c.Parts, Schema: c.Schema, valuePlan: valuePlan{Name: naming.Kind("body"), Item: p.itemOf(t)}}
	for _, e := range c.Encodings {
		out.Encoding = append(out.Encoding, rowOf(e))
	}
	switch t.(type) {
	case api.File:
		out.Type = readerType("Reader")
	case *api.Struct, *api.Union:
		out.Type, out.Wrap = p.fieldType(t, false)
	default:
		out.Type, out.Wrap = p.fieldType(t, !c.Required || c.Nullable)
	}
	return out
}

// successes returns the answers that are no errors.
func successes(e *api.Endpoint) []*api.Answer {
	var out []*api.Answer
	for _, a := range e.Answers {
		if strings.HasPrefix(a.Status, "2") {
			out = append(out, a)
		}
	}
	if len(out) > 0 {
		return out
	}
	for _, a := range e.Answers {
		if a.Status == "default" {
			out = append(out, a)
		}
	}
	return out
}

// results plans what the method returns: the type of success, where there is one,
// or a struct with a field for each.
func (p *planner) results(out *endpointPlan, e *api.Endpoint) {
	all := successes(e)
	types := map[string]bool{}
	var one *api.Answer
	for _, a := range all {
		out.Answers = append(out.Answers, answerRow{a.Status, a.Content.Media})
		if a.Content.Type != nil {
			types[fmt.Sprint(typeKey(a.Content.Type), a.Content.Nullable, a.Content.Items)] = true
			one = a
		}
	}
	switch {
	case one == nil:
		return
	case len(types) == 1 && one.Content.Items:
		out.Result = sequenceResult
		out.Out = p.sequence(one.Content)
	case len(types) == 1:
		out.Result = oneResult
		out.Out = p.outValue(one.Content)
	default:
		out.Result = severalResults
		p.parts(out, e, all)
	}
}

// sequence plans the items of a sequence.
func (p *planner) sequence(c api.Content) valuePlan {
	if strings.HasPrefix(c.Media, "text/event-stream") {
		return valuePlan{Type: runtimeType("Event"), Wrap: "EventValue"}
	}
	v := valuePlan{Item: p.itemOf(c.Type)}
	v.Type, v.Wrap = p.fieldType(c.Type, false)
	return v
}

// outValue plans what is received.
func (p *planner) outValue(c api.Content) valuePlan {
	if _, ok := c.Type.(api.File); ok || c.Items {
		return valuePlan{Type: readerType("ReadCloser")}
	}
	v := valuePlan{Item: p.itemOf(c.Type)}
	switch c.Type.(type) {
	case *api.Struct, *api.Union:
		v.Type, v.Wrap = p.fieldType(c.Type, false)
	default:
		v.Type, v.Wrap = p.fieldType(c.Type, c.Nullable)
	}
	return v
}

// parts plans the struct for several results.
func (p *planner) parts(out *endpointPlan, e *api.Endpoint, all []*api.Answer) {
	name := p.pkg.Of("result " + e.Name)
	out.Parts = structPlan{
		Name: name,
		Doc:  prose(fmt.Sprintf("%s is what %s returns: the field for the status that the service answers with.", name, out.Link)),
	}
	for _, a := range all {
		f := fieldPlan{Name: statusName(a.Status)}
		if a.Content.Type != nil {
			v := p.outValue(a.Content)
			f.Type, f.Wrap, f.Item = v.Type, v.Wrap, v.Item
		}
		f.Doc = fieldDoc("answer", a.Status, api.Doc{Text: a.Doc}, f.Name)
		out.Parts.Fields = append(out.Parts.Fields, f)
	}
}

// statusName is the name of the field for a status: OK, Created, Success, Default.
func statusName(status string) naming.Ident {
	switch status {
	case "default":
		return naming.Kind("Default")
	case "2XX":
		return naming.Kind("Success")
	}
	n, _ := strconv.Atoi(status)
	if text := http.StatusText(n); text != "" {
		return naming.Exported(text)
	}
	return naming.Kind("Status").Plus(naming.Kind(strconv.Itoa(n)))
}

// servePlain adds the interface of the endpoints to the server.
func (p *planner) servePlain(out *serverPlan) {
	if len(p.api.Endpoints) == 0 {
		return
	}
	out.Plain = p.pkg.Of("operations")
	out.PlainRoutes = p.pkg.Of("routes of operations")
	out.Unimplemented = p.pkg.Of("unimplemented operations")
	out.Field = p.fields.Of("operations")
}
