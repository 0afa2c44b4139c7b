package interop

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"

	ht "github.com/ogen-go/ogen/http"

	"github.com/seed-349153d7/odagen/interop/bodies/oapi"
	"github.com/seed-349153d7/odagen/interop/bodies/odagen"
	"github.com/seed-349153d7/odagen/interop/bodies/ogen"
	"github.com/seed-349153d7/odagen/interop/runtime/api"
	"github.com/seed-349153d7/odagen/interop/runtime/server"
)

// bodiesClient sends bodies, objects as JSON text.
type bodiesClient interface {
	form(order string) (string, error)
	upload(title, file string) (string, error)
	raw(data string) (string, error)
	shape(shape string) (string, error)
}

var bodies = peers[bodiesClient]{
	clients: map[string]func(t *testing.T, url string) bodiesClient{
		"odagen": func(_ *testing.T, url string) bodiesClient { return odagenBodies{odagen.NewClient(url)} },
		"ogen": func(t *testing.T, url string) bodiesClient {
			return ogenBodies{try[*ogen.Client](t)(ogen.NewClient(url))}
		},
		"oapi-codegen": func(t *testing.T, url string) bodiesClient {
			return oapiBodies{try[*oapi.ClientWithResponses](t)(oapi.NewClientWithResponses(url))}
		},
	},
	servers: map[string]func(t *testing.T) http.Handler{
		"odagen": func(*testing.T) http.Handler {
			return odagen.NewHandler(odagen.Services{Operations: odagenBodiesServer{}}, server.Open())
		},
		"ogen": func(t *testing.T) http.Handler { return try[*ogen.Server](t)(ogen.NewServer(ogenBodiesServer{})) },
		"oapi-codegen": func(*testing.T) http.Handler {
			return oapi.HandlerFromMux(oapi.NewStrictHandler(oapiBodiesServer{}, nil), http.NewServeMux())
		},
	},
}

func TestBodies(t *testing.T) {
	bodies.each(t, func(t *testing.T, client bodiesClient, _ string) {
		for _, order := range []string{
			`{"name":"a & b=c + ü%","sizes":[1,-2,3],"gift":true}`,
			`{"name":"","gift":false}`,
		} {
			if _, ok := client.(oapiBodies); ok {
				// It sends sizes[0]=1, where OpenAPI has sizes=1 (3.0.4, 4.7.14.4).
				order = strings.Replace(order, `,"sizes":[1,-2,3]`, "", 1)
			}
			sameJSON(t, try[string](t)(client.form(order)), order)
		}
		for _, shape := range []string{`{"form":"circle","radius":1.5}`, `{"form":"square","side":2}`} {
			sameJSON(t, try[string](t)(client.shape(shape)), shape)
		}
		data := "\x00\xff --\r\n--boundary\r\n" + strings.Repeat("x", 100_000)
		if got := try[string](t)(client.raw(data)); got != data {
			t.Errorf("got %d bytes back of %d", len(got), len(data))
		}
		if got := try[string](t)(client.upload("ü\"", data)); got != sent("ü\"", []byte(data)) {
			t.Errorf("got %.60q", got)
		}
	})
}

// sent is what the servers answer to an upload.
func sent(title string, file []byte) string { return fmt.Sprintf("%s|%x", title, file) }

type odagenBodies struct{ c *odagen.Client }

func (b odagenBodies) form(order string) (string, error) {
	return through(order, func(o *odagen.Order) (*odagen.Order, error) {
		return b.c.SendForm(context.Background(), odagen.SendFormParams{Body: o})
	})
}

func (b odagenBodies) shape(shape string) (string, error) {
	return through(shape, func(s *odagen.Shape) (*odagen.Shape, error) {
		return b.c.TurnShape(context.Background(), odagen.TurnShapeParams{Body: s})
	})
}

func (b odagenBodies) upload(title, file string) (string, error) {
	return b.c.Upload(context.Background(), odagen.UploadParams{
		Body: &odagen.UploadBody{Title: title, File: &api.File{Name: "f", Body: strings.NewReader(file)}},
	})
}

func (b odagenBodies) raw(data string) (string, error) {
	body, err := b.c.SendRaw(context.Background(), odagen.SendRawParams{Body: api.NewContent("application/octet-stream", strings.NewReader(data))})
	if err != nil {
		return "", err
	}
	got, err := io.ReadAll(body)
	return string(got), errors.Join(err, body.Close())
}

type odagenBodiesServer struct{ odagen.UnimplementedOperations }

func (odagenBodiesServer) SendForm(_ context.Context, p odagen.SendFormParams) (*odagen.Order, error) {
	return p.Body, nil
}

func (odagenBodiesServer) SendRaw(_ context.Context, p odagen.SendRawParams) (*api.Content, error) {
	data, err := io.ReadAll(p.Body)
	return api.NewContent("application/octet-stream", bytes.NewReader(data)), err
}

func (odagenBodiesServer) TurnShape(_ context.Context, p odagen.TurnShapeParams) (*odagen.Shape, error) {
	if p.Body.Value == nil {
		return nil, errors.New("it is no shape that is known")
	}
	return p.Body, nil
}

func (odagenBodiesServer) Upload(_ context.Context, p odagen.UploadParams) (string, error) {
	data, err := io.ReadAll(p.Body.File.Body)
	return sent(p.Body.Title, data), err
}

type ogenBodies struct{ c *ogen.Client }

func (b ogenBodies) form(order string) (string, error) {
	return through(order, func(o ogen.Order) (*ogen.Order, error) { return b.c.SendForm(context.Background(), &o) })
}

func (b ogenBodies) shape(shape string) (string, error) {
	return through(shape, func(s ogen.Shape) (*ogen.Shape, error) {
		out, err := b.c.TurnShape(context.Background(), s)
		return &out, err
	})
}

func (b ogenBodies) upload(title, file string) (string, error) {
	out, err := b.c.Upload(context.Background(), &ogen.UploadReq{Title: title, File: ht.MultipartFile{Name: "f", File: strings.NewReader(file)}})
	if err != nil {
		return "", err
	}
	data, err := io.ReadAll(out.Data)
	return string(data), err
}

func (b ogenBodies) raw(data string) (string, error) {
	out, err := b.c.SendRaw(context.Background(), ogen.SendRawReq{Data: strings.NewReader(data)})
	if err != nil {
		return "", err
	}
	got, err := io.ReadAll(out.Data)
	return string(got), err
}

type ogenBodiesServer struct{}

func (ogenBodiesServer) SendForm(_ context.Context, o *ogen.Order) (*ogen.Order, error) {
	return o, nil
}

func (ogenBodiesServer) SendRaw(_ context.Context, r ogen.SendRawReq) (ogen.SendRawOK, error) {
	data, err := io.ReadAll(r.Data)
	return ogen.SendRawOK{Data: bytes.NewReader(data)}, err
}

func (ogenBodiesServer) TurnShape(_ context.Context, s ogen.Shape) (ogen.Shape, error) {
	return s, nil
}

func (ogenBodiesServer) Upload(_ context.Context, r *ogen.UploadReq) (ogen.UploadOK, error) {
	data, err := io.ReadAll(r.File.File)
	return ogen.UploadOK{Data: strings.NewReader(sent(r.Title, data))}, err
}

type oapiBodies struct{ c *oapi.ClientWithResponses }

func (b oapiBodies) form(order string) (string, error) {
	return through(order, func(o oapi.Order) (*oapi.Order, error) {
		r, err := b.c.SendFormWithFormdataBodyWithResponse(context.Background(), o)
		if err != nil || r.JSON200 == nil {
			return nil, fmt.Errorf("%w: %s", err, r.Body)
		}
		return r.JSON200, nil
	})
}

func (b oapiBodies) shape(shape string) (string, error) {
	return through(shape, func(s oapi.Shape) (*oapi.Shape, error) {
		r, err := b.c.TurnShapeWithResponse(context.Background(), s)
		if err != nil || r.JSON200 == nil {
			return nil, fmt.Errorf("%w: %s", err, r.Body)
		}
		return r.JSON200, nil
	})
}

func (b oapiBodies) upload(title, file string) (string, error) {
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", "f")
	if err != nil {
		return "", err
	}
	_, _ = io.WriteString(part, file) // a buffer takes all
	if err := errors.Join(form.WriteField("title", title), form.Close()); err != nil {
		return "", err
	}
	r, err := b.c.UploadWithBodyWithResponse(context.Background(), form.FormDataContentType(), &body)
	if err != nil {
		return "", err
	}
	return string(r.Body), nil
}

func (b oapiBodies) raw(data string) (string, error) {
	r, err := b.c.SendRawWithBodyWithResponse(context.Background(), "application/octet-stream", strings.NewReader(data))
	if err != nil {
		return "", err
	}
	return string(r.Body), nil
}

type oapiBodiesServer struct{}

func (oapiBodiesServer) SendForm(_ context.Context, r oapi.SendFormRequestObject) (oapi.SendFormResponseObject, error) {
	return oapi.SendForm200JSONResponse(*r.Body), nil
}

func (oapiBodiesServer) SendRaw(_ context.Context, r oapi.SendRawRequestObject) (oapi.SendRawResponseObject, error) {
	data, err := io.ReadAll(r.Body)
	return oapi.SendRaw200ApplicationoctetStreamResponse{Body: bytes.NewReader(data)}, err
}

func (oapiBodiesServer) TurnShape(_ context.Context, r oapi.TurnShapeRequestObject) (oapi.TurnShapeResponseObject, error) {
	return oapi.TurnShape200JSONResponse(*r.Body), nil
}

func (oapiBodiesServer) Upload(_ context.Context, r oapi.UploadRequestObject) (oapi.UploadResponseObject, error) {
	form, err := r.Body.ReadForm(1 << 20)
	if err != nil {
		return nil, err
	}
	file, err := form.File["file"][0].Open()
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(file)
	return oapi.Upload200TextResponse(sent(form.Value["title"][0], data)), err
}
