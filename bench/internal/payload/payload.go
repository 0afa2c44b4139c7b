// Package payload makes the JSON texts that the codecs are measured with. They
// are the same in every run, and every codec can hold them: no nulls, which a
// pointer cannot tell from absence, and no annotations beside "@odata.type",
// "@odata.etag" and the links of a page.
package payload

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-349153d7/odagen/bench/graph"
	"github.com/seed-349153d7/odagen/templates/wire"
)

// Kind says which type a payload is of.
type Kind int

// The kinds of payloads.
const (
	Partner Kind = iota
	PartnerPage
	User
	UserPage
	Event
)

// Payload is a named JSON text.
type Payload struct {
	Name string
	Kind Kind
	Text []byte
}

// partner is the example of the documentation (CC-BY-4.0 for text, MIT for code;
// copyright Microsoft Corporation).
const partner = `{
  "@odata.type": "#microsoft.graph.remoteAssistancePartner",
  "id": "ba9e5b18-5b18-ba9e-185b-9eba185b9eba",
  "displayName": "Display Name value",
  "onboardingUrl": "https://example.com/onboardingUrl/",
  "onboardingStatus": "onboarding",
  "lastConnectionDateTime": "2016-12-31T23:58:36.6670033-08:00"
}`

// deltaSize is the size of the delta page.
const deltaSize = 10 << 20

// All returns the payloads.
func All() []Payload {
	f := &filler{}
	return []Payload{
		{Name: "documented partner", Kind: Partner, Text: []byte(partner)},
		{Name: "page of 1,000 partners", Kind: PartnerPage, Text: f.page(new(graph.RemoteAssistancePartner), "nextLink", nil,
			func(n, _ int) bool { return n == 1000 })},
		{Name: "user, four members", Kind: User, Text: f.text(new(graph.User), []string{"id", "displayName", "mail", "userPrincipalName"})},
		{Name: "user, all members", Kind: User, Text: f.text(new(graph.User), nil)},
		{Name: "deep event", Kind: Event, Text: f.text(new(graph.Event), nil)},
		{Name: "delta page of users, 10 MB", Kind: UserPage, Text: f.page(new(graph.User), "deltaLink", []string{
			"id", "accountEnabled", "assignedLicenses", "businessPhones", "createdDateTime", "department", "displayName", "givenName",
			"jobTitle", "mail", "mobilePhone", "officeLocation", "preferredLanguage", "surname", "userPrincipalName",
		}, func(_, size int) bool { return size >= deltaSize })},
	}
}

// filler writes objects whose properties all have values.
type filler struct {
	buf []byte
	n   int // counts values, so that they differ
}

// text returns an object with the properties that are named, or with all.
func (f *filler) text(o wire.Object, only []string) []byte {
	f.buf = nil
	f.object(o, only == nil, only)
	return f.buf
}

// page returns a page with objects until full says so.
func (f *filler) page(o wire.Object, link string, only []string, full func(n, size int) bool) []byte {
	f.buf = fmt.Appendf(nil, `{"@odata.%s":"https://graph.microsoft.com/v1.0/page?$skiptoken=%064d","value":[`, link, 1)
	for n := 0; !full(n, len(f.buf)); n++ {
		if n > 0 {
			f.buf = append(f.buf, ',')
		}
		f.object(o, true, only)
	}
	return append(f.buf, ']', '}')
}

func (f *filler) object(o wire.Object, typed bool, only []string) {
	t := o.WireType()
	f.buf = append(f.buf, '{')
	if typed {
		f.buf = fmt.Appendf(f.buf, `"@odata.type":"#%s",`, t.Name)
	}
	if t.Name == "microsoft.graph.event" {
		f.buf = append(f.buf, `"@odata.etag":"W/\"ZlnW4RIAV06KYYwlrfNZvQAAKGWwbw==\"",`...)
	}
	for i, p := range t.Properties {
		field := reflect.TypeOf(o).Elem().Field(i).Type
		if only != nil && !slices.Contains(only, p.Name) || isEmpty(field) {
			continue
		}
		f.buf = fmt.Appendf(f.buf, "%q:", p.Name)
		f.value(p.Name, field)
		f.buf = append(f.buf, ',')
	}
	f.buf = append(trimComma(f.buf), '}')
}

// isEmpty reports whether a property is of a struct without properties: json/v2
// takes an empty object for one to be left out.
func isEmpty(t reflect.Type) bool {
	t = valueType(t)
	if t.Kind() != reflect.Pointer {
		return false
	}
	o, ok := reflect.New(t.Elem()).Interface().(wire.Object)
	return ok && len(o.WireType().Properties) == 0
}

// valueType returns the type of what an Opt holds, and another type as it is.
func valueType(t reflect.Type) reflect.Type {
	if !wire.IsOpt(t) {
		return t
	}
	get, _ := t.MethodByName("Get")
	return get.Type.Out(0)
}

func trimComma(b []byte) []byte {
	if b[len(b)-1] == ',' {
		return b[:len(b)-1]
	}
	return b
}

// value writes a value for the property called name.
func (f *filler) value(name string, t reflect.Type) {
	f.n++
	t = valueType(t)
	switch t.Kind() {
	case reflect.Slice:
		f.list(name, t.Elem())
	case reflect.Pointer:
		f.object(reflect.New(t.Elem()).Interface().(wire.Object), false, nil)
	case reflect.Bool:
		f.buf = strconv.AppendBool(f.buf, f.n%2 == 0)
	case reflect.Int32, reflect.Int64:
		f.buf = strconv.AppendInt(f.buf, int64(f.n%90+1), 10)
	case reflect.Float64:
		f.buf = strconv.AppendFloat(f.buf, float64(f.n%180)+0.6062, 'f', -1, 64)
	default:
		f.buf = fmt.Appendf(f.buf, `"%s"`, f.string(name, t))
	}
}

// list writes two elements; an event has ten attendees.
func (f *filler) list(name string, t reflect.Type) {
	n := 2
	if name == "attendees" {
		n = 10
	}
	f.buf = append(f.buf, '[')
	for range n {
		f.value(name, t)
		f.buf = append(f.buf, ',')
	}
	f.buf = append(trimComma(f.buf), ']')
}

var words = []string{
	"Adele", "Vance", "Retail", "Manager", "Zürich", "Marketing", "Contoso", "Office", "Seattle", "Quarterly", "Review", "Łódź",
	"Standard", "enabled", "Sales", "Engineering",
}

func (f *filler) word(i int) string { return words[(f.n*7+i*3)%len(words)] }

// string returns the text between the quotes.
func (f *filler) string(name string, t reflect.Type) string {
	id := fmt.Sprintf("%08x-5b18-4a9e-a85b-%012x", f.n*2654435761%(1<<32), f.n*40503)
	switch t.Name() {
	case "DateTimeOffset":
		return fmt.Sprintf("2026-%02d-%02dT%02d:15:36.6670033Z", f.n%12+1, f.n%28+1, f.n%24)
	case "Date":
		return fmt.Sprintf("2026-%02d-%02d", f.n%12+1, f.n%28+1)
	case "TimeOfDay":
		return fmt.Sprintf("%02d:30:00.0000000", f.n%24)
	case "Duration":
		return "PT15M"
	case "GUID":
		return id
	case "string":
	default: // a member of an enumeration
		return strings.ToLower(f.word(0)[:1]) + "Value"
	}
	switch lower := strings.ToLower(name); {
	case lower == "id" || strings.HasSuffix(lower, "id"):
		return id
	case strings.HasSuffix(lower, "url") || strings.HasSuffix(lower, "uri") || lower == "weblink":
		return "https://graph.contoso.com/objects/" + id
	case strings.Contains(lower, "mail") || lower == "userprincipalname" || lower == "address":
		return fmt.Sprintf("adele.vance%d@contoso.com", f.n)
	case strings.Contains(lower, "phone"):
		return fmt.Sprintf("+1 425 555 %04d", f.n%10000)
	case lower == "content":
		line := `<p>Dear \"all\",\r\n\tthe review of ` + f.word(0) + ` is on Monday; bring ` + f.word(1) + `.</p>\r\n`
		return strings.Repeat(line, 12)
	}
	return f.word(0) + " " + f.word(1)
}
