package transport

import (
	"io"
	"net/http"

	"github.com/seed-349153d7/odagen/templates/api"
)

// ContentOf returns the body of an answer as it streams.
func ContentOf(resp *http.Response) *api.Content {
	return &api.Content{
		ReadCloser: resp.Body,
		Type:       resp.Header.Get("Content-Type"),
		Length:     resp.ContentLength,
		ETag:       resp.Header.Get("ETag"),
	}
}

// SetContent makes content the body of a request. A nil one is empty. A length of 0 is
// taken for one that is not known: who leaves it out does not mean that nothing is sent.
func SetContent(r *Request, content *api.Content) {
	r.Stream, r.Length = http.NoBody, 0
	if content == nil {
		return
	}
	r.ContentType = content.Type
	if content.ReadCloser != nil {
		r.Stream, r.Length = content.ReadCloser, content.Length
	}
}

// Drain reads what is left of an answer, so that the connection can be used again, up
// to where a new one is cheaper.
func Drain(resp *http.Response) {
	_, _ = io.CopyN(io.Discard, resp.Body, 1<<16)
	_ = resp.Body.Close()
}
