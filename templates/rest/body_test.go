package rest

import (
	"bytes"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"github.com/seed-349153d7/odagen/templates/api"
	"github.com/seed-349153d7/odagen/templates/wire"
)

func TestABodyHasItsMediaType(t *testing.T) {
	object, text := &item{Price: api.String("p")}, "é"
	content := &api.Content{ReadCloser: io.NopCloser(strings.NewReader("abc")), Type: "image/png", Length: 3}
	untyped := api.NewContent("", strings.NewReader("abc"))
	for _, tt := range []struct {
		media      string
		field      any
		want, body string
	}{
		{"application/json", &object, "application/json", `{"price":"p"}`},
		{"application/vnd.x+json", &object, "application/vnd.x+json", `{"price":"p"}`},
		{"*/*", &object, "application/json", `{"price":"p"}`},
		{"application/*", &object, "application/json", `{"price":"p"}`},
		{"text/plain", &text, "text/plain", "é"},
		{"text/*", &text, "text/plain; charset=utf-8", "é"},
		{"image/*", &content, "image/png", ""},
		{"image/*", &untyped, "application/octet-stream", ""},
		{"image/gif", &untyped, "image/gif", ""},
		{"application/x-www-form-urlencoded", &object, "application/x-www-form-urlencoded", "price=p"},
	} {
		e := &Endpoint{Body: tt.media}
		out, err := e.EncodeBody(tt.field, nil, "")
		if err != nil || out.ContentType != tt.want || string(out.Body) != tt.body || out.Body == nil && (out.Stream == nil || out.Length != 3) {
			t.Errorf("%s: %+v, %v, want %s %s", tt.media, out, err, tt.want, tt.body)
		}
	}
}

func TestABodyThatIsNotThere(t *testing.T) {
	var object *item
	var content *api.Content
	var text *string
	for media, field := range map[string]any{
		"application/json": &object, "image/png": &content, "text/plain": &text,
		"multipart/form-data": &object, "application/x-www-form-urlencoded": &object,
	} {
		e := &Endpoint{Body: media}
		if out, err := e.EncodeBody(field, nil, ""); err != nil || out.Body != nil || out.Stream != nil || out.ContentType != "" {
			t.Errorf("%s: %+v, %v, want nothing", media, out, err)
		}
		e.BodyRequired = true
		if _, err := e.EncodeBody(field, nil, ""); err == nil || err.Error() != "the body is missing" {
			t.Errorf("%s: %v, want an error", media, err)
		}
	}
}

func TestAFormWithDeepObjectsComesBack(t *testing.T) {
	e := &Endpoint{Body: "application/x-www-form-urlencoded", Encoding: []Param{
		{Name: "line_items", In: InQuery, Style: "deepObject", Explode: true},
		{Name: "names", In: InQuery, Style: "deepObject", Explode: true},
		{Name: "first", In: InQuery, JSON: true},
	}}
	o := &order{
		ID:    api.String("a&b"),
		Lines: []*item{{Price: api.String("p1")}, {Price: api.String("p2"), Quantity: api.Int32(2)}},
		Names: []string{"a b", "c"}, First: api.Some(&item{Price: api.String("q")}),
	}
	out, err := e.EncodeBody(&o, nil, "")
	const want = "id=a%26b&line_items[0][price]=p1&line_items[1][price]=p2&line_items[1][quantity]=2&first=%7B%22price%22%3A%22q%22%7D&names[0]=a%20b&names[1]=c"
	if err != nil || string(out.Body) != want {
		t.Fatalf("wrote %s, %v\nwant %s", out.Body, err, want)
	}
	var back *order
	if err := e.DecodeContent(e.Body, "", out.Body, &back, anyText); err != nil || !reflect.DeepEqual(back, o) {
		t.Errorf("read %+v, %v", back, err)
	}
	for text, want := range map[string]string{
		"names=a&names=b":       `{"names":["a","b"]}`,
		"line_items[0][price]=": `{"line_items":[{"price":""}]}`,
		"names[0]=a&id=1":       `{"id":"1","names":["a"]}`,
	} {
		var o *order
		if err := e.DecodeContent(e.Body, "", []byte(text), &o, anyText); err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if got, err := wire.Marshal(o); err != nil || string(got) != want {
			t.Errorf("%s was read as %s, %v, want %s", text, got, err, want)
		}
	}
	for _, text := range []string{"line_items=a", "names[x]=1", "first=a", "id=%zz", "line_items[0][quantity]=x"} {
		if err := e.DecodeContent(e.Body, "", []byte(text), new(*order), anyText); err == nil {
			t.Errorf("%s is read", text)
		}
	}
	empty := &order{Lines: []*item{}, Names: []string{}, ID: api.String("1")}
	if out, err := e.EncodeBody(&empty, nil, ""); err != nil || string(out.Body) != "id=1" {
		t.Errorf("wrote %s, %v for empty lists", out.Body, err)
	}
}

// upload is a form with a file.
type upload struct {
	File  *api.File
	Names []string
	Extra api.Members
}

var uploadType = wire.Type{
	Of:         (*upload)(nil),
	Properties: []wire.Property{{Name: `a\"b`}, {Name: "names"}},
}

func (*upload) WireType() *wire.Type { return &uploadType }

// form returns the parts of a form that is sent.
func form(t *testing.T, field any) (*multipart.Form, error) {
	t.Helper()
	e := &Endpoint{Body: "multipart/form-data"}
	out, err := e.EncodeBody(field, nil, "")
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(out.Stream)
	if err != nil {
		return nil, err
	}
	_, params, err := mime.ParseMediaType(out.ContentType)
	if err != nil {
		t.Fatal(err)
	}
	return multipart.NewReader(bytes.NewReader(text), params["boundary"]).ReadForm(1 << 20)
}

func TestFilesKeepTheirNames(t *testing.T) {
	for _, name := range []string{"a.txt", `a"b`, "a%22b", `a\"b`, `\`, "é ü;=.png", "%0D"} {
		u := &upload{File: &api.File{Name: name, ContentType: "text/x", Body: strings.NewReader("abc")}, Names: []string{"x", "y"}}
		got, err := form(t, &u)
		if err != nil {
			t.Errorf("%q: %v", name, err)
			continue
		}
		files := got.File[`a"b`]
		if len(files) != 1 || files[0].Filename != name || files[0].Header.Get("Content-Type") != "text/x" || !reflect.DeepEqual(got.Value["names"], []string{"x", "y"}) {
			t.Errorf("%q: %+v", name, got)
		}
	}
	// Names that differ stay different.
	names := map[string]*api.File{`a"b`: {Body: strings.NewReader("1")}, "a%22b": {Body: strings.NewReader("2")}}
	got, err := form(t, &names)
	if err != nil || len(got.File[`a"b`]) != 1 || len(got.File["a%22b"]) != 1 {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestAFileAddsNoHeader(t *testing.T) {
	for _, file := range []*api.File{
		{Name: "a", ContentType: "text/plain\r\nX-Evil: 1"},
		{Name: "a", ContentType: "text/plain\nX-Evil: 1"},
		{Name: "a\r\nX-Evil: 1"},
		{Name: "a\x00b"},
	} {
		file.Body = strings.NewReader("abc")
		u := &upload{File: file}
		if got, err := form(t, &u); err == nil {
			t.Errorf("%+v was sent as %+v", file, got)
		}
	}
}

func TestTheHeaderOfAnAnswerHasFields(t *testing.T) {
	e := &Endpoint{Headers: []Param{{Name: "X-Count", In: InHeader}, {Name: "X-Names", In: InHeader}, {Name: "X-None", In: InHeader}}}
	type answer struct {
		count *int32
		names []string
		none  *string
	}
	fields := func(a *answer) []any {
		return []any{&a.count, &a.names, &a.none}
	}
	a := answer{count: pointer(int32(5)), names: []string{"a,b", "c"}}
	h := http.Header{}
	if err := e.WriteHeaders(h, fields(&a)); err != nil || h.Get("X-Count") != "5" || h.Get("X-Names") != "a%2Cb,c" || len(h) != 2 {
		t.Errorf("wrote %v, %v", h, err)
	}
	var back answer
	if err := e.ReadHeaders(h, fields(&back)); err != nil || !reflect.DeepEqual(back, a) {
		t.Errorf("read %+v, %v", back, err)
	}
	h.Set("X-Count", "many")
	if err := e.ReadHeaders(h, fields(&back)); err == nil || !strings.HasPrefix(err.Error(), `header "X-Count": `) {
		t.Errorf("ReadHeaders = %v", err)
	}
}

func TestTheBestDescriptionOfAStatusCounts(t *testing.T) {
	e := &Endpoint{Answers: []Answer{{Status: "default", Media: "a/b"}, {Status: "2XX"}, {Status: "201", Media: "c/d"}}}
	for status, want := range map[int]int{201: 2, 202: 1, 404: 0} {
		if got := e.Answer(status); got != want {
			t.Errorf("Answer(%d) = %d, want %d", status, got, want)
		}
	}
	if e.Answers = e.Answers[1:]; e.Answer(404) != -1 || e.Accept(false) != "c/d" || new(Endpoint).Accept(false) != "*/*" {
		t.Errorf("Answer = %d, Accept = %s", e.Answer(404), e.Accept(false))
	}
}

// anyText is a check that lets all through.
func anyText([]byte) error { return nil }

// pointer is new(v) of Go 1.26.
func pointer[T any](v T) *T { return &v }
