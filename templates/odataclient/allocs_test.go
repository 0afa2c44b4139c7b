package odataclient

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/seed-349153d7/odagen/templates/api"
	"github.com/seed-349153d7/odagen/templates/client"
	"github.com/seed-349153d7/odagen/templates/internal/buffer"
	"github.com/seed-349153d7/odagen/templates/wire"
)

// canned is a transport that answers each request in the same way.
type canned string

func (c canned) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body != nil {
		_, _ = io.Copy(io.Discard, r.Body)
		_ = r.Body.Close()
	}
	return &http.Response{
		StatusCode:    http.StatusOK,
		Header:        http.Header{"Content-Type": {"application/json"}},
		ContentLength: int64(len(c)),
		Body:          io.NopCloser(strings.NewReader(string(c))),
		Request:       r,
	}, nil
}

func TestACallAllocatesLittleMoreThanNetHTTP(t *testing.T) {
	ctx := context.Background()
	h := &http.Client{Transport: canned(`{"id":"1","name":"a"}`)}
	at := NewSegments("https://localhost/v1", client.WithHTTPClient(h), client.WithTokenSource(client.StaticToken("t"))).Child("gadgets")
	body := &gadget{Name: api.Some("a"), Kind: "x"}
	var buf bytes.Buffer
	byHand := testing.AllocsPerRun(100, func() {
		text, _ := wire.Marshal(body)
		req, _ := http.NewRequestWithContext(ctx, http.MethodPatch, "https://localhost/v1/gadgets/"+strconv.Itoa(1), bytes.NewReader(text))
		req.Header.Set("Accept", "application/json")
		req.Header.Set("Content-Type", "application/json")
		req.Header.Set("User-Agent", "odagen")
		req.Header.Set("Authorization", "Bearer t")
		resp, err := h.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		buf.Reset()
		_, _ = buf.ReadFrom(resp.Body)
		_ = resp.Body.Close()
		if err := wire.Unmarshal(buf.Bytes(), new(gadget)); err != nil {
			t.Fatal(err)
		}
	})
	ours := testing.AllocsPerRun(100, func() {
		if _, err := Update(ctx, at.Key("1"), body); err != nil {
			t.Fatal(err)
		}
	})
	t.Logf("ours %v, by hand %v", ours, byHand)
	if ours > byHand+2 && !raceEnabled() {
		t.Errorf("a call allocates %v times, by hand %v", ours, byHand)
	}
}

// raceEnabled reports whether sync.Pool forgets at random, as it does under the
// race detector.
func raceEnabled() bool {
	return testing.AllocsPerRun(1, func() {
		for range 100 {
			buffer.New().Free()
		}
	}) > 0
}
