package transport

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/seed-349153d7/odagen/templates/client"
)

func TestRetryDependsOnStatusAndMethod(t *testing.T) {
	for _, tt := range []struct {
		method string
		status int
		want   int // attempts
	}{
		{"GET", 429, 4},
		{"POST", 429, 4},
		{"GET", 503, 4},
		{"POST", 503, 4},
		{"GET", 504, 4},
		{"PUT", 504, 4},
		{"QUERY", 504, 4},
		{"POST", 504, 1},
		{"PATCH", 504, 1},
		{"APPEND", 504, 1},
		{"GET", 500, 1},
		{"GET", 404, 1},
	} {
		var c clock
		attempts := 0
		at := service(t, func(w http.ResponseWriter, r *http.Request) {
			if attempts++; !strings.HasSuffix(line(r), `{"a":1}`) {
				t.Error("an attempt came without the body")
			}
			w.WriteHeader(tt.status)
		}, client.WithRetry(c.policy()))
		var e *client.Error
		if _, err := send(context.Background(), at, request(at, tt.method, `{"a":1}`)); !errors.As(err, &e) || e.StatusCode != tt.status {
			t.Errorf("%s %d: %v", tt.method, tt.status, err)
		}
		if attempts != tt.want || len(c.sleeps) != tt.want-1 {
			t.Errorf("%s %d: %d attempts and %d waits, want %d attempts", tt.method, tt.status, attempts, len(c.sleeps), tt.want)
		}
	}
}

func TestRetryStopsWhenTheServiceAnswers(t *testing.T) {
	var c clock
	attempts := 0
	at := service(t, func(w http.ResponseWriter, _ *http.Request) {
		if attempts++; attempts < 3 {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		_, _ = io.WriteString(w, "good")
	}, client.WithRetry(c.policy()))
	if text, err := send(context.Background(), at, request(at, "GET", "")); err != nil || text != "good" {
		t.Errorf("Send = %q, %v, want the third answer", text, err)
	}
}

// What streams has been read: it cannot be sent again.
func TestAStreamIsSentOnce(t *testing.T) {
	attempts := 0
	var c clock
	at := service(t, func(w http.ResponseWriter, _ *http.Request) {
		attempts++
		w.WriteHeader(http.StatusServiceUnavailable)
	}, client.WithRetry(c.policy()))
	r := request(at, "PUT", "")
	r.Body, r.Stream, r.Length = nil, strings.NewReader("abc"), 3
	if _, err := send(context.Background(), at, r); err == nil || attempts != 1 {
		t.Errorf("Send = %v after %d attempts", err, attempts)
	}
}

func TestWaitsDoubleUpToTheLimitLessAtMostHalf(t *testing.T) {
	var c clock
	p := c.policy()
	p.Attempts, p.MinDelay, p.MaxDelay = 70, time.Second, 5*time.Second
	_ = get(service(t, respond(http.StatusServiceUnavailable, ""), client.WithRetry(p)))
	if len(c.sleeps) != 69 {
		t.Fatalf("%d waits, want 69", len(c.sleeps))
	}
	for i, d := range c.sleeps {
		full := min(time.Second<<min(i, 10), 5*time.Second)
		if d < full/2 || d > full {
			t.Errorf("wait %d is %v, want %v to %v", i+1, d, full/2, full)
		}
	}
}

func TestRetryAfterSaysHowLongToWait(t *testing.T) {
	for _, tt := range []struct {
		header string
		want   time.Duration // 0 for the policy's own
		tries  int
	}{
		{"7", 7 * time.Second, 2},
		{"Fri, 02 Jan 2026 03:04:35 GMT", 30 * time.Second, 2},
		{"Fri, 02 Jan 2026 03:04:00 GMT", 0, 2},
		{"soon", 0, 2},
		{"-1", 0, 2},
		{"61", 0, 1}, // longer than MaxDelay
		{"0007", 7 * time.Second, 2},
		{"6.5", 7 * time.Second, 2},
		{"7.0", 7 * time.Second, 2},
		{"7.", 7 * time.Second, 2},
		{"0", 0, 2},
		{"1e9", 0, 2},
		{"0x7", 0, 2},
		{".5", 0, 2},
		{"1.2.3", 0, 2},
		{"9223372036854775807.9", 0, 1},
		{"Friday, 02-Jan-26 03:04:35 GMT", 30 * time.Second, 2},
		{"Fri Jan  2 03:04:35 2026", 30 * time.Second, 2},
		{"Fri, 02 Jan 1970 03:04:35 GMT", 0, 2},
		{"2147483647", 0, 1},
		{"2147483648", 0, 1},
		{"99999999999", 0, 1},
		{"99999999999999999999999", 0, 1}, // RFC 9110, 10.2.3 has no limit of digits
		{"Fri, 02 Jan 9999 03:04:35 GMT", 0, 1},
	} {
		var c clock
		p := c.policy()
		p.Attempts = 2
		tries := 0
		at := service(t, func(w http.ResponseWriter, _ *http.Request) {
			tries++
			w.Header().Set("Retry-After", tt.header)
			w.WriteHeader(http.StatusTooManyRequests)
		}, client.WithRetry(p))
		if err := get(at); !errors.Is(err, client.ErrTooManyRequests) || tries != tt.tries {
			t.Errorf("Retry-After %q: error %v after %d tries, want %d", tt.header, err, tries, tt.tries)
		}
		if tt.want > 0 && (len(c.sleeps) != 1 || c.sleeps[0] != tt.want) {
			t.Errorf("Retry-After %q: waits %v, want %v", tt.header, c.sleeps, tt.want)
		}
		if tt.tries == 2 && tt.want == 0 && (len(c.sleeps) != 1 || c.sleeps[0] > 500*time.Millisecond) {
			t.Errorf("Retry-After %q: waits %v, want the policy's", tt.header, c.sleeps)
		}
	}
}

func TestNoWaitOutlastsTheDeadline(t *testing.T) {
	p := client.RetryPolicy{Sleep: func(context.Context, time.Duration) error { t.Error("a wait"); return nil }}
	at := service(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "50")
		w.WriteHeader(http.StatusTooManyRequests)
	}, client.WithRetry(p))
	ctx, cancel := context.WithTimeout(context.Background(), 40*time.Second)
	defer cancel()
	if _, err := send(ctx, at, request(at, "GET", "")); !errors.Is(err, client.ErrTooManyRequests) {
		t.Errorf("Send = %v, want what the service said", err)
	}
}

func TestALostConnectionIsRetriedForIdempotentMethods(t *testing.T) {
	for _, tt := range []struct {
		method string
		half   bool // the answer breaks off in its body
		want   int
	}{
		{"GET", false, 4},
		{"DELETE", false, 4},
		{"POST", false, 1},
		{"PATCH", false, 1},
		{"GET", true, 4},
		{"POST", true, 1},
	} {
		var c clock
		var tries atomic.Int32
		at := service(t, func(w http.ResponseWriter, _ *http.Request) {
			tries.Add(1)
			if tt.half {
				w.Header().Set("Content-Length", "100")
				_, _ = w.Write([]byte("{"))
				w.(http.Flusher).Flush()
			}
			panic(http.ErrAbortHandler)
		}, client.WithRetry(c.policy()), client.WithHTTPClient(&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}))
		_, err := send(context.Background(), at, request(at, tt.method, ""))
		if err == nil || int(tries.Load()) != tt.want {
			t.Errorf("%s, half %v: error %v after %d tries, want %d", tt.method, tt.half, err, tries.Load(), tt.want)
		}
	}
}

func TestACancelledWaitEndsTheCall(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	p := client.RetryPolicy{Sleep: func(ctx context.Context, _ time.Duration) error { cancel(); return sleep(ctx, time.Hour) }}
	at := service(t, respond(http.StatusServiceUnavailable, ""), client.WithRetry(p))
	_, err := send(ctx, at, request(at, "GET", ""))
	var e *client.Error
	if !errors.Is(err, context.Canceled) || !errors.As(err, &e) || e.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("Send = %v, want context.Canceled and what it waited for", err)
	}
}

func TestSleepWaits(t *testing.T) {
	if err := sleep(context.Background(), time.Nanosecond); err != nil {
		t.Errorf("sleep = %v", err)
	}
}

func TestOnlyWhatCanPassIsTriedAgain(t *testing.T) {
	for _, tt := range []struct {
		err  error
		want int
	}{
		{io.ErrUnexpectedEOF, 4},
		{io.EOF, 4},
		{&net.OpError{Op: "dial", Err: os.NewSyscallError("connect", syscall.ECONNREFUSED)}, 4},
		{syscall.ECONNRESET, 4},
		{&net.DNSError{IsTemporary: true}, 4},
		{os.ErrDeadlineExceeded, 4},
		{errors.New("http2: client connection lost"), 4},
		{&net.DNSError{IsNotFound: true}, 1},
		{&net.OpError{Op: "dial", Err: &net.DNSError{IsNotFound: true}}, 1},
		{&tls.CertificateVerificationError{Err: errors.New("unknown authority")}, 1},
		{x509.UnknownAuthorityError{}, 1},
		{tls.RecordHeaderError{Msg: "first record does not look like a TLS handshake"}, 1},
		{errors.New("unsupported protocol scheme"), 1},
		{&net.OpError{Op: "remote error", Err: tls.AlertError(42)}, 1},
		{&net.OpError{Op: "local error", Err: tls.AlertError(70)}, 1},
		{&net.OpError{Op: "dial", Err: &net.AddrError{Err: "invalid port", Addr: "99999"}}, 1},
		{x509.HostnameError{Certificate: new(x509.Certificate), Host: "localhost"}, 1},
		{x509.CertificateInvalidError{}, 1},
		{http.ErrSchemeMismatch, 1},
	} {
		var c clock
		tries := 0
		at := New("https://localhost", []client.Option{client.WithRetry(c.policy()), with(func(*http.Request) (*http.Response, error) {
			tries++
			return nil, tt.err
		})})
		if err := get(at); !errors.Is(err, tt.err) || tries != tt.want {
			t.Errorf("%v: %v after %d tries, want %d", tt.err, err, tries, tt.want)
		}
	}
}

// What a network does not know is tried once, by the errors that it really gives.
func TestWhatANetworkDoesNotKnowIsTriedOnce(t *testing.T) {
	secure := httptest.NewTLSServer(respond(http.StatusNoContent, ""))
	t.Cleanup(secure.Close)
	strict := httptest.NewUnstartedServer(respond(http.StatusNoContent, ""))
	strict.TLS = &tls.Config{ClientAuth: tls.RequireAnyClientCert, MinVersion: tls.VersionTLS12, MaxVersion: tls.VersionTLS12}
	for _, s := range []*httptest.Server{secure, strict} {
		s.Config.ErrorLog = log.New(io.Discard, "", 0)
	}
	strict.StartTLS()
	t.Cleanup(strict.Close)
	plain := httptest.NewServer(respond(http.StatusNoContent, ""))
	t.Cleanup(plain.Close)
	trusting := client.WithHTTPClient(strict.Client())
	for base, opt := range map[string]client.Option{
		secure.URL:                  client.WithUserAgent("x"), // whose certificate nobody knows
		strict.URL:                  trusting,                  // that wants one of the client
		"https" + plain.URL[4:]:     client.WithUserAgent("x"),
		"http://127.0.0.1:99999":    client.WithUserAgent("x"),
		"https://localhost:-1":      client.WithUserAgent("x"),
		"https://localhost:no-port": client.WithUserAgent("x"),
	} {
		var c clock
		if err := get(New(base, []client.Option{client.WithRetry(c.policy()), opt})); err == nil || len(c.sleeps) != 0 {
			t.Errorf("%s: %v after %d waits", base, err, len(c.sleeps))
		}
	}
}

func TestARequestThatCannotBeSentIsNotSentAgain(t *testing.T) {
	var c clock
	at := New("http://127.0.0.1:1", []client.Option{client.WithRetry(c.policy())})
	r := request(at, "GET", "")
	r.Header = http.Header{"X-Name": {"a\nb"}}
	if _, err := send(context.Background(), at, r); err == nil || len(c.sleeps) != 0 {
		t.Errorf("Send = %v after %d waits", err, len(c.sleeps))
	}
}
