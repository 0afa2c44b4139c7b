package odata

import (
	"context"
	"crypto/tls"
	"errors"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// clock is a clock that moves when somebody sleeps.
type clock struct {
	now    time.Time
	sleeps []time.Duration
}

func (c *clock) policy() RetryPolicy {
	c.now = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	return RetryPolicy{
		Now: func() time.Time { return c.now },
		Sleep: func(ctx context.Context, d time.Duration) error {
			c.sleeps = append(c.sleeps, d)
			c.now = c.now.Add(d)
			return ctx.Err()
		},
	}
}

func TestRetryDependsOnStatusAndMethod(t *testing.T) {
	ctx := context.Background()
	get := func(at Resource) error { _, err := Get[*gadget](ctx, at); return err }
	post := func(at Resource) error { return Action(ctx, at, &gadget{Kind: "x"}) }
	for _, tt := range []struct {
		name   string
		do     func(Resource) error
		status int
		want   int // attempts
	}{
		{"get 429", get, 429, 4},
		{"post 429", post, 429, 4},
		{"get 503", get, 503, 4},
		{"post 503", post, 503, 4},
		{"get 504", get, 504, 4},
		{"post 504", post, 504, 1},
		{"get 500", get, 500, 1},
		{"get 404", get, 404, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var c clock
			attempts := 0
			at := gadgets(t, func(w http.ResponseWriter, r *http.Request) {
				if attempts++; r.Method == http.MethodPost && !strings.HasSuffix(wire(r), `"kind":"x"}`) {
					t.Error("an attempt came without the body")
				}
				w.WriteHeader(tt.status)
			}, WithRetry(c.policy()))
			var e *Error
			if err := tt.do(at); !errors.As(err, &e) || e.StatusCode != tt.status {
				t.Errorf("error %v, want status %d", err, tt.status)
			}
			if attempts != tt.want || len(c.sleeps) != tt.want-1 {
				t.Errorf("%d attempts and %d waits, want %d attempts", attempts, len(c.sleeps), tt.want)
			}
		})
	}
}

func TestRetryStopsWhenTheServiceAnswers(t *testing.T) {
	var c clock
	attempts := 0
	at := gadgets(t, func(w http.ResponseWriter, _ *http.Request) {
		if attempts++; attempts < 3 {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		_, _ = w.Write([]byte(`{"id":"1"}`))
	}, WithRetry(c.policy()))
	if g, err := Get[*gadget](context.Background(), at); err != nil || g.ID != "1" {
		t.Errorf("Get = %v, %v, want the third answer", g, err)
	}
}

func TestWaitsDoubleUpToTheLimitLessAtMostHalf(t *testing.T) {
	var c clock
	p := c.policy()
	p.Attempts, p.MinDelay, p.MaxDelay = 70, time.Second, 5*time.Second
	at := gadgets(t, respond(http.StatusServiceUnavailable, ""), WithRetry(p))
	_ = Delete(context.Background(), at)
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
	} {
		var c clock
		p := c.policy()
		p.Attempts = 2
		tries := 0
		at := gadgets(t, func(w http.ResponseWriter, _ *http.Request) {
			tries++
			w.Header().Set("Retry-After", tt.header)
			w.WriteHeader(http.StatusTooManyRequests)
		}, WithRetry(p))
		err := Delete(context.Background(), at)
		if !errors.Is(err, ErrTooManyRequests) || tries != tt.tries {
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
		at := gadgets(t, func(w http.ResponseWriter, _ *http.Request) {
			tries.Add(1)
			if tt.half {
				w.Header().Set("Content-Length", "100")
				_, _ = w.Write([]byte("{"))
				w.(http.Flusher).Flush()
			}
			panic(http.ErrAbortHandler)
		}, WithRetry(c.policy()), WithHTTPClient(&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}))
		_, err := at.exchange(context.Background(), tt.method, nil, new(gadget), nil)
		if err == nil || int(tries.Load()) != tt.want {
			t.Errorf("%s, half %v: error %v after %d tries, want %d", tt.method, tt.half, err, tries.Load(), tt.want)
		}
	}
}

func TestACancelledWaitEndsTheCall(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	p := RetryPolicy{Sleep: func(ctx context.Context, _ time.Duration) error { cancel(); return sleep(ctx, time.Hour) }}
	at := gadgets(t, respond(http.StatusServiceUnavailable, ""), WithRetry(p))
	err := Delete(ctx, at)
	var e *Error
	if !errors.Is(err, context.Canceled) || !errors.As(err, &e) || e.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("Delete = %v, want context.Canceled and what it waited for", err)
	}
}

func TestSleepWaits(t *testing.T) {
	if err := sleep(context.Background(), time.Nanosecond); err != nil {
		t.Errorf("sleep = %v", err)
	}
}

func TestAnUntrustedCertificateIsNotRetried(t *testing.T) {
	var c clock
	at := NewClient("https://localhost", WithRetry(c.policy()), WithHTTPClient(&http.Client{Transport: untrusted{}}))
	if err := Delete(context.Background(), at); err == nil || len(c.sleeps) != 0 {
		t.Errorf("Delete = %v after %d waits, want none", err, len(c.sleeps))
	}
}

// untrusted is a transport that does not trust the server.
type untrusted struct{}

func (untrusted) RoundTrip(*http.Request) (*http.Response, error) {
	return nil, &tls.CertificateVerificationError{Err: errors.New("unknown authority")}
}
