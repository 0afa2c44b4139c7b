package exchange

import (
	"compress/gzip"
	"errors"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"

	"github.com/seed-349153d7/odagen/templates/api"
	"github.com/seed-349153d7/odagen/templates/internal/buffer"
	"github.com/seed-349153d7/odagen/templates/server"
)

func tooLong(limit int64) *server.Fault {
	return server.Fail(http.StatusRequestEntityTooLarge, "", "the body is longer than "+strconv.FormatInt(limit, 10)+" bytes")
}

// decoded returns the body of the request without its Content-Encoding, and its length:
// -1 when that is not known.
func (x *Exchange) decoded() (io.ReadCloser, int64, error) {
	if x.R.Body == nil { // of a request that came over no network
		return http.NoBody, 0, nil
	}
	switch strings.ToLower(x.R.Header.Get("Content-Encoding")) {
	case "", "identity":
		return x.R.Body, x.R.ContentLength, nil
	case "gzip":
		return &gzipBody{body: x.R.Body}, -1, nil
	}
	return nil, 0, server.Fail(http.StatusUnsupportedMediaType, "", "the body must not have a Content-Encoding other than gzip")
}

// gzipBody unpacks a body while it is read.
type gzipBody struct {
	body io.ReadCloser
	r    *gzip.Reader
	err  error
}

func (b *gzipBody) Read(p []byte) (int, error) {
	if b.r == nil && b.err == nil {
		b.r, b.err = gzip.NewReader(b.body)
	}
	if b.err != nil {
		return 0, b.err
	}
	return b.r.Read(p)
}

func (b *gzipBody) Close() error { return b.body.Close() }

// ReadAll reads the body of the request into b, up to the limit of the operation.
func (x *Exchange) ReadAll(b *buffer.Buffer) error {
	body, size, err := x.decoded()
	if err != nil {
		return err
	}
	limit := x.op.Limits.Request
	if limit <= 0 {
		limit = 1<<63 - 2
	}
	err = b.Read(body, size, limit)
	switch {
	case errors.Is(err, buffer.ErrTooLarge):
		return tooLong(limit)
	case err != nil && server.FaultOf(err) == nil: // a middleware can have a limit
		return BadRequest("the body breaks off")
	}
	return err
}

// Stream returns the body of the request as it comes, with at most limit bytes; 0 is no
// limit. What reads more gets an error that is answered with 413.
func (x *Exchange) Stream(limit int64) (io.ReadCloser, int64, error) {
	body, size, err := x.decoded()
	if err != nil || limit <= 0 {
		return body, size, err
	}
	if size > limit {
		return nil, 0, tooLong(limit)
	}
	return http.MaxBytesReader(x.W, body, limit), size, nil
}

// Upload returns the body of the request as content.
func (x *Exchange) Upload() (*api.Content, error) {
	body, size, err := x.Stream(x.op.Limits.Upload)
	if err != nil {
		return nil, err
	}
	return &api.Content{ReadCloser: body, Type: x.R.Header.Get("Content-Type"), Length: size}, nil
}

// IsUTF8 reports whether the charset of a Content-Type is that of JSON.
func IsUTF8(contentType string) bool {
	_, params, err := mime.ParseMediaType(contentType)
	charset := params["charset"]
	return err != nil || charset == "" || strings.EqualFold(charset, "utf-8") || strings.EqualFold(charset, "us-ascii")
}
