package odataclient

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/seed-349153d7/odagen/templates/client"
)

// bare answers as carriers do that are made for a test: with a status and a body alone.
type bare string

func (b bare) RoundTrip(*http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(strings.NewReader(string(b)))}, nil
}

func TestPagesNeedNotKnowTheirRequest(t *testing.T) {
	c := New("https://localhost/v1", client.WithHTTPClient(&http.Client{Transport: bare(`{"value":[{"id":"1"}],"@odata.nextLink":"x"}`)}))
	n := 0
	for _, err := range List[*gadget](context.Background(), c.Child("gadgets")) {
		if n++; err != nil && !strings.HasSuffix(err.Error(), "circle") {
			t.Error(err)
		}
	}
	page, err := ListPage[*gadget](context.Background(), c.Child("gadgets"))
	if n != 3 || err != nil || page.NextLink != "https://localhost/v1/x" {
		t.Errorf("%d items, page %+v, %v", n, page, err)
	}
}
