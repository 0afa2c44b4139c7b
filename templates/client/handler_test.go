package client

import (
	"context"
	"errors"
	"io"
	"net/http"
	"runtime"
	"strings"
	"testing"
)

// inMemory returns the HTTP client of a client that calls h.
func inMemory(t *testing.T, h http.HandlerFunc) *http.Client {
	t.Helper()
	cfg := NewConfig("https://a.example", []Option{WithHandler(h)})
	if cfg.Err != nil {
		t.Fatal(cfg.Err)
	}
	return cfg.HTTP
}

// ask makes a request and returns the answer with the text of its body.
func ask(t *testing.T, h *http.Client, method, body string) (*http.Response, string, error) {
	t.Helper()
	req, err := http.NewRequest(method, "https://a.example/v1/x%2Fy?a=b", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	resp, err := h.Do(req)
	if err != nil {
		return nil, "", err
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	return resp, string(text), err
}

func TestAHandlerInMemoryGetsWhatAServerGets(t *testing.T) {
	h := inMemory(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		w.Header().Set("X-Seen", strings.Join([]string{r.Method, r.Host, r.RequestURI, r.URL.String(), r.URL.Path, string(body)}, " "))
		w.WriteHeader(http.StatusCreated)
		w.Header().Set("X-Late", "1")
		_, _ = io.WriteString(w, "made")
	})
	resp, text, err := ask(t, h, "PUT", "body")
	if err != nil {
		t.Fatal(err)
	}
	const want = "PUT a.example /v1/x%2Fy?a=b /v1/x%2Fy?a=b /v1/x/y body"
	if got := resp.Header.Get("X-Seen"); got != want {
		t.Errorf("the handler saw %q, want %q", got, want)
	}
	if resp.StatusCode != http.StatusCreated || text != "made" || resp.Header.Get("X-Late") != "" {
		t.Errorf("answer %d %q with the header %v", resp.StatusCode, text, resp.Header)
	}
}

func TestAnswersFromMemoryStream(t *testing.T) {
	read := make(chan struct{})
	h := inMemory(t, func(w http.ResponseWriter, _ *http.Request) {
		w.(http.Flusher).Flush()
		_, _ = io.WriteString(w, "first")
		<-read
		_, _ = io.WriteString(w, "second")
	})
	resp, err := h.Get("https://a.example/")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	first := make([]byte, 5)
	if _, err := io.ReadFull(resp.Body, first); err != nil || string(first) != "first" {
		t.Fatalf("read %q, %v while the handler runs", first, err)
	}
	close(read)
	if rest, err := io.ReadAll(resp.Body); err != nil || string(rest) != "second" {
		t.Errorf("then read %q, %v", rest, err)
	}
}

func TestAPanicCutsTheAnswerOff(t *testing.T) {
	for name, breaks := range map[string]func(){
		"a value": func() { panic("boom") }, "an abort": func() { panic(http.ErrAbortHandler) }, "the end of the goroutine": runtime.Goexit,
	} {
		early := inMemory(t, func(http.ResponseWriter, *http.Request) { breaks() })
		if _, _, err := ask(t, early, "GET", ""); err == nil {
			t.Errorf("%s before the answer: no error", name)
		}
		late := inMemory(t, func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, "half")
			breaks()
		})
		if _, text, err := ask(t, late, "GET", ""); err == nil || text != "half" {
			t.Errorf("%s within the answer: read %q, %v", name, text, err)
		}
	}
}

func TestAnswersWithoutABodyHaveNone(t *testing.T) {
	for _, tt := range []struct {
		method string
		status int
		length int64
		err    error // of Write
	}{
		{"HEAD", 200, 5, nil},
		{"GET", 204, 0, http.ErrBodyNotAllowed},
		{"GET", 304, 5, http.ErrBodyNotAllowed},
	} {
		done := make(chan error, 1)
		h := inMemory(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "5")
			w.WriteHeader(tt.status)
			_, err := io.WriteString(w, "12345")
			done <- err
		})
		resp, text, err := ask(t, h, tt.method, "")
		if err != nil || resp.StatusCode != tt.status || text != "" || resp.ContentLength != tt.length {
			t.Errorf("%s %d: %v, body %q, length %d", tt.method, tt.status, err, text, resp.ContentLength)
		}
		if err := <-done; err != tt.err {
			t.Errorf("%s %d: Write = %v, want %v", tt.method, tt.status, err, tt.err)
		}
	}
}

func TestTheAnnouncedLengthIsHeld(t *testing.T) {
	for text, want := range map[string]error{"123": io.ErrUnexpectedEOF, "12345": nil, "123456": io.ErrUnexpectedEOF} {
		h := inMemory(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "5")
			_, _ = io.WriteString(w, text)
		})
		if _, got, err := ask(t, h, "GET", ""); err != want || err == nil && got != text {
			t.Errorf("%q of 5 bytes: read %q, %v, want %v", text, got, err, want)
		}
	}
}

// Nobody waits for an answer whose call has ended.
func TestAHandlerInMemoryLearnsThatNobodyReads(t *testing.T) {
	before := runtime.NumGoroutine()
	for _, leave := range []func(*http.Response, context.CancelFunc){
		func(resp *http.Response, _ context.CancelFunc) { _ = resp.Body.Close() },
		func(_ *http.Response, cancel context.CancelFunc) { cancel() },
	} {
		ended := make(chan struct{})
		h := inMemory(t, func(w http.ResponseWriter, r *http.Request) {
			defer close(ended)
			w.WriteHeader(http.StatusOK)
			<-r.Context().Done()
		})
		ctx, cancel := context.WithCancel(context.Background())
		req, _ := http.NewRequestWithContext(ctx, "GET", "https://a.example/", nil)
		resp, err := h.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		leave(resp, cancel)
		<-ended // or the test never ends
		cancel()
		_ = resp.Body.Close()
	}
	settled(t, before)
}

func TestACallInMemoryEndsWithItsContext(t *testing.T) {
	before := runtime.NumGoroutine()
	ctx, cancel := context.WithCancel(context.Background())
	h := inMemory(t, func(_ http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done()
	})
	req, _ := http.NewRequestWithContext(ctx, "GET", "https://a.example/", nil)
	if _, err := h.Do(req); !errors.Is(err, context.Canceled) {
		t.Errorf("Do = %v, want context.Canceled", err)
	}
	settled(t, before)
}

// settled fails the test unless the goroutines end that were not there before.
func settled(t *testing.T, before int) {
	t.Helper()
	for range 1_000_000 {
		if runtime.NumGoroutine() <= before {
			return
		}
		runtime.Gosched()
	}
	t.Errorf("%d goroutines, %d before", runtime.NumGoroutine(), before)
}
