package transport

import (
	"compress/gzip"
	"io"
	"net/http"
	"strings"
)

// decompress undoes gzip of an answer. What net/http asks for it undoes itself: this is for
// requests that say themselves what they accept.
func decompress(resp *http.Response) {
	if !strings.EqualFold(resp.Header.Get("Content-Encoding"), "gzip") {
		return
	}
	resp.Body = &gzipBody{body: resp.Body}
	resp.Header.Del("Content-Encoding")
	resp.Header.Del("Content-Length")
	resp.ContentLength, resp.Uncompressed = -1, true
}

// gzipBody is what a compressed body holds. It starts to read when it is read: an answer
// may have none.
type gzipBody struct {
	body io.ReadCloser
	text *gzip.Reader
	err  error
}

// Read reads what was compressed.
func (b *gzipBody) Read(p []byte) (int, error) {
	if b.text == nil && b.err == nil {
		b.text, b.err = gzip.NewReader(b.body)
	}
	if b.err != nil {
		return 0, b.err
	}
	return b.text.Read(p)
}

// Close closes the body.
func (b *gzipBody) Close() error { return b.body.Close() }
