package odataserver

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/seed-349153d7/odagen/templates/api"
	"github.com/seed-349153d7/odagen/templates/odata"
	"github.com/seed-349153d7/odagen/templates/server"
	"github.com/seed-349153d7/odagen/templates/wire"
)

// reportParams are the parameters of a function.
type reportParams struct {
	Period string
	Days   *int32
	Tags   []string
	Size   *size
}

func (p *reportParams) WireFields(f []any) []any {
	return append(f, &p.Period, &p.Days, &p.Tags, &p.Size)
}

// moveParams are the parameters of an action.
type moveParams struct {
	To    string
	OData api.Members
}

var moveParamsType = wire.Type{Of: (*moveParams)(nil), Properties: []wire.Property{
	{Name: "to", Flags: wire.Required, Facets: &wire.Facets{MaxLength: 3}},
}}

func (*moveParams) WireType() *wire.Type { return &moveParamsType }

func invoked() http.Handler {
	report := FunctionRoute("test.report", []string{"period", "days", "tags", "size"}, func(ctx context.Context, x Invocation) error {
		var p reportParams
		if err := x.Args(&p); err != nil {
			return err
		}
		text := x.Key(0) + x.Key(1) + " " + KeyPart(ctx, 0) + " " + p.Period
		if p.Days != nil {
			text += fmt.Sprint(" ", *p.Days)
		}
		if p.Size != nil {
			text += fmt.Sprint(" ", p.Size.Width.Or(0))
		}
		text += " " + strings.Join(p.Tags, "+")
		return x.Answer(&text, nil)
	})
	move := ActionRoute("test.move", func(ctx context.Context, x Invocation) error {
		var p moveParams
		if err := x.Body(&p); err != nil {
			return err
		}
		return AnswerObject(x, &thing{ID: KeyPart(ctx, 0) + p.To}, nil)
	})
	all := FunctionRoute("test.all", nil, func(_ context.Context, x Invocation) error {
		return AnswerPage(x, api.Page[*thing]{Items: []*thing{{ID: "1", Secret: api.Some("s3cret")}}}, nil)
	})
	return things(server.Open(), nil, []Route{all}, []Route{report, move})
}

func TestAnOperationGetsItsParameters(t *testing.T) {
	h := invoked()
	for _, tt := range []struct{ method, path, body, want string }{
		{"GET", "/things/1/report(period='D''7',days=3,tags=@t)?@t=[\"a\",\"b\"]", "", `200 {"value":"1 1 D'7 3 a+b"}`},
		{"GET", "/things/1/test.report(period='D7',size=@s)?@s={\"width\":4}", "", `200 {"value":"1 1 D7 4 "}`},
		{"GET", "/things/1/report?period='D7'", "", `200 {"value":"1 1 D7 "}`},
		{"GET", "/things/1/report(days=1)", "", `400 {"error":{"code":"BadRequest","message":"parameter \"period\": is missing","target":"period"}}`},
		{"GET", "/things/1/report(period=D7)", "", `400 {"error":{"code":"BadRequest","message":"parameter \"period\": want a string in single quotes","target":"period"}}`},
		{"POST", "/things/1/move", `{"to":"x"}`, `200 {"id":"1x"}`},
		{"POST", "/things/1/move", `{"to":"long"}`, `400 {"error":{"code":"BadRequest","message":"want at most 3 characters, got 4","target":"/to",` +
			`"details":[{"code":"BadRequest","message":"want at most 3 characters, got 4","target":"/to"}]}}`},
		{"GET", "/things/all()", "", `200 {"value":[{"id":"1"}]}`},
	} {
		w := request(h, tt.method, tt.path, tt.body)
		if got := fmt.Sprint(w.Code, " ", w.Body); got != tt.want {
			t.Errorf("%s %s\ngot  %s\nwant %s", tt.method, tt.path, got, tt.want)
		}
	}
}

func TestAServiceKnowsTheRequestThatItServes(t *testing.T) {
	var got string
	h := things(server.Open(), []server.Option{server.WithMiddleware(func(_ server.Operation, next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			r = r.Clone(r.Context())
			r.Header.Set("X-User", "ann")
			next.ServeHTTP(w, r)
		})
	})}, nil, []Route{GetRoute(func(ctx context.Context, key string, q *odata.Query) (*thing, error) {
		r := odata.RequestFrom(ctx)
		got = fmt.Sprint(r.Path, r.Keys, r.HTTP.Header.Get("X-User"), r.Query.Select, server.RequestFrom(ctx) == r.HTTP, q == &r.Query)
		return &thing{ID: key}, nil
	})})
	if w := request(h, "GET", "/things/1?$select=id", ""); w.Code != 200 || got != "[{things [1]}] [1]ann[id] true true" {
		t.Errorf("%d, the service saw %s", w.Code, got)
	}
	if r := odata.RequestFrom(context.Background()); r != nil || KeyPart(context.Background(), 0) != "" {
		t.Errorf("outside of a service: %v", r)
	}
}
