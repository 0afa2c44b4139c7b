package golang

import (
	"encoding/json"
	"mime"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/api"
)

// errorForm returns how a service fills a described answer of failure for the faults that
// it finds itself: JSON text in which the words outside of strings stand for what is known
// of a fault (rest.ErrorAnswer). It is "" where the type has no place for that, or asks for
// what nobody knows.
func errorForm(a *api.Answer) string {
	c := a.Content
	if c.Schema != nil {
		return ""
	}
	base, _, _ := mime.ParseMediaType(c.Media)
	f := formFiller{problem: base == "application/problem+json", lowest: 400, highest: 599}
	if n, err := strconv.ParseFloat(strings.Replace(a.Status, "XX", "00", 1), 64); err == nil {
		f.lowest, f.highest = n, n
		if strings.HasSuffix(a.Status, "XX") {
			f.highest = n + 99
		}
	}
	form, ok := f.value("", c.Type, api.Facets{})
	if c.Type == api.String { // JSON or not
		return "message"
	}
	if !ok || !f.says {
		return ""
	}
	return form
}

// formFiller fills types with the words of a fault.
type formFiller struct {
	problem bool // the media type is that of RFC 9457
	says    bool // there is a place for what is wrong
	depth   int

	lowest, highest float64 // the statuses that it can have
	mark, marked    string  // the discriminator, and its value for this type
}

// words are what the properties of errors are called: in lower case, without what joins
// the words of a name.
var words = map[string][]string{
	"message": {
		"message", "msg", "detail", "details", "description", "errormessage", "errordescription", "errordetail", "errormsg",
		"reason", "text", "usermessage", "developermessage", "cause",
	},
	"title":      {"title", "statusmessage", "statustext", "reasonphrase"},
	"code":       {"code", "errorcode", "errcode", "key", "errorkey", "errortype", "type", "kind", "name"},
	"statusText": {"status", "statuscode", "httpstatus"},
	"target":     {"target", "field", "property", "pointer", "param", "parameter", "location", "path", "source"},
}

// value returns what a property called name has; ok is false when nothing is known.
func (f *formFiller) value(name string, t api.Type, facets api.Facets) (text string, ok bool) {
	if facets.Schema != nil || facets.Wire != "" {
		return "", false
	}
	plain := strings.ToLower(strings.NewReplacer("_", "", "-", "", ".", "").Replace(name))
	switch t := t.(type) {
	case api.Primitive:
		return f.primitive(plain, t, facets)
	case *api.Enum:
		if len(t.Values) == 1 && !t.Numbers {
			return quoteJSON(t.Values[0].Name), true
		}
	case *api.Struct:
		return f.object(t)
	case *api.Union:
		return f.union(t)
	case api.List:
		if facets.MinItems > 1 || facets.MaxItems != nil {
			return "", false
		}
		if item, ok := f.item(t.Elem); ok {
			return "[" + item + "]", true
		}
	case api.Map:
		return "{}", name != ""
	}
	return "", false
}

// union fills the first of the types that can be filled.
func (f *formFiller) union(u *api.Union) (text string, ok bool) {
	if u.Schema != nil && u.Discriminator == "" {
		return "", false
	}
	for _, v := range u.Variants {
		one := *f
		if one.mark, one.marked = u.Discriminator, v.Name; len(v.Values) > 0 {
			one.marked = v.Values[0]
		}
		if s, isStruct := v.Type.(*api.Struct); isStruct {
			if text, ok := one.object(s); ok && one.says {
				f.says = true
				return text, true
			}
		}
	}
	return "", false
}

// item is the value of an item of a list: one of the faults.
func (f *formFiller) item(t api.Type) (text string, ok bool) {
	inner := formFiller{depth: f.depth, lowest: f.lowest, highest: f.highest}
	switch t := t.(type) {
	case api.Primitive:
		text, ok = "message", t == api.String
		inner.says = ok
	case *api.Struct:
		text, ok = inner.value("", t, api.Facets{})
	}
	f.says = f.says || ok && inner.says
	return text, ok && inner.says
}

func (f *formFiller) primitive(name string, t api.Primitive, facets api.Facets) (text string, ok bool) {
	switch t {
	case api.String:
		return f.text(name, facets)
	case api.DateTimeOffset:
		return "time", slices.Contains([]string{"timestamp", "time", "date", "datetime", "createdat"}, name)
	case api.Boolean:
		switch name {
		case "success", "ok":
			return "false", true
		case "error", "failed":
			return "true", true
		}
	case api.Int16, api.Int32, api.Int64, api.Single, api.Double:
		isStatus := slices.Contains([]string{"status", "statuscode", "httpstatus", "httpstatuscode", "code", "errorcode", "error"}, name)
		return "status", isStatus && f.holdsStatuses(facets)
	}
	return "", false
}

// holdsStatuses reports whether the rules of a number let each status be.
func (f *formFiller) holdsStatuses(facets api.Facets) bool {
	within := func(text string, sign float64, bound float64) bool {
		if text == "" {
			return true
		}
		n, err := strconv.ParseFloat(text, 64)
		return err == nil && sign*n <= sign*bound
	}
	return within(facets.Minimum, 1, f.lowest) && within(facets.Maximum, -1, f.highest) &&
		within(facets.ExclusiveMinimum, 1, f.lowest-1) && within(facets.ExclusiveMaximum, -1, f.highest+1) && facets.MultipleOf == ""
}

func (f *formFiller) text(name string, facets api.Facets) (text string, ok bool) {
	switch {
	case facets.Pattern != "" || facets.MinLength > 1 || facets.MaxLength != nil && *facets.MaxLength < maxFaultText:
		return "", false
	case f.problem && name == "type":
		return `"about:blank"`, facets.Format == "" || strings.HasPrefix(facets.Format, "uri") || strings.HasPrefix(facets.Format, "iri")
	case name == "instance" || name == "path" && f.depth == 1:
		return "path", facets.Format == "" || facets.Format == "uri-reference" || facets.Format == "iri-reference"
	case facets.Format != "":
		return "", false
	case name == "error":
		f.says = true
		return "message" + cut(facets), true
	}
	for _, word := range []string{"message", "title", "code", "statusText", "target"} {
		if slices.Contains(words[word], name) {
			f.says = f.says || word == "message" || word == "title"
			return word + cut(facets), true
		}
	}
	return "", false
}

// cut is how many characters a text can have, behind the word that stands for it.
func cut(facets api.Facets) string {
	if facets.MaxLength == nil {
		return ""
	}
	return strconv.FormatUint(*facets.MaxLength, 10)
}

// maxFaultText is how long a text must be able to be to have what is wrong.
const maxFaultText = 100

// quoteJSON is a text as JSON has it.
func quoteJSON(text string) string {
	quoted, _ := json.Marshal(text) // texts always have an encoding
	return string(quoted)
}

// maxFormDepth is how deep the objects of a form nest.
const maxFormDepth = 3

// object fills the properties that are known. One that is not, and is required, is null,
// or empty: else the object cannot be filled.
func (f *formFiller) object(s *api.Struct) (text string, ok bool) {
	if f.depth == maxFormDepth {
		return "", false
	}
	mark := f.mark
	f.mark = "" // it is of this object alone
	f.depth++
	defer func() { f.depth-- }()
	var members []string
	for _, p := range s.AllProperties() {
		if p.WriteOnly {
			continue
		}
		value, ok := f.propertyOf(s, p)
		switch {
		case mark != "" && p.Name == mark:
			value = quoteJSON(f.marked)
		case ok:
		case !p.Required:
			continue
		case p.Nullable:
			value = "null"
		case p.Type == api.String && p.Facets.Pattern == "" && p.Facets.MinLength == 0 && p.Facets.Format == "" && p.Facets.Schema == nil:
			value = `""`
		default:
			return "", false
		}
		members = append(members, quoteJSON(p.Name)+":"+value)
	}
	return "{" + strings.Join(members, ",") + "}", asksForMembers(s.Schema, uint64(len(members)))
}

// asksForMembers reports whether the rules for an object say no more than how many members
// it has, and that it has at most n of them.
func asksForMembers(s *api.Schema, n uint64) bool {
	if s == nil {
		return true
	}
	rest := *s
	rest.MinProperties, rest.AllOf = 0, nil
	if slices.Equal(rest.Types, []string{"object"}) {
		rest.Types = nil
	}
	return s.MinProperties <= n && reflect.DeepEqual(rest, api.Schema{}) &&
		!slices.ContainsFunc(s.AllOf, func(part *api.Schema) bool { return !asksForMembers(part, n) })
}

// propertyOf is the value of a property that is known. An "error" beside a message is a code,
// as RFC 6749 has it, and a title without one is the message; an object or a list that is
// not of the fault is left out.
func (f *formFiller) propertyOf(s *api.Struct, p *api.Property) (text string, ok bool) {
	known := []string{"error", "errors", "fault", "faults", "problem", "problems", "details", "causes", "violations", "invalidparams", "fielderrors", "messages"}
	name := strings.ToLower(strings.NewReplacer("_", "", "-", "").Replace(p.Name))
	switch p.Type.(type) {
	case *api.Struct, api.List:
		if !slices.Contains(known, name) && !p.Required {
			return "", false
		}
	case api.Map:
		return "{}", p.Required
	}
	value, ok := f.value(p.Name, p.Type, p.Facets)
	switch {
	case !ok || p.Type != api.String:
	case name == "error" && hasMessage(s):
		value = "code" + cut(p.Facets)
	case slices.Contains(words["title"], name) && !hasMessage(s):
		value = "message" + cut(p.Facets)
	}
	return value, ok
}

// hasMessage reports whether an object has a text for what is wrong beside its "error".
func hasMessage(s *api.Struct) bool {
	return slices.ContainsFunc(s.AllProperties(), func(p *api.Property) bool {
		name := strings.ToLower(strings.NewReplacer("_", "", "-", "").Replace(p.Name))
		return p.Type == api.String && slices.Contains(words["message"], name)
	})
}
