package odataclient

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/seed-349153d7/odagen/templates/client"
	"github.com/seed-349153d7/odagen/templates/odata"
)

// threePages answers with the items 1 to 5 on three pages and records requests.
func threePages(t *testing.T, requests *[]string) Resource {
	return gadgets(t, func(w http.ResponseWriter, r *http.Request) {
		*requests = append(*requests, r.URL.RequestURI()+" "+r.Header.Get("Prefer"))
		token := strings.TrimSuffix(r.URL.Query().Get("$skiptoken"), " b")
		w.Header().Set("X-Page", map[string]string{"": "1", "a": "2", "b": "3"}[token])
		_, _ = io.WriteString(w, strings.ReplaceAll(map[string]string{
			"":  `{"value":[{"id":"1"},{"id":"2"}],"@odata.nextLink":"http://HOST/v1/gadgets?$skiptoken=a b"}`,
			"a": `{"@odata.nextLink":"gadgets?$skiptoken=b","value":[{"id":"3"},{"id":"4"}]}`,
			"b": `{"@odata.count":5,"value":[{"id":"5"}],"@odata.deltaLink":"/v1/gadgets?$deltatoken=d"}`,
		}[token], "HOST", r.Host))
	}, nil)
}

func TestListReadsPageAfterPageWithTheSameHeader(t *testing.T) {
	var requests, ids []string
	var delta string
	at := threePages(t, &requests)
	for g, err := range List[*gadget](context.Background(), at, odata.Top(2), client.Header("Prefer", "x"), odata.DeltaLinkTo(&delta)) {
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, g.ID)
	}
	if want := []string{"1", "2", "3", "4", "5"}; !slices.Equal(ids, want) {
		t.Errorf("items %v, want %v", ids, want)
	}
	want := []string{"/v1/gadgets?$top=2 x", "/v1/gadgets?$skiptoken=a%20b x", "/v1/gadgets?$skiptoken=b x"}
	if !slices.Equal(requests, want) {
		t.Errorf("requests %q, want %q", requests, want)
	}
	if !strings.HasPrefix(delta, "http://") || !strings.HasSuffix(delta, "/v1/gadgets?$deltatoken=d") {
		t.Errorf("the delta link is %q", delta)
	}
}

func TestListReadsAPageOnlyWhenItIsWanted(t *testing.T) {
	var requests []string
	list := List[*gadget](context.Background(), threePages(t, &requests))
	if len(requests) != 0 {
		t.Errorf("%d requests before the first item", len(requests))
	}
	for range list {
		break
	}
	for g := range list {
		if g.ID == "2" {
			break
		}
	}
	if len(requests) != 2 {
		t.Errorf("%d requests for the first page twice", len(requests))
	}
}

func TestListEndsWithTheFirstError(t *testing.T) {
	at := gadgets(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.RawQuery != "" {
			http.NotFound(w, r)
			return
		}
		_, _ = io.WriteString(w, `{"value":[{"id":"1"}],"@odata.nextLink":"?x=1"}`)
	}, nil)
	var got []string
	for g, err := range List[*gadget](context.Background(), at) {
		switch {
		case err == nil:
			got = append(got, g.ID)
		case g == nil && errors.Is(err, client.ErrNotFound):
			got = append(got, "error")
		}
	}
	if want := []string{"1", "error"}; !slices.Equal(got, want) {
		t.Errorf("List gave %v, want %v", got, want)
	}
}

func TestLinksInACircleEnd(t *testing.T) {
	for name, tt := range map[string]struct {
		next map[string]string // by query
		want int               // requests
	}{
		"to itself":       {map[string]string{"": "gadgets"}, 1},
		"the second":      {map[string]string{"": "?s3cret=1", "s3cret=1": "?s3cret=1"}, 2},
		"round a corner":  {map[string]string{"": "?a", "a": "?b", "b": "?c", "c": "?b"}, 4},
		"to the first":    {map[string]string{"": "?a", "a": "gadgets"}, 2},
		"another writing": {map[string]string{"": "?a", "a": "/v1/x/../gadgets?a#b"}, 2},
	} {
		requests := 0
		at := gadgets(t, func(w http.ResponseWriter, r *http.Request) {
			if requests++; requests > 10 {
				panic(http.ErrAbortHandler)
			}
			_, _ = io.WriteString(w, `{"value":[],"@odata.nextLink":"`+tt.next[r.URL.RawQuery]+`"}`)
		}, nil)
		var last error
		for _, err := range List[*gadget](context.Background(), at) {
			last = err
		}
		if last == nil || !strings.HasSuffix(last.Error(), "/v1/gadgets: the links of the pages lead in a circle") || requests != tt.want {
			t.Errorf("%s: List ended with %v after %d requests, want an error after %d", name, last, requests, tt.want)
		}
	}
}

func TestPagesCanBeReadOneByOne(t *testing.T) {
	var requests []string
	ctx := context.Background()
	at := threePages(t, &requests)
	page, err := ListPage[*gadget](ctx, at)
	for err == nil && page.NextLink != "" {
		page, err = ListPage[*gadget](ctx, at, odata.FromLink(page.NextLink))
	}
	if err != nil || page.Count.Or(0) != 5 || len(page.Items) != 1 {
		t.Fatalf("last page %v, %v, want 1 item of 5", page, err)
	}
	if _, err := ListPage[*gadget](ctx, at, odata.Top(1), odata.FromLink(page.DeltaLink)); err != nil {
		t.Fatal(err)
	}
	if got := requests[len(requests)-1]; got != "/v1/gadgets?$deltatoken=d " {
		t.Errorf("the delta link led to %q", got)
	}
}

func TestALinkGoesWhereRequestsMayGo(t *testing.T) {
	at := New("https://a.example", client.WithHandler(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		t.Error("a request was made")
	})))
	for link, want := range map[string]string{
		"https://b.example/x":           `host "b.example" is not allowed`,
		"//b.example/x":                 `host "b.example" is not allowed`,
		"https://a.example@b.example/x": `host "b.example" is not allowed`,
		"http://a.example/x":            "the base URL is https",
		"https://a.example/%zz":         "is not a URL",
	} {
		if _, err := ListPage[*gadget](context.Background(), at, odata.FromLink(link)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("from %s: %v, want %q", link, err, want)
		}
	}
}

func TestAPageThatDoesNotFitNamesThePlace(t *testing.T) {
	at := gadgets(t, respond(http.StatusOK, `{"value":[{"id":"1"},{"id":2}]}`), nil)
	_, err := ListPage[*gadget](context.Background(), at)
	if err == nil || !strings.Contains(err.Error(), "/v1/gadgets: decode test.gadget: /value/1/id: want a string") {
		t.Errorf("ListPage = %v, want the place", err)
	}
	at = gadgets(t, respond(http.StatusOK, `{"value":[],"@odata.nextLink":"http://%zz"}`), nil)
	if _, err := ListPage[*gadget](context.Background(), at); err == nil || !strings.Contains(err.Error(), "is not a URL") {
		t.Errorf("ListPage = %v, want the link to be reported", err)
	}
}

// While a page is still on its way its first items are there.
func TestListGivesItemsBeforeThePageHasCome(t *testing.T) {
	read := make(chan bool)
	at := gadgets(t, func(w http.ResponseWriter, r *http.Request) {
		io.WriteString(w, `{"value":[{"id":"1"},`)
		w.(http.Flusher).Flush()
		select {
		case <-read:
			io.WriteString(w, `{"id":"2"}]}`)
		case <-r.Context().Done():
		}
	}, nil)
	var ids []string
	for g, err := range List[*gadget](context.Background(), at) {
		if err != nil {
			t.Fatal(err)
		}
		if ids = append(ids, g.ID); len(ids) == 1 {
			read <- true
		}
	}
	if fmt.Sprint(ids) != "[1 2]" {
		t.Errorf("items %v", ids)
	}
}

func TestListEndsWhenItsContextDoes(t *testing.T) {
	at := gadgets(t, func(w http.ResponseWriter, r *http.Request) {
		io.WriteString(w, `{"value":[{"id":"1"},`)
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	}, nil)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	var last error
	for _, err := range List[*gadget](ctx, at) {
		last = err
		cancel()
	}
	if !errors.Is(last, context.Canceled) {
		t.Errorf("List ended with %v", last)
	}
}

// A page that breaks off before its first item is asked for again; after it, the
// items would come twice.
func TestListAsksAgainOnlyBeforeTheFirstItem(t *testing.T) {
	for text, want := range map[string]int{`{"value":[`: 2, `{"value":[{"id":"1"},`: 1} {
		requests := 0
		at := gadgets(t, func(w http.ResponseWriter, _ *http.Request) {
			if requests++; requests == 2 {
				io.WriteString(w, `{"value":[{"id":"1"}]}`)
				return
			}
			w.Header().Set("Content-Length", "1000")
			io.WriteString(w, text)
		}, nil, client.WithRetry(client.RetryPolicy{Sleep: func(context.Context, time.Duration) error { return nil }}))
		var last error
		items := 0
		for _, err := range List[*gadget](context.Background(), at) {
			if last = err; err == nil {
				items++
			}
		}
		if requests != want || items != 1 || (last == nil) != (want == 2) {
			t.Errorf("%s: %d requests, %d items, %v", text, requests, items, last)
		}
	}
}

func TestListHoldsTheLimitOfAnAnswer(t *testing.T) {
	body := `{"value":[{"id":"1"},{"id":"2"}` + strings.Repeat(" ", 5000) + `]}`
	for _, limit := range []int64{10, 1000, int64(len(body)) - 1, int64(len(body)), math.MaxInt64} {
		at := gadgets(t, func(w http.ResponseWriter, _ *http.Request) {
			w.(http.Flusher).Flush() // so that no length is announced
			io.WriteString(w, body)
		}, nil, client.WithMaxResponse(limit))
		var last error
		for _, err := range List[*gadget](context.Background(), at) {
			last = err
		}
		if whole := limit >= int64(len(body)); whole != (last == nil) || !whole && !strings.Contains(last.Error(), fmt.Sprintf("longer than %d bytes", limit)) {
			t.Errorf("limit %d: %v", limit, last)
		}
	}
}

func TestACollectionIsCounted(t *testing.T) {
	ctx := context.Background()
	var got string
	at := gadgets(t, respond(http.StatusOK, "4", "Content-Type", "text/plain"), func(r seen) { got = r.line })
	if n, err := at.Count(ctx, odata.Filter("Big gt 5")); err != nil || n != 4 || got != "GET /v1/gadgets/$count?$filter=Big%20gt%205 Accept=text/plain Odata-Maxversion=4.0 User-Agent=odagen" {
		t.Errorf("Count = %d, %v, sent %s", n, err, got)
	}
	for body, want := range map[string]int64{"\ufeff 12\r\n": 12, "0": 0, "9007199254740993": 9007199254740993, "-1": -1, "": -1, "many": -1, "1.0": -1} {
		n, err := gadgets(t, respond(http.StatusOK, body), nil).Count(ctx)
		if want >= 0 && (err != nil || n != want) || want < 0 && (err == nil || n != 0 || !strings.Contains(err.Error(), "/v1/gadgets/$count: decode want a number of entities")) {
			t.Errorf("%q: Count = %d, %v", body, n, err)
		}
	}
}
