package restserver

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/seed-349153d7/odagen/templates/api"
	"github.com/seed-349153d7/odagen/templates/rest"
	"github.com/seed-349153d7/odagen/templates/wire"
)

// FuzzPath looks for paths that lead to an endpoint with other values than stand there.
func FuzzPath(f *testing.F) {
	for _, seed := range []string{"/pets/1", "/pets/mine", "/pets/%2e%2e", "/pets//", "/v1.2/x", "/a-b.c", "/pets/1/files/a%2Fb", "//", "/pets/%zz", "/range(1,2)"} {
		f.Add(seed)
	}
	root := new(node)
	for _, path := range []string{"/", "/pets", "/pets/{id}", "/pets/mine", "/pets/{id}/files/{name}", "/v{major}.{minor}/x", "/{a}-{b}.c", "/{any}/{other}", "/range({from},{to})"} {
		root.add(&Route{endpoint: &rest.Endpoint{Method: "GET", Path: path}})
	}
	f.Fuzz(func(t *testing.T, path string) {
		segments := strings.Split(strings.TrimPrefix(path, "/"), "/")
		root.match(segments, nil, func(n *node, values []string) bool {
			template := n.routes[0].endpoint.Path
			if want := strings.Count(template, "{"); len(values) != want {
				t.Errorf("%q leads to %s with %q", path, template, values)
			}
			for _, v := range values {
				if v == "" || v == ".." || strings.Contains(v, "/") || !strings.Contains(path, v) {
					t.Errorf("%q leads to %s with %q", path, template, values)
				}
			}
			return false
		})
	})
}

// formBody has parts of each kind.
type formBody struct {
	Name  string
	Names []string
	Size  api.Opt[int32]
	Any   api.Raw
	Inner *pet
	File  *api.File
	Files []*api.File
	OData api.Members
}

var formBodyType = wire.Type{Of: (*formBody)(nil), Properties: []wire.Property{
	{Name: "name"}, {Name: "names"}, {Name: "size", Flags: wire.Nullable}, {Name: "any"}, {Name: "inner"}, {Name: "file"}, {Name: "files"},
}}

func (*formBody) WireType() *wire.Type { return &formBodyType }

type formBodyParams struct{ Body *formBody }

func (p *formBodyParams) WireFields(f []any) []any { return append(f, &p.Body) }

// FuzzMultipart looks for forms that harm a service, or give it what is no text.
func FuzzMultipart(f *testing.F) {
	part := func(disposition, text string) string {
		return "--x\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n" + text + "\r\n"
	}
	for _, seed := range []string{
		part(`name="name"`, "Rex") + "--x--\r\n", part(`name="file"; filename="a"`, "bytes") + part(`name="files"; filename="b"`, "") + "--x--",
		part(`name="inner"`, `{"name":"a"}`) + part(`name="names"`, "a") + part(`name="names"`, "b") + "--x--", part(`name="size"`, "1e9"), "--x--", "", part("", ""), part(`name="any"`, "[[["),
	} {
		f.Add([]byte(seed))
	}
	e := &rest.Endpoint{Method: "POST", Path: "/", Open: true, Body: "multipart/form-data", Parts: []rest.Part{{Name: "inner", Media: "application/json"}}}
	h := NewHandler(nil, "", quiet, Routes(ServeNothing(e, func(_ context.Context, p formBodyParams) error {
		for _, s := range append(p.Body.Names, p.Body.Name, string(p.Body.Any)) {
			if !utf8.ValidString(s) {
				return fmt.Errorf("%q is no text", s)
			}
		}
		return nil
	})))
	f.Fuzz(func(t *testing.T, body []byte) {
		r := httptest.NewRequest("POST", "/", bytes.NewReader(body))
		r.Header.Set("Content-Type", "multipart/form-data; boundary=x")
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != http.StatusNoContent && w.Code != http.StatusBadRequest {
			t.Errorf("%d %s", w.Code, w.Body)
		}
	})
}
