package rest

import (
	"strings"
	"testing"

	"github.com/seed-349153d7/odagen/templates/api"
)

func TestTextHasItsCharset(t *testing.T) {
	for _, tt := range []struct{ charset, text, bytes string }{
		{"", "Grüße €", "Grüße €"},
		{"UTF-8", "Grüße", "Grüße"},
		{"us-ascii", "Gruesse", "Gruesse"},
		{"ISO-8859-1", "Grüße\u0080", "Gr\xfc\xdfe\x80"},
		{"windows-1252", "Grüße €", "Gr\xfc\xdfe \x80"},
		{"utf-16", "é\U0001F600", "\x00\xe9\xd8\x3d\xde\x00"},
		{"utf-16be", "é", "\x00\xe9"},
		{"utf-16le", "é", "\xe9\x00"},
		{"", "\ufeffa", "\ufeff\ufeffa"}, // the first is a byte order mark for who reads it
		{"utf-16le", "\ufeffa", "\xff\xfe\xff\xfea\x00"},
	} {
		media := "text/plain"
		if tt.charset != "" {
			media += "; charset=" + tt.charset
		}
		e := &Endpoint{Body: media}
		out, err := e.EncodeBody(&tt.text, nil, "")
		if err != nil || string(out.Body) != tt.bytes || out.ContentType != media {
			t.Errorf("%q in %q is %q as %q, %v, want %q", tt.text, tt.charset, out.Body, out.ContentType, err, tt.bytes)
		}
		// As the description has it, as the Content-Type says, and as a caller wants.
		for _, c := range []struct{ described, came string }{{media, ""}, {media, "text/plain"}, {"text/plain", media}, {"text/*", media}} {
			var got string
			read := Answer{Media: c.described}.AnswerMedia(c.came)
			if err := e.DecodeContent(read, c.came, []byte(tt.bytes), &got, anyText); err != nil || got != tt.text {
				t.Errorf("%q described as %q, come as %q, is read as %q, %v, want %q", tt.bytes, c.described, c.came, got, err, tt.text)
			}
		}
		other := &Endpoint{Body: "text/*"}
		if out, err := other.EncodeBody(&tt.text, nil, media); err != nil || string(out.Body) != tt.bytes || out.ContentType != media {
			t.Errorf("%q as %q is sent as %q, %q, %v", tt.text, media, out.Body, out.ContentType, err)
		}
	}
	for text, want := range map[string]string{"\ufeffa": "a", "a\ufeff": "a\ufeff"} {
		var got string
		if err := new(Endpoint).DecodeContent("text/plain", "", []byte(text), &got, anyText); err != nil || got != want {
			t.Errorf("%q is read as %q, %v", text, got, err)
		}
	}
	for text, charset := range map[string]string{"Gr\xfc\xdfe": "", "\xfc": "utf-8", "a": "utf-7", "abc": "utf-16"} {
		var got string
		if err := new(Endpoint).DecodeContent("text/plain", "text/plain; charset="+charset, []byte(text), &got, anyText); err == nil {
			t.Errorf("%q in %q is read as %q", text, charset, got)
		}
	}
	for text, charset := range map[string]string{"€": "iso-8859-1", "é": "us-ascii", "\u0080": "windows-1252", "a": "ebcdic"} {
		e := &Endpoint{Body: "text/plain; charset=" + charset}
		if out, err := e.EncodeBody(&text, nil, ""); err == nil {
			t.Errorf("%q in %q is sent as %q", text, charset, out.Body)
		}
	}
}

func TestAMarkBeforeJSONIsPassedBy(t *testing.T) {
	var got *item
	if err := new(Endpoint).DecodeContent("application/json", "", []byte("\ufeff{\"price\":\"a\"}"), &got, anyText); err != nil || got.Price.Or("") != "a" {
		t.Errorf("read %+v, %v", got, err)
	}
}

func TestTheCallerChoosesTheMediaType(t *testing.T) {
	object := &item{Price: api.String("p q")}
	e := &Endpoint{Body: "application/json", Accepts: []string{"application/x-www-form-urlencoded", "application/vnd.x+json"}}
	for media, want := range map[string]string{
		"":                                  `{"price":"p q"}`,
		"application/vnd.x+json":            `{"price":"p q"}`,
		"application/json; charset=utf-8":   `{"price":"p q"}`,
		"application/x-www-form-urlencoded": "price=p+q",
		"text/plain":                        "",
		"image/png":                         "",
	} {
		out, err := e.EncodeBody(&object, nil, media)
		if string(out.Body) != want || (err == nil) != (want != "") {
			t.Errorf("as %q: %q, %v, want %q", media, out.Body, err, want)
		}
		if want != "" && media != "" && out.ContentType != media {
			t.Errorf("as %q: it is sent as %q", media, out.ContentType)
		}
	}
	for _, media := range []string{"multipart/mixed", "multipart/related; type=x/y", "multipart/*"} {
		content := api.NewContent(media, strings.NewReader("--b--"))
		if _, err := (&Endpoint{Body: "multipart/mixed"}).EncodeBody(&content, nil, ""); err == nil {
			t.Errorf("%s without a boundary is sent", media)
		}
	}
	content := api.NewContent("multipart/mixed; boundary=b", strings.NewReader("--b--"))
	if out, err := (&Endpoint{Body: "multipart/mixed"}).EncodeBody(&content, nil, ""); err != nil || out.ContentType != content.Type {
		t.Errorf("%+v, %v", out, err)
	}
}

func TestAServiceChoosesByAccept(t *testing.T) {
	several := Answer{Media: "application/json", Also: []string{"application/vnd.a+json", "text/csv", "application/vnd.b+json"}}
	one := Answer{Media: "application/json"}
	for _, tt := range []struct {
		answer Answer
		accept string
		want   string // "" for none
	}{
		{several, "", "application/json"},
		{several, "*/*", "application/json"},
		{several, "application/*", "application/json"},
		{several, "application/vnd.b+json", "application/vnd.b+json"},
		{several, "application/vnd.b+json;q=0.2, application/vnd.a+json; q=0.7", "application/vnd.a+json"},
		{several, "*/*;q=0.1, application/vnd.b+json;q=0.5, application/json;q=0", "application/vnd.b+json"},
		{several, "application/json;q=0, */*", "application/vnd.a+json"},
		{several, "APPLICATION/JSON", "application/json"},
		{several, "application/json;q=x, nonsense, ;;", "application/json"},
		{several, "image/png", ""},
		{several, "*/*;q=0", ""},
		{several, "text/csv", ""}, // another kind, which the value is not
		{one, "image/png", "application/json"},
		{one, "*/*;q=0", "application/json"},
		{Answer{}, "image/png", ""},
	} {
		media, ok := tt.answer.Choose([]string{tt.accept})
		if tt.want != "" && (media != tt.want || !ok) || tt.want == "" && ok && len(tt.answer.Also) > 0 {
			t.Errorf("Accept: %s of %v: %q, %v, want %q", tt.accept, tt.answer, media, ok, tt.want)
		}
	}
}

func TestAnAnswerIsReadAsWhatItIs(t *testing.T) {
	for _, tt := range []struct{ described, came, want string }{
		{"application/json", "application/problem+json", "application/json"},
		{"application/json", "text/plain", "application/json"},
		{"application/json", "", "application/json"},
		{"*/*", "text/plain", "text/plain"},
		{"*/*", "application/json", "application/json"},
		{"*/*", "", "*/*"},
		{"*/*", "image/png", "*/*"},
		{"application/*", "application/x-www-form-urlencoded", "application/x-www-form-urlencoded"},
		{"text/*", "text/csv", "text/csv"},
		{"text/plain, x", "text/csv", "text/plain, x"},
	} {
		if got := (Answer{Media: tt.described}).AnswerMedia(tt.came); got != tt.want {
			t.Errorf("%q come as %q is read as %q, want %q", tt.described, tt.came, got, tt.want)
		}
	}
}

func TestAcceptNamesWhatIsOffered(t *testing.T) {
	e := &Endpoint{
		Answers: []Answer{{Status: "200", Media: "application/json", Also: []string{"application/vnd.a+json"}}, {Status: "204"}},
		Errors:  []ErrorAnswer{{Status: "404"}, {Status: "409", Media: "application/json"}, {Status: "default", Media: "application/problem+json"}},
	}
	if got, want := e.Accept(false), "application/json, application/vnd.a+json, application/problem+json;q=0.9"; got != want {
		t.Errorf("Accept = %q, want %q", got, want)
	}
	e.Answers = e.Answers[1:]
	if got := e.Accept(false); got != "*/*" {
		t.Errorf("Accept of nothing = %q", got)
	}
}
