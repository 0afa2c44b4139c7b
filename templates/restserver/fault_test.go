package restserver

import (
	"context"
	"strings"
	"testing"

	"github.com/seed-349153d7/odagen/templates/rest"
	"github.com/seed-349153d7/odagen/templates/server"
)

// failing returns the route of an endpoint that fails, and describes failures so.
func failing(path string, f *server.Fault, errors ...rest.ErrorAnswer) Route {
	e := &rest.Endpoint{Method: "POST", Path: path, Open: true, Errors: errors}
	return ServeNothing(e, func(context.Context, struct{}) error { return f })
}

func described(status, media, form string) rest.ErrorAnswer {
	return rest.ErrorAnswer{Status: status, Media: media, Form: form}
}

func TestAFormIsFilled(t *testing.T) {
	const media = "application/json"
	several := server.Fail(422, "c", "m")
	several.Details = []server.Detail{{Code: "c1", Message: "m1", Target: "/a"}, {Code: "c2", Message: "m\"2", Target: "/b"}}
	for _, tt := range []struct {
		form  string
		fault *server.Fault
		want  string
	}{
		{`{"message":message,"code":code,"status":status,"text":statusText,"title":title,"target":target}`, server.Fail(409, "c", "m"), `{"message":"m","code":"c","status":409,"text":"409","title":"Conflict","target":""}`},
		{`{"message":"message","b\"[c":[message],"t":true,"n":null}`, server.Fail(409, "c", "m"), `{"message":"message","b\"[c":["m"],"t":true,"n":null}`},
		{`{"errors":[{"code":code,"at":target,"all":[message]}],"code":code}`, several, `{"errors":[{"code":"c1","at":"/a","all":["m1","m\"2"]},{"code":"c2","at":"/b","all":["m1","m\"2"]}],"code":"c"}`},
		{`{"message":message3}`, server.Fail(409, "c", "éèêë"), `{"message":"éèê"}`},
		{`{"message":message}`, server.Fail(409, "c", "a\xff\n\u2028"), "{\"message\":\"a\ufffd\\n\u2028\"}"},
		{`{"message":message}`, server.Fail(409, "c", ""), `{"message":"Conflict"}`},
		{`{"path":path}`, server.Fail(409, "c", ""), `{"path":"/a%22b"}`},
	} {
		h := NewHandler(nil, "", quiet, Routes(failing("/{x}", tt.fault, described("default", media, tt.form))))
		if got := ask(h, "POST /a%22b"); !strings.HasSuffix(got, " "+tt.want) {
			t.Errorf("%s is filled as %s, want %s", tt.form, got, tt.want)
		}
	}
}

func TestFaultsBeforeAnOperationHaveTheCommonForm(t *testing.T) {
	const media = "application/json"
	rare := failing("/rare", nil, described("default", media, `{"rare":message}`))
	common := described("4XX", "application/problem+json", `{"title":message}`)
	h := NewHandler(nil, "", quiet, Routes(rare, failing("/a", nil, common), failing("/b", nil, common), failing("/c", nil)))
	check(t, h, []struct{ request, show, want string }{
		{"GET /nowhere", "Content-Type", `404 Content-Type=application/problem+json {"title":"no resource has the path \"/nowhere\""}`},
		{"GET /rare", "Allow Content-Type", `405 Allow=OPTIONS, POST Content-Type=application/problem+json {"title":"the resource has no GET"}`},
	})
	one := failing("/", nil, described("405", media, `{"only":message}`))
	check(t, Receiver(nil, one, quiet), []struct{ request, show, want string }{
		{"GET /", "", `405 {"only":"the resource has no GET"}`},
	})
	check(t, NewHandler(nil, "", quiet, Routes(failing("/c", nil))), []struct{ request, show, want string }{
		{"GET /nowhere", "", `404 {"error":{"code":"NotFound","message":"no resource has the path \"/nowhere\""}}`},
	})
}

func TestWhatIsDescribedWithoutContentHasNone(t *testing.T) {
	for _, tt := range []struct {
		fault  *server.Fault
		status string
		want   string
	}{
		{server.Fail(404, "", "m"), "404", "404"},
		{server.Fail(400, "", "m"), "400", `400 {"error":{"code":"BadRequest","message":"m"}}`},
		{server.Fail(404, "", "m"), "default", `404 {"error":{"code":"NotFound","message":"m"}}`},
		{server.FailWith(404, &problem{Title: "t"}), "404", `404 {"title":"t"}`},
		{server.FailWith(404, (*problem)(nil)), "404", "404"},
		{server.FailWith(409, (*problem)(nil)), "404", `409 {"error":{"code":"Conflict","message":""}}`},
		{server.FailWith(409, "text"), "404", `409 "text"`},
	} {
		h := NewHandler(nil, "", quiet, Routes(failing("/", tt.fault, described(tt.status, "", ""))))
		if got := ask(h, "POST /"); got != tt.want {
			t.Errorf("%v beside %s: %s, want %s", tt.fault, tt.status, got, tt.want)
		}
	}
}

func TestABodyThatNeedNotBeThere(t *testing.T) {
	e := addEndpoint
	e.BodyRequired = false
	h := NewHandler(nil, "", quiet, Routes(Serve(&e, func(_ context.Context, p addParams) (string, error) {
		if p.Body == nil {
			return "none", nil
		}
		return "some", nil
	})))
	check(t, h, []struct{ request, show, want string }{
		{"POST /owners/7/pets\nContent-Type: application/json", "", `201 "none"`},
		{"POST /owners/7/pets", "", `201 "none"`},
		{"POST /owners/7/pets\n\n{\"name\":\"a\"}", "", `201 "some"`},
	})
}
