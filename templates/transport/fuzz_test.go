package transport

import (
	"math/big"
	"net/http"
	"testing"
	"time"
)

// FuzzRetryAfter looks for header fields that make a wait of none, or of another length
// than they say.
func FuzzRetryAfter(f *testing.F) {
	for _, seed := range []string{"0", "7", "1.5", "2147483648", "99999999999999999999", "Fri, 02 Jan 2026 03:04:35 GMT", "Fri, 02 Jan 1970 03:04:35 GMT", "soon", "-1", "1e9", "", " 7", "9223372036", "9223372037", "9223372036854775807.5"} {
		f.Add(seed)
	}
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	f.Fuzz(func(t *testing.T, text string) {
		got := RetryAfter(http.Header{"Retry-After": {text}}, now)
		if got < 0 {
			t.Fatalf("%q is a wait of %v", text, got)
		}
		seconds, ok := new(big.Int).SetString(text, 10)
		if !ok || seconds.Sign() < 0 || text[0] == '-' || text[0] == '+' {
			return
		}
		want := new(big.Int).Mul(seconds, big.NewInt(int64(time.Second)))
		if limit := big.NewInt(1<<63 - 1); want.Cmp(limit) > 0 {
			want = limit
		}
		if int64(got) != want.Int64() {
			t.Errorf("%q is a wait of %v, want %v", text, got, time.Duration(want.Int64()))
		}
	})
}
