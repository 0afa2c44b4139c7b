package restclient

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/seed-349153d7/odagen/templates/api"
	"github.com/seed-349153d7/odagen/templates/client"
	"github.com/seed-349153d7/odagen/templates/rest"
	"github.com/seed-349153d7/odagen/templates/transport"
)

func TestContentComesAsItStreams(t *testing.T) {
	e := rest.Endpoint{Method: "GET", Path: "/photo", Answers: []rest.Answer{{Status: "200", Media: "image/*"}, {Status: "204"}}}
	ctx := context.Background()
	var meta client.Response
	c, err := Content(ctx, service(t, respond(200, "png", "Content-Type", "image/png", "ETag", `"1"`)), &e, nil, []client.CallOption{client.ResponseTo(&meta)})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	text, err := io.ReadAll(c)
	if err != nil || string(text) != "png" || c.Type != "image/png" || c.Length != 3 || c.ETag != `"1"` || meta.StatusCode != 200 {
		t.Errorf("%s, %v, content %+v", text, err, c)
	}
	if c, err := Content(ctx, service(t, respond(204, "")), &e, nil, nil); c != nil || !errors.Is(err, client.ErrNoContent) {
		t.Errorf("Content = %v, %v, want ErrNoContent", c, err)
	}
	if c, err := Content(ctx, service(t, respond(404, "")), &e, nil, nil); c != nil || !errors.Is(err, client.ErrNotFound) {
		t.Errorf("Content = %v, %v, want ErrNotFound", c, err)
	}
}

// photo is an answer that is content, or a text.
type photo struct {
	Status  int
	Content *api.Content
	Text    string
}

func (a *photo) WireAnswer() (status *int, bodies, headers []any) {
	return &a.Status, []any{&a.Content, &a.Text}, nil
}

func TestAnswersAreContentAndTextsToo(t *testing.T) {
	e := rest.Endpoint{Method: "GET", Path: "/photo", Answers: []rest.Answer{{Status: "200", Media: "image/png"}, {Status: "202", Media: "text/plain", Other: true}}}
	ctx := context.Background()
	a, err := Answer[photo](ctx, service(t, respond(200, "png", "Content-Type", "image/png")), &e, nil, nil)
	if err != nil || a.Status != 200 || a.Content == nil {
		t.Fatalf("Answer = %+v, %v", a, err)
	}
	defer a.Content.Close()
	if text, err := io.ReadAll(a.Content); err != nil || string(text) != "png" || a.Content.Type != "image/png" {
		t.Errorf("content %s, %v", text, err)
	}
	if a, err := Answer[photo](ctx, service(t, respond(202, "later", "Content-Type", "text/plain")), &e, nil, nil); err != nil || a.Text != "later" || a.Content != nil {
		t.Errorf("Answer = %+v, %v", a, err)
	}
	text := rest.Endpoint{Method: "GET", Path: "/text", Answers: []rest.Answer{{Status: "200", Media: "text/plain"}}}
	for body, want := range map[string]string{"": "", "a\"é": "a\"é"} {
		if got, err := Do[string](ctx, service(t, respond(200, body)), &text, nil, nil); err != nil || got != want {
			t.Errorf("Do = %q, %v, want %q", got, err, want)
		}
	}
	if got, err := Do[string](ctx, service(t, respond(200, "\xff")), &text, nil, nil); err == nil {
		t.Errorf("Do = %q of what is no UTF-8", got)
	}
	latin := respond(200, "\xfc", "Content-Type", "text/plain; charset=ISO-8859-1")
	if got, err := Do[string](ctx, service(t, latin), &text, nil, nil); err != nil || got != "ü" {
		t.Errorf("Do = %q, %v, want %q", got, err, "ü")
	}
}

// closing is a stream that knows whether it was closed.
type closing struct {
	io.Reader
	closed bool
}

func (c *closing) Close() error { c.closed = true; return nil }

func TestContentOfACallThatIsNotMadeIsClosed(t *testing.T) {
	e := rest.Endpoint{Method: "PUT", Path: "/photos/{id}", Params: []rest.Param{{Name: "id", In: rest.InPath}}, Body: "*/*"}
	for name, c := range map[string]*transport.Client{"no key": unused(t), "no base URL": transport.New("", nil)} {
		r := &closing{Reader: strings.NewReader("abc")}
		id, body := "", &api.Content{ReadCloser: r}
		p := fields(func(f []any) []any { return append(f, &id, &body) })
		if err := Send(context.Background(), c, &e, p, nil); err == nil || !r.closed {
			t.Errorf("%s: %v, closed %v", name, err, r.closed)
		}
	}
}
