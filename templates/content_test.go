package templates_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/seed-349153d7/odagen/templates/api"
	"github.com/seed-349153d7/odagen/templates/client"
	"github.com/seed-349153d7/odagen/templates/odataclient"
	"github.com/seed-349153d7/odagen/templates/odataserver"
	"github.com/seed-349153d7/odagen/templates/rest"
	"github.com/seed-349153d7/odagen/templates/restclient"
	"github.com/seed-349153d7/odagen/templates/restserver"
	"github.com/seed-349153d7/odagen/templates/server"
	"github.com/seed-349153d7/odagen/templates/transport"
)

const (
	gibibyte    = 1 << 30
	memoryLimit = 64 << 20
)

// Content is never held in memory: a gibibyte goes each way through a process that may
// have 64 MiB. The peak is what the process has ever had of the system.
func TestAGibibyteStreamsBothWaysIn64MiB(t *testing.T) {
	if testing.Short() {
		t.Skip("four gibibytes")
	}
	if way := os.Getenv("ODAGEN_STREAM"); way != "" {
		if err := stream(way); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		fmt.Printf("peak %d\n", m.Sys)
		os.Exit(0)
	}
	for _, way := range []string{"odata", "rest"} {
		cmd := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$")
		cmd.Env = append(os.Environ(), "ODAGEN_STREAM="+way, "GOMEMLIMIT="+strconv.Itoa(memoryLimit))
		out, err := cmd.CombinedOutput()
		_, text, _ := strings.Cut(string(out), "peak ")
		peak, err2 := strconv.Atoi(strings.TrimSpace(text))
		if err != nil || err2 != nil || peak > memoryLimit {
			t.Errorf("%s: %v: %s, want a peak of at most %d", way, err, out, memoryLimit)
		}
		t.Logf("%s: a peak of %d MiB", way, peak>>20)
	}
}

// stream sends and receives a gibibyte: the client and the server of it are in this
// process.
func stream(way string) error {
	serve, call := serveOData, overOData
	if way == "rest" {
		serve, call = serveREST, overREST
	}
	srv := httptest.NewServer(serve())
	defer srv.Close()
	send, receive := call(srv.URL)
	if err := send(api.NewContent("application/x-pattern", pattern())); err != nil {
		return err
	}
	content, err := receive()
	if err != nil {
		return err
	}
	defer content.Close()
	return whole(content)
}

func give(context.Context) (*api.Content, error) {
	return api.NewContent("application/x-pattern", pattern()), nil
}

func take(_ context.Context, c *api.Content) error { return whole(c) }

func serveOData() http.Handler {
	return odataserver.NewHandler(server.Open(), "", nil, odataserver.Routes(nil,
		odataserver.TypeRoutes{Children: []odataserver.Child{{Name: "film", Type: "film"}}},
		odataserver.TypeRoutes{Type: "film", One: []odataserver.Route{
			odataserver.ContentSingleRoute("content", give), odataserver.SetContentSingleRoute("content", take),
		}},
	))
}

func overOData(base string) (send func(*api.Content) error, receive func() (*api.Content, error)) {
	at := odataclient.New(base).Child("film").Child("content")
	send = func(c *api.Content) error { return odataclient.SetContent(context.Background(), at, c) }
	receive = func() (*api.Content, error) { return odataclient.Content(context.Background(), at) }
	return send, receive
}

// bodyOf are the parameters of an operation whose body is content.
type bodyOf struct{ Body *api.Content }

func (p *bodyOf) WireFields(f []any) []any { return append(f, &p.Body) }

var (
	put = rest.Endpoint{Method: "PUT", Path: "/content", Body: "*/*", Open: true, Answers: []rest.Answer{{Status: "204"}}}
	get = rest.Endpoint{Method: "GET", Path: "/content", Open: true, Answers: []rest.Answer{{Status: "200", Media: "*/*"}}}
)

func serveREST() http.Handler {
	return restserver.NewHandler(nil, "", nil, restserver.Routes(
		restserver.ServeNothing(&put, func(ctx context.Context, p bodyOf) error { return take(ctx, p.Body) }),
		restserver.Serve(&get, func(ctx context.Context, _ struct{}) (*api.Content, error) { return give(ctx) }),
	))
}

func overREST(base string) (send func(*api.Content) error, receive func() (*api.Content, error)) {
	c := transport.New(base, []client.Option{})
	send = func(body *api.Content) error {
		return restclient.Send(context.Background(), c, &put, &bodyOf{body}, nil)
	}
	receive = func() (*api.Content, error) {
		return restclient.Content(context.Background(), c, &get, nil, nil)
	}
	return send, receive
}

// block is what a pattern repeats.
var block = bytes.Repeat([]byte("0123456789abcdef"), 1<<11)

// pattern returns a gibibyte.
func pattern() io.Reader { return io.LimitReader(new(repeated), gibibyte) }

type repeated struct{ at int }

func (r *repeated) Read(p []byte) (n int, err error) {
	n = copy(p, block[r.at:])
	r.at = (r.at + n) % len(block)
	return n, nil
}

// whole reads a gibibyte of the pattern to its end.
func whole(r io.Reader) error {
	buf := make([]byte, len(block))
	for n := 0; n < gibibyte; n += len(buf) {
		if _, err := io.ReadFull(r, buf); err != nil || !bytes.Equal(buf, block) {
			return fmt.Errorf("after %d bytes: another content, %w", n, err)
		}
	}
	if n, err := r.Read(buf); n > 0 || err != io.EOF {
		return fmt.Errorf("more than a gibibyte, %w", err)
	}
	return nil
}
