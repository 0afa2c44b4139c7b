package transport

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/seed-349153d7/odagen/templates/client"
	"github.com/seed-349153d7/odagen/templates/internal/brief"
)

// LostError is a request that got no answer, or half of one.
type LostError struct{ Err error }

// Error returns what the cause does, of which a service can have said a part.
func (e *LostError) Error() string { return brief.Line(e.Err.Error()) }

// Unwrap returns the cause.
func (e *LostError) Unwrap() error { return e.Err }

// now returns the time of the policy.
func now(p *client.RetryPolicy) time.Time {
	if p.Now != nil {
		return p.Now()
	}
	return time.Now()
}

// wait waits before the next attempt. It returns false when there is none
// after the attempt that ended with err.
func wait(ctx context.Context, p *client.RetryPolicy, attempt int, method string, err error) (again bool, ctxErr error) {
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
	var e *client.Error
	if errors.As(err, &e) && e.RetryAfter > 0 {
		if e.RetryAfter > maxDelay {
			return false, nil
		}
		delay = e.RetryAfter
	}
	if end, ok := ctx.Deadline(); ok && now(p).Add(delay).After(end) {
		return false, nil
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

// idempotent are the methods of which a second request does nothing that the first
// has not done (RFC 9110, 9.2.2).
var idempotent = map[string]bool{
	http.MethodGet: true, http.MethodHead: true, http.MethodPut: true, http.MethodDelete: true,
	http.MethodOptions: true, http.MethodTrace: true, "QUERY": true,
}

func retryable(method string, err error) bool {
	var e *client.Error
	if errors.As(err, &e) {
		switch e.StatusCode {
		case http.StatusTooManyRequests, http.StatusServiceUnavailable:
			return true
		case http.StatusGatewayTimeout:
			return idempotent[method]
		}
		return false
	}
	var lost *LostError
	return idempotent[method] && errors.As(err, &lost) && passing(lost.Err)
}

// passing reports whether what a connection failed of can be over the next time: that
// it broke, that nobody was there. A certificate, a redirect or a header field that is
// not good stays so.
func passing(err error) bool {
	var refused *refusal
	var untrusted *tls.CertificateVerificationError
	var unknown x509.UnknownAuthorityError
	var record tls.RecordHeaderError
	if errors.As(err, &refused) || errors.As(err, &untrusted) || errors.As(err, &unknown) || errors.As(err, &record) {
		return false
	}
	var netErr net.Error
	var op *net.OpError
	var address *net.AddrError
	var dns *net.DNSError
	var errno syscall.Errno
	switch {
	case errors.As(err, &dns):
		return dns.IsTemporary || dns.IsTimeout
	case errors.As(err, &address): // such as a port that is none
		return false
	case errors.As(err, &op) && (op.Op == "remote error" || op.Op == "local error"): // of TLS
		return false
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, net.ErrClosed):
		return true
	case errors.As(err, &op), errors.As(err, &errno):
		return true
	case errors.As(err, &netErr):
		return netErr.Timeout()
	}
	// The errors of HTTP/2 that say it have no type that the standard library exports.
	text := err.Error()
	return strings.Contains(text, "server closed idle connection") || strings.HasPrefix(text, "http2:") ||
		strings.HasPrefix(text, "stream error:") || strings.Contains(text, "connection broken")
}

// RetryAfter returns what the header Retry-After asks for, in seconds or as a
// date; 0 when there is none that can be read. What is longer than a time.Duration can
// tell is the longest of these.
func RetryAfter(h http.Header, now time.Time) time.Duration {
	text := h.Get("Retry-After")
	if text == "" {
		return 0
	}
	const longest = 1<<63 - 1
	if whole, fraction, _ := strings.Cut(text, "."); strings.Trim(whole+fraction, "0123456789") == "" && whole != "" {
		seconds, err := strconv.ParseInt(whole, 10, 64)
		if strings.Trim(fraction, "0") != "" { // no service has it from RFC 9110, and some send it
			seconds += min(1, longest-seconds)
		}
		if err != nil || seconds > longest/int64(time.Second) {
			return longest
		}
		return time.Duration(seconds) * time.Second
	}
	date, err := http.ParseTime(text)
	if err != nil {
		return 0
	}
	return max(0, date.Sub(now))
}
