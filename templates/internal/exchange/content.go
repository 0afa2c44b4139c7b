package exchange

import (
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/seed-349153d7/odagen/templates/api"
	"github.com/seed-349153d7/odagen/templates/server"
)

// Content answers with content as it is read, and closes it; with 204 for nil. Content
// that can seek is sent in ranges, if they are asked for. Media is what it is when it
// does not say.
func (x *Exchange) Content(status int, media string, c *api.Content) error {
	if c == nil || c.ReadCloser == nil {
		return x.Empty(http.StatusNoContent)
	}
	defer c.Close()
	header := x.W.Header()
	if c.Type != "" {
		media = c.Type
	}
	if header.Get("Content-Type") == "" {
		if media == "" || strings.Contains(media, "*") {
			media = "application/octet-stream"
		}
		header.Set("Content-Type", media)
	}
	if c.ETag != "" {
		header["Etag"] = []string{c.ETag}
	}
	read := x.R.Method == http.MethodGet || x.R.Method == http.MethodHead
	if seeker, ok := c.ReadCloser.(io.ReadSeeker); ok && read && status == http.StatusOK {
		x.begun = true
		http.ServeContent(x.W, x.R, "", time.Time{}, seeker)
		return nil
	}
	if x.NotModified(c.ETag) {
		return server.ErrNotModified
	}
	if c.Length >= 0 {
		header.Set("Content-Length", strconv.FormatInt(c.Length, 10))
	}
	x.Begin(status)
	if x.R.Method == http.MethodHead {
		return nil
	}
	return x.Copy(c)
}

// Copy sends a body whose status is written, as it is read. A body that breaks off cuts
// the answer off.
func (x *Exchange) Copy(body io.Reader) error {
	if _, err := io.Copy(x.W, body); err != nil {
		if x.R.Context().Err() == nil {
			x.Log(errors.Join(errors.New("the answer broke off"), err))
		}
		panic(http.ErrAbortHandler)
	}
	return nil
}

// NotModified reports whether the client has the version of an answer to GET already,
// which an ETag names (RFC 9110, 13.1.2).
func (x *Exchange) NotModified(etag string) bool {
	fields := x.R.Header["If-None-Match"]
	if etag == "" || len(fields) == 0 || x.R.Method != http.MethodGet && x.R.Method != http.MethodHead {
		return false
	}
	etag = strings.TrimPrefix(etag, "W/")
	for _, field := range fields {
		for item := range strings.SplitSeq(field, ",") {
			if item = strings.TrimSpace(item); item == "*" || strings.TrimPrefix(item, "W/") == etag {
				return true
			}
		}
	}
	return false
}
