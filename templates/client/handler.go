package client

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"sync"
)

// WithHandler makes the client call a handler in memory, without a socket: a generated
// server is so the fake that a test calls. Answers stream as they do over a connection.
//
//	c := graph.NewClient(client.WithHandler(graph.NewHandler(services, server.Open())))
func WithHandler(h http.Handler) Option {
	return func(c *Config) {
		if h == nil {
			c.fail("WithHandler: the handler is nil")
			return
		}
		c.HTTP = &http.Client{Transport: handlerTransport{h}}
	}
}

type handlerTransport struct{ handler http.Handler }

// RoundTrip gives the request to the handler and returns its answer as soon as its
// header is there. The context of the handler ends with the call, and when the client
// has closed the answer, as it does when a connection is gone.
func (t handlerTransport) RoundTrip(req *http.Request) (*http.Response, error) {
	ctx, cancel := context.WithCancel(req.Context())
	r, w := io.Pipe()
	a := &handlerAnswer{
		req: req, header: http.Header{}, body: w,
		reader: &answerBody{r, cancel}, ready: make(chan struct{}),
	}
	in, err := served(req.Clone(ctx))
	if err != nil {
		cancel()
		if req.Body != nil {
			_ = req.Body.Close()
		}
		return nil, err
	}
	go func() {
		defer cancel()
		a.serve(t.handler, in)
	}()
	select {
	case <-a.ready:
		return a.resp, a.err
	case <-req.Context().Done():
		_ = r.CloseWithError(req.Context().Err())
		return nil, req.Context().Err()
	}
}

// served makes a request of a client what a server has of it.
func served(req *http.Request) (*http.Request, error) {
	if req.Body == nil {
		req.Body = http.NoBody
	} else if req.ContentLength == 0 && req.Body != http.NoBody {
		req.ContentLength = -1
	}
	if req.Host == "" {
		req.Host = req.URL.Host
	}
	req.RequestURI = req.URL.RequestURI()
	req.RemoteAddr = "127.0.0.1:0"
	var err error
	req.URL, err = url.ParseRequestURI(req.RequestURI)
	return req, err
}

// answerBody is the body of an answer. Closing it tells the handler that nobody reads
// on.
type answerBody struct {
	*io.PipeReader
	cancel context.CancelFunc
}

// Close ends the context of the handler, too.
func (b *answerBody) Close() error {
	b.cancel()
	return b.PipeReader.Close()
}

// handlerAnswer is what a handler writes its answer to.
type handlerAnswer struct {
	req    *http.Request
	header http.Header
	body   *io.PipeWriter
	reader io.ReadCloser
	once   sync.Once
	ready  chan struct{} // closed when resp or err is there
	resp   *http.Response
	err    error

	bodiless bool  // the answer has no body, whatever is written
	left     int64 // of the announced length; -1 when there is none
}

// serve runs the handler. A panic cuts the answer off, as it does in package net/http.
func (a *handlerAnswer) serve(h http.Handler, req *http.Request) {
	ended := false // or else by runtime.Goexit
	defer func() {
		_ = req.Body.Close()
		if v := recover(); v != nil || !ended {
			err := fmt.Errorf("the handler panicked: %v", v)
			if abort, ok := v.(error); ok && errors.Is(abort, http.ErrAbortHandler) {
				err = io.ErrUnexpectedEOF
			}
			a.once.Do(func() { a.err = err; close(a.ready) })
			_ = a.body.CloseWithError(err)
			return
		}
		a.WriteHeader(http.StatusOK)
		if a.left > 0 && !a.bodiless {
			_ = a.body.CloseWithError(io.ErrUnexpectedEOF)
			return
		}
		_ = a.body.Close()
	}()
	h.ServeHTTP(a, req)
	ended = true
}

// Header returns the header of the answer.
func (a *handlerAnswer) Header() http.Header { return a.header }

// WriteHeader makes the answer ready.
func (a *handlerAnswer) WriteHeader(status int) {
	if status < http.StatusOK {
		return // informational
	}
	a.once.Do(func() {
		a.left = -1
		if n, err := strconv.ParseInt(a.header.Get("Content-Length"), 10, 64); err == nil && n >= 0 {
			a.left = n
		}
		a.bodiless = status == http.StatusNoContent || status == http.StatusNotModified || a.req.Method == http.MethodHead
		a.resp = &http.Response{
			StatusCode: status, Status: strconv.Itoa(status) + " " + http.StatusText(status),
			Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
			Header: a.header.Clone(), Request: a.req, ContentLength: a.left, Body: a.reader,
		}
		if a.bodiless {
			a.resp.Body = http.NoBody
			if status == http.StatusNoContent {
				a.resp.ContentLength = 0
			}
		}
		close(a.ready)
	})
}

// Write sends a part of the body when the client reads it.
func (a *handlerAnswer) Write(p []byte) (int, error) {
	a.WriteHeader(http.StatusOK)
	switch {
	case a.bodiless && a.req.Method == http.MethodHead:
		return len(p), nil
	case a.bodiless:
		return 0, http.ErrBodyNotAllowed
	case a.left >= 0 && int64(len(p)) > a.left:
		return 0, http.ErrContentLength
	}
	n, err := a.body.Write(p)
	if a.left > 0 {
		a.left -= int64(n)
	}
	return n, err
}

// Flush has nothing to do: what is written is there.
func (a *handlerAnswer) Flush() { a.WriteHeader(http.StatusOK) }
