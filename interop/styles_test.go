package interop

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/seed-349153d7/odagen/interop/runtime/api"
	"github.com/seed-349153d7/odagen/interop/runtime/server"
	"github.com/seed-349153d7/odagen/interop/styles/oapi"
	"github.com/seed-349153d7/odagen/interop/styles/odagen"
	"github.com/seed-349153d7/odagen/interop/styles/ogen"
)

// query are the parameters of readQuery.
type query struct {
	exploded, joined, pipes []string
	color                   string
	size                    int64
	since                   time.Time
	text                    string
}

type stylesClient interface {
	path(simple, label, matrix []int64, text string) ([]string, error)
	query(q query) ([]string, error)
	header(numbers []int64, flag bool, session string) ([]string, error)
}

var styles = peers[stylesClient]{
	clients: map[string]func(t *testing.T, url string) stylesClient{
		"odagen": func(_ *testing.T, url string) stylesClient { return odagenStyles{odagen.NewClient(url)} },
		"ogen": func(t *testing.T, url string) stylesClient {
			return ogenStyles{try[*ogen.Client](t)(ogen.NewClient(url))}
		},
		"oapi-codegen": func(t *testing.T, url string) stylesClient {
			return oapiStyles{try[*oapi.ClientWithResponses](t)(oapi.NewClientWithResponses(url))}
		},
	},
	servers: map[string]func(t *testing.T) http.Handler{
		"odagen": func(*testing.T) http.Handler {
			return odagen.NewHandler(odagen.Services{Operations: odagenStylesServer{}}, server.Open())
		},
		"ogen": func(t *testing.T) http.Handler { return try[*ogen.Server](t)(ogen.NewServer(ogenStylesServer{})) },
		"oapi-codegen": func(*testing.T) http.Handler {
			return oapi.HandlerFromMux(oapi.NewStrictHandler(oapiStylesServer{}, nil), http.NewServeMux())
		},
	},
}

// seen is what a server answers: one text for each parameter.
func seen(values ...any) []string {
	var out []string
	for _, v := range values {
		if at, ok := v.(time.Time); ok {
			v = at.UTC()
		}
		out = append(out, fmt.Sprintf("%q", fmt.Sprint(v)))
	}
	return out
}

func (q query) seen() []string {
	return seen(q.exploded, q.joined, q.pipes, q.color, q.size, q.since, q.text)
}

func TestStylesOfParameters(t *testing.T) {
	texts := []string{"plain", "with space", "a/b?c=d&e%f;g", "ünï 名前", "+1"}
	styles.each(t, func(t *testing.T, client stylesClient, server string) {
		check := func(got []string, err error) func(want []string) {
			return func(want []string) {
				t.Helper()
				if err != nil || !slices.Equal(got, want) {
					t.Errorf("\n got %s, %v\nwant %s", got, err, want)
				}
			}
		}
		numbers := []int64{3, -1, 1 << 53}
		for _, text := range texts {
			if _, peer := client.(oapiStyles); strings.Contains(text, "/") && (peer || server != "odagen") {
				continue
			}
			check(client.path(numbers, numbers[:2], numbers[1:], text))(seen(numbers, numbers[:2], numbers[1:], text))
		}
		for _, text := range texts {
			joined := []string{"a", "b"}
			if _, ok := client.(ogenStyles); ok {
				// It escapes the commas between values, which then are read as a
				// part of one (RFC 6570, 3.2.1).
				joined = joined[:1]
			}
			q := query{texts[:2], joined, []string{"c", "d"}, text, 7, time.Date(2026, 2, 3, 4, 5, 6, 0, time.UTC), text}
			check(client.query(q))(q.seen())
		}
		check(client.header(numbers, true, "abc"))(seen(numbers, true, "abc"))
	})
}

type odagenStyles struct{ c *odagen.Client }

func (s odagenStyles) path(simple, label, matrix []int64, text string) ([]string, error) {
	return s.c.ReadPath(context.Background(), odagen.ReadPathParams{Simple: simple, Label: label, Matrix: matrix, Text: text})
}

func (s odagenStyles) query(q query) ([]string, error) {
	return s.c.ReadQuery(context.Background(), odagen.ReadQueryParams{
		Exploded: q.exploded, Joined: q.joined, Pipes: q.pipes, Text: q.text,
		Deep:  &odagen.Filter{Color: api.Some(q.color), Size: api.Some(q.size)},
		Since: new(api.NewDateTimeOffset(q.since)),
	})
}

func (s odagenStyles) header(numbers []int64, flag bool, session string) ([]string, error) {
	return s.c.ReadHeader(context.Background(), odagen.ReadHeaderParams{XNumbers: numbers, XFlag: flag, Session: session})
}

type odagenStylesServer struct{ odagen.UnimplementedOperations }

func (odagenStylesServer) ReadPath(_ context.Context, p odagen.ReadPathParams) ([]string, error) {
	return seen(p.Simple, p.Label, p.Matrix, p.Text), nil
}

func (odagenStylesServer) ReadQuery(_ context.Context, p odagen.ReadQueryParams) ([]string, error) {
	return query{p.Exploded, p.Joined, p.Pipes, p.Deep.Color.Or(""), p.Deep.Size.Or(0), p.Since.Time(), p.Text}.seen(), nil
}

func (odagenStylesServer) ReadHeader(_ context.Context, p odagen.ReadHeaderParams) ([]string, error) {
	return seen(p.XNumbers, p.XFlag, p.Session), nil
}

type ogenStyles struct{ c *ogen.Client }

func (s ogenStyles) path(simple, label, matrix []int64, text string) ([]string, error) {
	return s.c.ReadPath(context.Background(), ogen.ReadPathParams{Simple: simple, Label: label, Matrix: matrix, Text: text})
}

func (s ogenStyles) query(q query) ([]string, error) {
	return s.c.ReadQuery(context.Background(), ogen.ReadQueryParams{
		Exploded: q.exploded, Joined: q.joined, Pipes: q.pipes, Text: q.text,
		Deep:  ogen.NewOptFilter(ogen.Filter{Color: ogen.NewOptString(q.color), Size: ogen.NewOptInt64(q.size)}),
		Since: ogen.NewOptDateTime(q.since),
	})
}

func (s ogenStyles) header(numbers []int64, flag bool, session string) ([]string, error) {
	return s.c.ReadHeader(context.Background(), ogen.ReadHeaderParams{XNumbers: numbers, XFlag: flag, Session: session})
}

type ogenStylesServer struct{}

func (ogenStylesServer) ReadPath(_ context.Context, p ogen.ReadPathParams) ([]string, error) {
	return seen([]int64(p.Simple), []int64(p.Label), []int64(p.Matrix), p.Text), nil
}

func (ogenStylesServer) ReadQuery(_ context.Context, p ogen.ReadQueryParams) ([]string, error) {
	return query{p.Exploded, p.Joined, p.Pipes, p.Deep.Value.Color.Value, p.Deep.Value.Size.Value, p.Since.Value, p.Text}.seen(), nil
}

func (ogenStylesServer) ReadHeader(_ context.Context, p ogen.ReadHeaderParams) ([]string, error) {
	return seen([]int64(p.XNumbers), p.XFlag, p.Session), nil
}

type oapiStyles struct{ c *oapi.ClientWithResponses }

func (s oapiStyles) path(simple, label, matrix []int64, text string) ([]string, error) {
	r, err := s.c.ReadPathWithResponse(context.Background(), simple, label, matrix, text)
	if err != nil || r.JSON200 == nil {
		return nil, fmt.Errorf("%w: %s", err, r.Body)
	}
	return *r.JSON200, nil
}

func (s oapiStyles) query(q query) ([]string, error) {
	r, err := s.c.ReadQueryWithResponse(context.Background(), &oapi.ReadQueryParams{
		Exploded: &q.exploded, Joined: &q.joined, Pipes: &q.pipes, Text: q.text,
		Deep: &oapi.Filter{Color: &q.color, Size: &q.size}, Since: &q.since,
	})
	if err != nil || r.JSON200 == nil {
		return nil, fmt.Errorf("%w: %s", err, r.Body)
	}
	return *r.JSON200, nil
}

func (s oapiStyles) header(numbers []int64, flag bool, session string) ([]string, error) {
	r, err := s.c.ReadHeaderWithResponse(context.Background(), &oapi.ReadHeaderParams{XNumbers: numbers, XFlag: flag, Session: session})
	if err != nil || r.JSON200 == nil {
		return nil, fmt.Errorf("%w: %s", err, r.Body)
	}
	return *r.JSON200, nil
}

type oapiStylesServer struct{}

func (oapiStylesServer) ReadPath(_ context.Context, r oapi.ReadPathRequestObject) (oapi.ReadPathResponseObject, error) {
	return oapi.ReadPath200JSONResponse(seen(r.Simple, r.Label, r.Matrix, r.Text)), nil
}

func (oapiStylesServer) ReadQuery(_ context.Context, r oapi.ReadQueryRequestObject) (oapi.ReadQueryResponseObject, error) {
	p := r.Params
	q := query{exploded: *p.Exploded, joined: *p.Joined, pipes: *p.Pipes, color: *p.Deep.Color, size: *p.Deep.Size, since: *p.Since, text: p.Text}
	return oapi.ReadQuery200JSONResponse(q.seen()), nil
}

func (oapiStylesServer) ReadHeader(_ context.Context, r oapi.ReadHeaderRequestObject) (oapi.ReadHeaderResponseObject, error) {
	return oapi.ReadHeader200JSONResponse(seen(r.Params.XNumbers, r.Params.XFlag, r.Params.Session)), nil
}
