package odata

import (
	"context"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// threePages answers with the items 1 to 5 on three pages and records requests.
func threePages(t *testing.T, requests *[]string) Resource {
	return gadgets(t, func(w http.ResponseWriter, r *http.Request) {
		*requests = append(*requests, r.URL.RequestURI()+" "+r.Header.Get("Prefer"))
		_, _ = io.WriteString(w, strings.ReplaceAll(map[string]string{
			"":  `{"value":[{"id":"1"},{"id":"2"}],"@odata.nextLink":"http://HOST/v1/gadgets?$skiptoken=a b"}`,
			"a": `{"@odata.nextLink":"gadgets?$skiptoken=b","value":[{"id":"3"},{"id":"4"}]}`,
			"b": `{"@odata.count":5,"value":[{"id":"5"}],"@odata.deltaLink":"/v1/gadgets?$deltatoken=d"}`,
		}[strings.TrimSuffix(r.URL.Query().Get("$skiptoken"), " b")], "HOST", r.Host))
	})
}

func TestListReadsPageAfterPageWithTheSameHeader(t *testing.T) {
	var requests, ids []string
	at := threePages(t, &requests)
	for g, err := range List[*gadget](context.Background(), at, Top(2), Header("Prefer", "x")) {
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
	})
	var got []string
	for g, err := range List[*gadget](context.Background(), at) {
		switch {
		case err == nil:
			got = append(got, g.ID)
		case g == nil && errors.Is(err, ErrNotFound):
			got = append(got, "error")
		}
	}
	if want := []string{"1", "error"}; !slices.Equal(got, want) {
		t.Errorf("List gave %v, want %v", got, want)
	}
}

func TestAPageThatLinksToItselfIsAnError(t *testing.T) {
	requests := 0
	at := gadgets(t, func(w http.ResponseWriter, _ *http.Request) {
		requests++
		_, _ = io.WriteString(w, `{"value":[],"@odata.nextLink":"?$skiptoken=secret"}`)
	})
	var last error
	for _, err := range List[*gadget](context.Background(), at) {
		last = err
	}
	if last == nil || !strings.HasSuffix(last.Error(), "/v1/gadgets: the page links to itself") || requests != 2 {
		t.Errorf("List ended with %v after %d requests, want an error after 2", last, requests)
	}
}

func TestPagesCanBeReadOneByOne(t *testing.T) {
	var requests []string
	ctx := context.Background()
	at := threePages(t, &requests)
	page, err := ListPage[*gadget](ctx, at)
	for err == nil && page.NextLink != "" {
		page, err = ListPage[*gadget](ctx, at, FromLink(page.NextLink))
	}
	if err != nil || page.Count.Or(0) != 5 || len(page.Items) != 1 {
		t.Fatalf("last page %v, %v, want 1 item of 5", page, err)
	}
	if _, err := ListPage[*gadget](ctx, at, Top(1), FromLink(page.DeltaLink)); err != nil {
		t.Fatal(err)
	}
	if got := requests[len(requests)-1]; got != "/v1/gadgets?$deltatoken=d " {
		t.Errorf("the delta link led to %q", got)
	}
}

func TestAPageThatDoesNotFitNamesThePlace(t *testing.T) {
	at := gadgets(t, respond(http.StatusOK, `{"value":[{"id":"1"},{"id":2}]}`))
	_, err := ListPage[*gadget](context.Background(), at)
	if err == nil || !strings.Contains(err.Error(), "/v1/gadgets: decode test.gadget: /value/1/id: want a string") {
		t.Errorf("ListPage = %v, want the place", err)
	}
	at = gadgets(t, respond(http.StatusOK, `{"value":[],"@odata.nextLink":"http://%zz"}`))
	if _, err := ListPage[*gadget](context.Background(), at); err == nil || !strings.Contains(err.Error(), "is not a URL") {
		t.Errorf("ListPage = %v, want the link to be reported", err)
	}
}
