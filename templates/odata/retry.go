package odata

import (
	"context"
	"crypto/tls"
	"errors"
	"math/rand/v2"
	"net/http"
	"strconv"
	"time"
)

// RetryPolicy says which requests are sent again, and when.
//
// Answers with status 429 and 503 are tried again whatever the method: the
// service did not take the request. Those with 504, and requests that got no
// answer, are tried again when the method is idempotent: GET, PUT and DELETE.
// The wait is what Retry-After says, else grows from MinDelay to MaxDelay by
// doubling, less a random part of up to half.
type RetryPolicy struct {
	// Attempts is how often a request is sent at most; 1 is once. The default
	// is 4.
	Attempts int
	// MinDelay is the wait before the second attempt; the default is 500 ms.
	MinDelay time.Duration
	// MaxDelay is the longest wait; the default is 1 minute. When the service
	// asks for a longer one, its error is returned instead.
	MaxDelay time.Duration

	// Sleep waits until d has passed or ctx is done, and returns the error of
	// ctx. The default takes the time it takes; tests replace it.
	Sleep func(ctx context.Context, d time.Duration) error
	// Now is the clock that dates in Retry-After are compared with; the default
	// is time.Now.
	Now func() time.Time
}

func (p *RetryPolicy) now() time.Time {
	if p.Now != nil {
		return p.Now()
	}
	return time.Now()
}

// wait waits before the next attempt. It returns false when there is none
// after the attempt that ended with err.
func (p *RetryPolicy) wait(ctx context.Context, attempt int, method string, err error) (again bool, ctxErr error) {
	if attempt >= positive(p.Attempts, 4) || ctx.Err() != nil || !retryable(method, err) {
		return false, nil
	}
	minDelay := positive(p.MinDelay, 500*time.Millisecond)
	maxDelay := positive(p.MaxDelay, time.Minute)
	delay := maxDelay
	if n := attempt - 1; minDelay < maxDelay>>n {
		delay = minDelay << n
	}
	delay -= rand.N(delay/2 + 1)
	var e *Error
	if errors.As(err, &e) && e.RetryAfter > 0 {
		if e.RetryAfter > maxDelay {
			return false, nil
		}
		delay = e.RetryAfter
	}
	if p.Sleep != nil {
		return true, p.Sleep(ctx, delay)
	}
	return true, sleep(ctx, delay)
}

func positive[N int | time.Duration](n, otherwise N) N {
	if n > 0 {
		return n
	}
	return otherwise
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func retryable(method string, err error) bool {
	idempotent := method != http.MethodPost && method != http.MethodPatch
	var e *Error
	if errors.As(err, &e) {
		switch e.StatusCode {
		case http.StatusTooManyRequests, http.StatusServiceUnavailable:
			return true
		case http.StatusGatewayTimeout:
			return idempotent
		}
		return false
	}
	var lost *lostError
	var untrusted *tls.CertificateVerificationError
	var refused *refusal
	return idempotent && errors.As(err, &lost) && !errors.As(err, &untrusted) && !errors.As(err, &refused)
}

// lostError is a request that got no answer, or half of one.
type lostError struct{ err error }

func (e *lostError) Error() string { return e.err.Error() }
func (e *lostError) Unwrap() error { return e.err }

// retryAfter returns what the header Retry-After asks for, in seconds or as a
// date; 0 when there is none that can be read.
func retryAfter(h http.Header, now time.Time) time.Duration {
	text := h.Get("Retry-After")
	if text == "" {
		return 0
	}
	if seconds, err := strconv.ParseUint(text, 10, 31); err == nil {
		return time.Duration(seconds) * time.Second
	}
	date, err := http.ParseTime(text)
	if err != nil {
		return 0
	}
	return max(0, date.Sub(now))
}
