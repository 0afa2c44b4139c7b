package odataserver

import (
	"context"
	"fmt"
	"testing"

	"github.com/seed-349153d7/odagen/templates/odata"
	"github.com/seed-349153d7/odagen/templates/server"
)

// linked remembers what was linked last.
type linked struct{ last string }

func (l *linked) Link(_ context.Context, key, name string, target odata.Target) error {
	l.last = fmt.Sprintf("link %s %s %s %s", key, name, target.URL, target.Key())
	return nil
}

func (l *linked) Unlink(_ context.Context, key, name string, target odata.Target) error {
	l.last = fmt.Sprintf("unlink %s %s %s %s", key, name, target.URL, target.Key())
	return nil
}

func TestReferencesLeadToTheLinker(t *testing.T) {
	l := new(linked)
	for _, service := range []any{l, struct{}{}} {
		h := NewHandler(server.Open(), "/v1", []server.Option{server.WithErrorLog(nil)}, Routes(nil,
			TypeRoutes{Children: []Child{{Name: "users", Type: "user", Many: true}}},
			TypeRoutes{
				Type: "user", Key: []string{"id"}, Service: service,
				Children: []Child{{Name: "manager", Type: "user"}, {Name: "members", Type: "user", Many: true}},
			},
		))
		for _, tt := range []struct{ method, path, body, want string }{
			{"POST", "/users/ann/members/$ref", `{"@odata.id":"http://example.com/v1/users/bob"}`, "204 link ann members http://example.com/v1/users/bob bob"},
			{"POST", "/users/ann/members/$ref", `{"@odata.id":"https://other.example/v1/users/bob"}`, "204 link ann members https://other.example/v1/users/bob "},
			{"POST", "/users/ann/members/$ref", `{"@id":"../../bob"}`, "204 link ann members ../../bob bob"},
			{"POST", "/users/ann/members/$ref", `{}`, "400 "},
			{"PUT", "/users/ann/manager/$ref", `{"@odata.id":"/v1/users('bob')"}`, "204 link ann manager /v1/users('bob') bob"},
			{"DELETE", "/users/ann/manager/$ref", "", "204 unlink ann manager  "},
			{"DELETE", "/users/ann/members/bob/$ref", "", "204 unlink ann members  bob"},
			{"DELETE", "/users/ann/members/$ref?$id=http://example.com/v1/users/bob", "", "204 unlink ann members http://example.com/v1/users/bob bob"},
			{"DELETE", "/users/ann/members/$ref", "", "400 "},
			{"DELETE", "/users/$ref", "", "404 "},
		} {
			l.last = ""
			w := request(h, tt.method, "/v1"+tt.path, tt.body)
			got := fmt.Sprint(w.Code, " ", l.last)
			if service == (struct{}{}) {
				if tt.want[:3] == "204" && got != "501 " {
					t.Errorf("%s %s: %s, want 501", tt.method, tt.path, got)
				}
				continue
			}
			if got != tt.want {
				t.Errorf("%s %s: %s, want %s", tt.method, tt.path, got, tt.want)
			}
		}
	}
}
