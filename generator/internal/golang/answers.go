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

// endpointResult is what a method returns.
type endpointResult int

const (
	nothing endpointResult = iota
	oneResult
	contentAnswer
	sequenceResult
)

// answerRow describes an answer of success.
type answerRow struct {
	Status, Media, In string
	Also              []string // further media types that hold the same
	Others            []string // those that hold something else
	Stream            string   // the media type of the sequence that it can be instead
	Required          []string // the header fields that it must have
	Other             bool     // it has another type than the plain one
	Nullable          bool
}

// errorRow describes an answer of failure.
type errorRow struct {
	Status, Media string
	Form          string       // that a service gives its faults; "" for none
	Type          goType       // of the body; nil when it has none
	Name          naming.Ident // of the error; zero when it has none of its own
	As            bool         // a client makes one
}

// answerPlan is the struct of all that is described of an answer, and the method that
// returns it.
type answerPlan struct {
	funcPlan
	Struct  naming.Ident
	Doc     []string
	Bodies  []fieldPlan // for each answer; without a type for one without content
	Headers []fieldPlan
}

// results plans what the method returns: the plain answer. It is the first one of
// success, and stays it when others come: the lock keeps which it is.
func (p *planner) results(out *endpointPlan, e *api.Endpoint) {
	all := p.successes(e)
	if len(all) == 0 {
		p.kept[answerKey(e)] = noAnswer
		return
	}
	out.Plain = p.plainAnswer(e, all)
	plain := all[out.Plain].Content
	key := contentKey(plain)
	for _, a := range all {
		other := a.Content.Type != nil && contentKey(a.Content) != key
		row := answerRow{
			Status: a.Status, Media: a.Content.Media, In: wireName(a.Content.Wire),
			Also: a.Content.Accepts, Others: a.Content.Others, Other: other, Nullable: a.Content.Nullable,
		}
		if p.opts.Server {
			row.Required = a.Required
		}
		if a.Content.Stream != nil {
			row.Stream = a.Content.Stream.Media
		}
		out.Answers = append(out.Answers, row)
	}
	switch {
	case plain.Type == nil:
		return
	case isSequence(plain):
		out.Result = sequenceResult
		out.Out = p.sequence(plain)
	case isContent(plain):
		out.Result = contentAnswer
		out.Out = valuePlan{Type: contentType}
		return
	default:
		out.Result = oneResult
		out.Out = p.outValue(plain)
	}
	out.Read = out.Out.Type
}

func isEvents(c api.Content) bool {
	return c.Items && strings.HasPrefix(strings.ToLower(c.Media), "text/event-stream")
}

func isSequence(c api.Content) bool { return c.Items }

func isContent(c api.Content) bool {
	_, ok := c.Type.(api.File)
	return ok
}

// contentKey tells apart what answers hold.
func contentKey(c api.Content) string {
	if c.Type == nil {
		return ""
	}
	return fmt.Sprint(typeKey(c.Type), c.Nullable, c.Items)
}

func answerKey(e *api.Endpoint) string { return "answer " + e.Name }

// plainAnswer returns the index of the answer that a call returns: that in the lock,
// else the one with the lowest status.
func (p *planner) plainAnswer(e *api.Endpoint, all []*api.Answer) int {
	best, kept := 0, p.opts.Names[answerKey(e)]
	p.kept[answerKey(e)] = kept
	for i, a := range all {
		if a.Status == kept || kept == noAnswer && isEmpty(a) {
			return i
		}
		if plainRank(a) < plainRank(all[best]) {
			best = i
		}
	}
	p.kept[answerKey(e)] = all[best].Status
	return best
}

// plainRank orders answers by how well they suit as the one of a call.
func plainRank(a *api.Answer) string {
	if a.Status == "304" {
		return "~"
	}
	return a.Status
}

// noAnswer stands in the lock for an operation without an answer of success.
const noAnswer = "none"

// successes returns the answers that are no errors. Where there was none, one without
// content stays the plain one, and a default answer is an error.
func (p *planner) successes(e *api.Endpoint) []*api.Answer {
	all := described(e)
	if p.opts.Names[answerKey(e)] != noAnswer {
		return all
	}
	all = slices.DeleteFunc(all, func(a *api.Answer) bool { return a.Status == "default" })
	if len(all) > 0 && !slices.ContainsFunc(all, isEmpty) {
		all = append(all, &api.Answer{Status: "204"})
	}
	return all
}

// isEmpty reports whether an answer without content can be the one of a call that
// returns nothing.
func isEmpty(a *api.Answer) bool { return a.Status == "204" || isRedirect(a) && a.Content.Type == nil }

// isRedirect reports whether an answer leads elsewhere: of the 3XX those but 304.
func isRedirect(a *api.Answer) bool { return strings.HasPrefix(a.Status, "3") && a.Status != "304" }

// described returns the answers of a description that are no errors: those of success,
// and redirects, to which a client does not go where they are described. "default" is one
// where there is nothing else.
func described(e *api.Endpoint) []*api.Answer {
	var out []*api.Answer
	whole := false
	for _, a := range e.Answers {
		if strings.HasPrefix(a.Status, "2") || strings.HasPrefix(a.Status, "3") {
			out = append(out, a)
			whole = whole || a.Status != "304"
		}
	}
	for _, a := range e.Answers {
		if a.Status == "default" && !whole {
			out = slices.Insert(out, 0, a)
		}
	}
	return out
}

// sequence plans the items of a sequence.
func (p *planner) sequence(c api.Content) valuePlan {
	if isEvents(c) && c.Type == api.String {
		return valuePlan{Type: apiType("Event")}
	} else if isEvents(c) {
		return valuePlan{Type: eventOf{p.element(c.Type)}}
	}
	return valuePlan{Type: p.fieldType(c.Type, false)}
}

// outValue plans what is received.
func (p *planner) outValue(c api.Content) valuePlan {
	if isContent(c) || isSequence(c) {
		return valuePlan{Type: contentType}
	}
	switch c.Type.(type) {
	case *api.Struct, *api.Union:
		return valuePlan{Type: p.fieldType(c.Type, false)}
	}
	return valuePlan{Type: p.fieldType(c.Type, c.Nullable)}
}

// whole plans the struct of all that is described of an answer, where the plain answer
// does not say it: other answers of success, header fields.
func (p *planner) whole(out *endpointPlan, e *api.Endpoint) {
	all := p.successes(e)
	others := otherMedia(all)
	stream := streamOf(all)
	if len(all) < 2 && len(e.Headers)+len(others) == 0 && stream == nil {
		return
	}
	name := p.pkg.Of("answer of " + e.Name)
	plan := &answerPlan{
		Struct: name,
		Doc:    prose(fmt.Sprintf("%s is an answer to %s, with all that is described of it: the field for its status is set.", name, out.Link)),
	}
	for _, a := range all {
		f := fieldPlan{Name: statusName(a.Status)}
		if a.Content.Type != nil {
			f.Type, f.In = p.outValue(a.Content).Type, wireName(a.Content.Wire)
		}
		f.Doc = fieldDoc(api.Doc{Text: a.Doc})
		plan.Bodies = append(plan.Bodies, f)
	}
	if len(others)+len(p.streamFields(stream)) > 0 {
		content := fieldPlan{Name: otherContent}
		if len(others) > 0 {
			content.Type = contentType
			content.Doc = prose(fmt.Sprintf("%s is the body in %s, in place of the others.", otherContent, strings.Join(others, ", ")))
		}
		plan.Bodies = append(append(plan.Bodies, content), p.streamFields(stream)...)
	}
	keys := make([]string, len(e.Headers))
	for i, h := range e.Headers {
		keys[i] = paramKey(h)
	}
	fields := p.answerFields(e, keys)
	for _, h := range e.Headers {
		optional := *h
		optional.Required = false // not each answer has it
		out.Headers = append(out.Headers, rowOf(&optional))
		plan.Headers = append(plan.Headers, p.paramField(&optional, fields))
	}
	plan.funcPlan = funcPlan{
		p.root.Of("answer of " + e.Name), prose(fmt.Sprintf("%s is %s, and returns all that is described of the answer.", name, out.Link)),
		takes(ctxParam, paramsParam(out.Params.Name), callOptions).returns(pointerTo{namedType(name)}, errorType),
	}
	if out.Link != "" && e.Receives == "" {
		out.Whole = plan
		return
	}
	out.Whole = &answerPlan{Struct: plan.Struct, Doc: plan.Doc, Bodies: plan.Bodies, Headers: plan.Headers}
}

// otherContent is the field for a body in a media type that the field for its value is not
// for.
var otherContent = naming.Kind("BodyContent")

// otherMedia returns the media types of answers that a field of their own is for.
func otherMedia(answers []*api.Answer) []string {
	var out []string
	for _, a := range answers {
		for _, media := range a.Content.Others {
			if !slices.Contains(out, media) {
				out = append(out, media)
			}
		}
	}
	return out
}

// answerFields names the fields for header fields beside those
// for answers, also for those that may come.
func (p *planner) answerFields(e *api.Endpoint, keys []string) *naming.Scope {
	prefix := "answer of " + e.Name
	if scope := p.inner[prefix]; scope != nil {
		return scope
	}
	taken := []string{"Status", "WireAnswer", statusName("default").String(), statusName("2XX").String(), statusName("3XX").String(), otherContent.String(), streamField.String()}
	for status := 200; status < 400; status++ {
		taken = append(taken, statusName(strconv.Itoa(status)).String())
	}
	scope := p.scope(prefix+"/", taken...)
	p.inner[prefix] = scope
	var w wants
	for _, key := range keys {
		in, wire, _ := strings.Cut(key, " ")
		name := naming.Exported(wire)
		w.add(key, name, name.Plus(naming.Exported(in)), naming.Spelled(wire).Plus(naming.Exported(in)))
	}
	scope.Give(w...)
	return scope
}

// statusName is the name of the field for a status: OK, Created, Success, Default.
func statusName(status string) naming.Ident {
	switch status {
	case "default":
		return naming.Kind("Default")
	case "2XX":
		return naming.Kind("Success")
	case "3XX":
		return naming.Kind("Redirect")
	}
	n, _ := strconv.Atoi(status)
	if text := http.StatusText(n); text != "" {
		return naming.Exported(text)
	}
	return naming.Kind("Status").Number(strconv.Itoa(n))
}

// failures returns the answers of failure. A redirect with content is one for a call that
// returns something else, and "default" is one of each status that is no success.
func (p *planner) failures(e *api.Endpoint) []*api.Answer {
	good := p.successes(e)
	var out []*api.Answer
	for _, a := range e.Answers {
		redirect := strings.HasPrefix(a.Status, "3") && a.Content.Type != nil
		if !slices.Contains(good, a) || a.Status == "default" || redirect {
			out = append(out, a)
		}
	}
	return out
}

// failing plans the answers that are no success.
func (p *planner) failing(out *endpointPlan, e *api.Endpoint) {
	for _, a := range p.failures(e) {
		row := errorRow{Status: a.Status, Media: a.Content.Media}
		if hasErrorName(a.Content.Type) && !a.Content.Items {
			row.Name = p.pkg.Of(errorKey(a.Content.Type))
		}
		if a.Content.Type != nil && !isContent(a.Content) && !isSequence(a.Content) {
			row.Type, row.As = p.outValue(a.Content).Type, p.opts.Client
			if p.opts.Server {
				row.Form = errorForm(a)
			}
		}
		if p.opts.Server || row.As {
			out.Errors = append(out.Errors, row)
		}
	}
}

// hasErrorName reports whether the error with a body of a type has a name.
func hasErrorName(t api.Type) bool {
	switch t.(type) {
	case *api.Struct, *api.Union:
		return true
	}
	return false
}

// errorPlan is the name of an error whose body has a type.
type errorPlan struct {
	Name naming.Ident
	Doc  []string
	Type goType
}

func errorKey(t api.Type) string { return "error " + typeKey(t) }

// wantError asks for the name of the error with a body of a type.
func (p *planner) wantError(w *wants, t api.Type) {
	key := errorKey(t)
	if slices.ContainsFunc(*w, func(have naming.Want) bool { return have.Key == key }) {
		return
	}
	name := p.pkg.Of("type " + typeKey(t))
	word, other := naming.Kind("Error"), naming.Kind("Answer")
	if strings.HasSuffix(name.String(), word.String()) {
		word, other = other, word
	}
	w.add(key, name.Plus(word), name.Plus(other), name.Plus(word).Plus(other))
}

// wantErrors asks for the names of the errors of the types that an earlier run knew, or
// of the others.
func (p *planner) wantErrors(w *wants, known bool) {
	for _, e := range slices.Concat(p.api.Endpoints, p.receivers()) {
		for _, a := range p.failures(e) {
			t := a.Content.Type
			if hasErrorName(t) && !a.Content.Items && (p.locked["type "+typeKey(t)] != "") == known {
				p.wantError(w, t)
			}
		}
	}
}

// errors plans the names of the errors that endpoints give, each once.
func (p *planner) errors(endpoints []endpointPlan) []errorPlan {
	seen := map[naming.Ident]bool{}
	var out []errorPlan
	for _, e := range endpoints {
		for _, r := range e.Errors {
			if r.Name == (naming.Ident{}) || r.Type == nil || seen[r.Name] {
				continue
			}
			seen[r.Name] = true
			doc := fmt.Sprintf("%s is the error of an answer with this body: see [client.ErrorWith].", r.Name)
			out = append(out, errorPlan{r.Name, prose(doc), r.Type})
		}
	}
	return byName(out, func(e errorPlan) naming.Ident { return e.Name })
}

// errorWord says what the body of an error without a name is.
func errorWord(t goType) string {
	switch t.(type) {
	case sliceOf:
		return "a list"
	case mapOf:
		return "a map"
	}
	if t == stringType {
		return "a text"
	}
	return "a value"
}

// errorDoc says which errors a call can give.
func (p *planner) errorDoc(e endpointPlan) []string {
	var names []string
	status := map[string][]string{}
	for _, r := range e.Errors {
		if r.Type == nil {
			continue
		}
		name := r.Name.String()
		if name == "" {
			name = "[client.ErrorWith] of " + errorWord(r.Type)
		} else {
			name = "*" + name
		}
		if status[name] == nil {
			names = append(names, name)
		}
		status[name] = append(status[name], r.Status)
	}
	if len(names) == 0 {
		return nil
	}
	var parts []string
	for _, name := range names {
		parts = append(parts, fmt.Sprintf("%s (%s)", name, strings.Join(status[name], ", ")))
	}
	return append([]string{""}, prose("Errors: "+strings.Join(parts, ", ")+".")...)
}
