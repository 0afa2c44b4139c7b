package client

import (
	"context"
	"time"
)

// RetryPolicy says which requests are sent again, and when.
//
// Answers with status 429 and 503 are tried again whatever the method: the
// service did not take the request. Those with 504, and requests that got no
// answer, are tried again when the method is idempotent (RFC 9110, 9.2.2). What can
// never succeed is not: a certificate that is not trusted, a request that cannot be
// sent. Content that streams is sent once. The wait is what Retry-After says, else grows
// from MinDelay to MaxDelay by doubling, less a random part of up to half. There is none
// that would outlast the deadline of the context.
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
