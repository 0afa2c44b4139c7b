// Package strangers sends requests to servers that their clients would not send. The test
// of the goldens copies it beside what it generates, with the servers in a map.
package strangers

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/seed-349153d7/odagen/templates/server"
	"pgregory.net/rapid"
)

// What a request may cost: so many bytes, and so many for each byte of it. A member of an
// object with many properties is the dearest: an object of its own for a few bytes.
const (
	baseMemory = 1 << 20
	byteMemory = 300
	maxAnswer  = 1 << 16
	maxPart    = 1 << 17          // of what is sent
	maxWait    = 60 * time.Second // a request takes milliseconds; what is not linear takes hours
)

// subject is a server, and what a stranger knows of it.
type subject struct {
	handler    http.Handler
	operations []server.Operation
	words      []string // of its description
	sets       []string // that paths of OData lead through
	learned    []learned
	faults     []error // that its log has heard of
}

func newSubject(t *testing.T, name string, handler func(...server.Option) http.Handler) *subject {
	s := new(subject)
	s.handler = handler(
		server.WithMiddleware(func(op server.Operation, next http.Handler) http.Handler {
			s.operations = append(s.operations, op)
			return next
		}),
		server.WithErrorLog(func(_ context.Context, err error) {
			var f *server.Fault
			if !errors.As(err, &f) || f.Status != http.StatusNotImplemented { // as no service is there
				s.faults = append(s.faults, err)
			}
		}),
	)
	files, err := filepath.Glob(filepath.Join("..", name, "in.*"))
	if err != nil || len(files) != 1 {
		t.Fatalf("the description of %s: %v, %v", name, files, err)
	}
	text, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	s.words = regexp.MustCompile(`[$@]?[A-Za-z_][\w.-]*`).FindAllString(string(text), -1)
	slices.Sort(s.words)
	s.words = append(slices.Compact(s.words), "a")
	s.sets = []string{"a"}
	for _, found := range regexp.MustCompile(`(?:EntitySet|Singleton|NavigationProperty) Name="(\w+)"|\n  /(\w+)|[}/]/(\w+)`).FindAllStringSubmatch(string(text), -1) {
		s.sets = append(s.sets, strings.Join(found[1:], ""))
	}
	return s
}

// odd are texts that mean something somewhere.
var odd = []string{
	"", ".", "..", "%2e%2e", "%00", "%ff", "%c0%af", "%", "%zz", "%2F", "$x", "$value", "$count", "$ref", "$metadata", "$batch", "$filter", "$id",
	"(", ")", "()", "('a')", "%28'a'%29", "(id='a')", "(@k)", "(null)", "(1,2)", "(a=1,b='x,y')", "a(b=@c)", "a.b.c", ".a", "a.", "..a", ";a=b", "*",
	"1", "-1", "1.5", "1e99999", "9223372036854775808", "null", "true", "{}", "[]", "[0]", "{", `{"a":`, `"`, "'", ",", "|", " ", "+", "=", "&", "][", "[", "]", "[a]", "[0]=",
	"2024-02-30", "24:00:00", "P1Y", "00000000-0000-0000-0000-00000000000", "\u202e", "é", "\xff", "\x00", "\x7f", "\\", "a:b", "q=0", "bytes=0-,-1", "W/", "gzip",
	"application/json", "application/json;charset=utf-8", "text/plain", "multipart/form-data; boundary=x", "4.0", "9.9", "return=minimal", "Basic Og==", "Bearer x",
}

// text draws a text: a word of the description or an odd one, or many of them.
func (s *subject) text(t *rapid.T) string {
	one := func() string {
		if rapid.Bool().Draw(t, "known") {
			return rapid.SampledFrom(s.words).Draw(t, "word")
		}
		return rapid.SampledFrom(odd).Draw(t, "odd")
	}
	switch rapid.IntRange(0, 9).Draw(t, "kind") {
	case 0:
		return repeat(one(), rapid.SampledFrom([]int{0, 2, 40, 3000, 30000}).Draw(t, "times"))
	case 1:
		return one() + one()
	case 2:
		return rapid.StringN(0, 20, -1).Draw(t, "any")
	}
	return one()
}

// repeat returns s so often, but no more than a part may be.
func repeat(s string, times int) string {
	return strings.Repeat(s, min(times, maxPart/(1+len(s))))
}

var parameter = regexp.MustCompile(`\{[^}]*\}`)

// path draws a path: mostly one that leads somewhere.
func (s *subject) path(t *rapid.T, op server.Operation) string {
	_, pattern, _ := strings.Cut(op.Pattern, " ")
	path := parameter.ReplaceAllStringFunc(pattern, func(p string) string {
		if strings.Contains(p, ".") || strings.HasPrefix(p, "{Collection(") { // of a type, wherever it is
			var way []string
			for range rapid.IntRange(1, 3).Draw(t, "steps") {
				way = append(way, rapid.SampledFrom(s.sets).Draw(t, "set")+rapid.SampledFrom([]string{"", "", "('a')", "(1)", "/a", "/1", "(@a)"}).Draw(t, "key"))
			}
			return strings.Join(way, "/")
		}
		return url.PathEscape(s.text(t))
	})
	for range max(0, rapid.IntRange(-3, 2).Draw(t, "more")) {
		path += "/" + s.text(t)
	}
	if rapid.IntRange(0, 3).Draw(t, "raw") == 0 {
		path += s.text(t)
	}
	return path
}

// query draws a query.
func (s *subject) query(t *rapid.T) string {
	var pairs []string
	for range rapid.IntRange(0, 4).Draw(t, "pairs") {
		name, text := s.text(t), s.text(t)
		if rapid.Bool().Draw(t, "deep") {
			name += repeat("["+rapid.SampledFrom(append(odd[:8:8], s.words...)).Draw(t, "part")+"]", rapid.SampledFrom([]int{1, 2, 20, 5000}).Draw(t, "depth"))
		}
		pair := url.QueryEscape(name) + "=" + url.QueryEscape(text)
		if rapid.IntRange(0, 4).Draw(t, "raw") == 0 {
			pair = name + "=" + text
		}
		pairs = append(pairs, pair, repeat("&"+pair, rapid.SampledFrom([]int{0, 0, 0, 1, 900, 20000}).Draw(t, "times")))
	}
	return strings.Join(pairs, "&")
}

// json draws what is JSON, or nearly.
func (s *subject) json(t *rapid.T, depth int) string {
	part := func() string { return s.json(t, depth-1) }
	kind := rapid.IntRange(0, 9).Draw(t, "json")
	if depth == 0 {
		kind %= 4
	}
	switch kind {
	case 0:
		return fmt.Sprintf("%q", s.text(t))
	case 1:
		return rapid.SampledFrom([]string{"null", "true", "0", "-1", "1.5", "1e999", "1e999999999", strings.Repeat("7", 900), "0." + strings.Repeat("1", 3000)}).Draw(t, "value")
	case 2:
		return `"` + s.text(t) + `"`
	case 3:
		return s.text(t)
	case 4, 5:
		item := part()
		return "[" + strings.TrimSuffix(repeat(item+",", rapid.SampledFrom([]int{0, 1, 2, 500, 20000}).Draw(t, "items")), ",") + "]"
	case 6:
		name := rapid.SampledFrom(s.words).Draw(t, "name")
		open, end := `{"`+name+`":`, "}"
		if rapid.Bool().Draw(t, "list") {
			open, end = "[", "]"
		}
		n := rapid.SampledFrom([]int{2, 30, 90, 2000}).Draw(t, "levels")
		return repeat(open, n) + part() + repeat(end, n)
	}
	var members []string
	for range rapid.IntRange(0, 5).Draw(t, "members") {
		members = append(members, fmt.Sprintf("%q:", rapid.SampledFrom(s.words).Draw(t, "name"))+part())
	}
	return "{" + strings.Join(members, ",") + "}"
}

// body draws a body and its Content-Type.
func (s *subject) body(t *rapid.T) (body, contentType string) {
	switch rapid.IntRange(0, 6).Draw(t, "body") {
	case 0:
		return "", ""
	case 1:
		return s.query(t), "application/x-www-form-urlencoded"
	case 2:
		var b bytes.Buffer
		w := multipart.NewWriter(&b)
		for range rapid.IntRange(0, 4).Draw(t, "parts") {
			name := rapid.SampledFrom(s.words).Draw(t, "name")
			part, err := w.CreateFormField(name)
			if rapid.Bool().Draw(t, "file") {
				part, err = w.CreateFormFile(name, s.text(t))
			}
			if err == nil {
				_, _ = io.WriteString(part, s.json(t, 2))
			}
		}
		if rapid.Bool().Draw(t, "closed") {
			_ = w.Close()
		}
		return b.String(), w.FormDataContentType()
	case 3:
		return s.json(t, 3), s.text(t)
	}
	return s.json(t, 4), rapid.SampledFrom([]string{"application/json", "application/jsonl", "text/event-stream", "application/octet-stream"}).Draw(t, "type")
}

// request draws a request. It is nil when package net/http would not give it to a handler.
func (s *subject) request(t *rapid.T) (r *http.Request, body string) {
	op := rapid.SampledFrom(s.operations).Draw(t, "operation")
	target := s.path(t, op) + "?" + s.query(t)
	u, err := url.ParseRequestURI(target)
	if err != nil || len(target) > 1<<20 {
		return nil, ""
	}
	method := op.Method
	if rapid.IntRange(0, 9).Draw(t, "other") == 0 {
		method = rapid.SampledFrom([]string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "QUERY", "ODD"}).Draw(t, "method")
	}
	body, contentType := s.body(t)
	r = &http.Request{
		Method: method, URL: u, RequestURI: target, Host: "localhost", Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body)),
	}
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	for range rapid.IntRange(0, 3).Draw(t, "fields") {
		name := rapid.SampledFrom(append([]string{
			"Accept", "Content-Type", "Content-Encoding", "Cookie", "Authorization", "If-None-Match", "Range", "Prefer", "OData-Version", "OData-MaxVersion",
		}, s.words...)).Draw(t, "field")
		value := s.text(t)
		if rapid.Bool().Draw(t, "pair") {
			value = rapid.SampledFrom(s.words).Draw(t, "name") + "=" + value
		}
		r.Header.Add(name, value)
	}
	return r, body
}

// send has a request served, and returns the answer and how much memory that took.
func (s *subject) send(t *rapid.T, r *http.Request) (w *httptest.ResponseRecorder, memory uint64) {
	w = httptest.NewRecorder()
	done := make(chan uint64)
	go func() {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		s.handler.ServeHTTP(w, r)
		runtime.ReadMemStats(&after)
		done <- after.TotalAlloc - before.TotalAlloc
	}()
	select {
	case memory = <-done:
	case <-time.After(maxWait):
		t.Fatalf("no answer to %s %.300s", r.Method, r.RequestURI)
	}
	return w, memory
}

// Whatever a stranger sends is answered, as a fault of the request: in time and memory that
// are in proportion to it.
func TestNoStrangerHarmsAServer(t *testing.T) {
	for name, handler := range servers {
		t.Run(name, func(t *testing.T) {
			s := newSubject(t, name, handler)
			if len(s.operations) == 0 {
				t.Skip("it serves nothing")
			}
			s.learn(t)
			reached := 0
			rapid.Check(t, func(t *rapid.T) {
				r, body := s.request(t)
				if len(s.learned) > 0 && rapid.Bool().Draw(t, "learned") {
					r, body = s.spoil(t)
				}
				if r == nil {
					return
				}
				s.faults = nil
				w, memory := s.send(t, r)
				size := len(r.RequestURI) + len(fmt.Sprint(r.Header)) + len(body)
				fail := func(what string) {
					t.Errorf("%s: %s %.300s %.1000v with %.1000s: %d %.300s", what, r.Method, r.RequestURI, r.Header, body, w.Code, w.Body)
				}
				switch {
				case w.Code >= 500 && w.Code != http.StatusNotImplemented, len(s.faults) > 0:
					fail(fmt.Sprintf("the log has %.2000v", s.faults))
				case w.Body.Len() > maxAnswer:
					fail(fmt.Sprintf("%d bytes are answered with %d", size, w.Body.Len()))
				case memory > uint64(baseMemory+byteMemory*size):
					fail(fmt.Sprintf("%d bytes take %d bytes of memory", size, memory))
				case w.Code == http.StatusNotImplemented:
					reached++
				}
			})
			t.Logf("%d requests reached a service", reached)
		})
	}
}
