package odata

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestATokenIsAskedForAndSent(t *testing.T) {
	var got string
	at := gadgets(t, func(w http.ResponseWriter, r *http.Request) {
		got = r.Header.Get("Authorization")
		w.WriteHeader(http.StatusNoContent)
	}, WithTokenSource(StaticToken("s3cret")))
	if err := Delete(context.Background(), at); err != nil || got != "Bearer s3cret" {
		t.Errorf("sent Authorization %q, error %v", got, err)
	}
}

func TestATokenSourceThatHasNoneIsAnError(t *testing.T) {
	cause := errors.New("signed out")
	noRequests := WithHTTPClient(&http.Client{Transport: noRequest{t}})
	at := NewClient("https://a.example", noRequests,
		WithTokenSource(TokenFunc(func(context.Context) (string, error) { return "", cause })))
	err := Delete(context.Background(), at)
	if !errors.Is(err, cause) || err.Error() != "odata: DELETE https://a.example: token: signed out" {
		t.Errorf("Delete = %v, want the cause", err)
	}
	at = NewClient("https://a.example", noRequests, WithTokenSource(StaticToken("")))
	if err := Delete(context.Background(), at); err == nil || !strings.HasSuffix(err.Error(), ": token: the source gave none") {
		t.Errorf("Delete = %v, want the token to be reported", err)
	}
}

func TestNoErrorHasTheTokenOrTheQuery(t *testing.T) {
	for _, token := range []string{"s3cret", "s3cret\n"} {
		at := NewClient("http://127.0.0.1:1", WithTokenSource(StaticToken(token)))
		err := Action(context.Background(), at, nil, Filter("s3cret"))
		if err == nil || strings.Contains(err.Error(), "s3cret") || !strings.HasPrefix(err.Error(), "odata: POST http://127.0.0.1:1: ") {
			t.Errorf("Action = %v, want an error with the place alone", err)
		}
	}
}

// noRequest is a transport that must not be used.
type noRequest struct{ t *testing.T }

func (n noRequest) RoundTrip(r *http.Request) (*http.Response, error) {
	n.t.Errorf("a request was made to %s", r.URL)
	return nil, errors.New("no")
}

func TestNoRequestGoesWhereItIsNotAllowed(t *testing.T) {
	secret := WithTokenSource(StaticToken("t"))
	for _, tt := range []struct {
		name, base string
		opts       []Option
		link, want string
	}{
		{"another host", "https://a.example", nil, "https://b.example/x", `host "b.example" is not allowed`},
		{"another port", "https://a.example", nil, "https://a.example:444/x", `host "a.example:444" is not allowed`},
		{"a host under the host", "https://a.example", nil, "https://x.a.example/x", `host "x.a.example" is not allowed`},
		{"a host behind a user", "https://a.example", nil, "https://a.example@b.example/x", `host "b.example" is not allowed`},
		{"a link without a scheme", "https://a.example", nil, "//b.example/x", `host "b.example" is not allowed`},
		{"a token over http", "http://a.example", []Option{secret}, "", "a token is sent over https only"},
		{"a link down to http", "https://a.example", []Option{secret}, "http://a.example/x", "a token is sent over https only"},
		{"a link down to http without a token", "https://a.example", nil, "http://a.example/x", "the base URL is https"},
		{"another scheme", "https://a.example", nil, "ftp://a.example/x", `scheme "ftp" is neither`},
		{"not a URL", "https://a.example", nil, "https://a.example/%zz", "is not a URL"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			opts := append(tt.opts, WithHTTPClient(&http.Client{Transport: noRequest{t}}))
			var call []RequestOption
			if tt.link != "" {
				call = append(call, FromLink(tt.link))
			}
			_, err := ListPage[*gadget](context.Background(), NewClient(tt.base, opts...), call...)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("ListPage = %v, want %q", err, tt.want)
			}
		})
	}
}

func TestRequestsGoWhereTheyAreAllowed(t *testing.T) {
	for _, tt := range []struct {
		base, link string
		opts       []Option
	}{
		{"https://a.example", "https://A.example:443/x", nil},
		{"http://a.example:80", "http://a.example/x", nil},
		{"https://a.example", "https://b.example/x", []Option{WithAllowedHosts("B.example")}},
		{"http://localhost:99", "http://localhost:99/x", []Option{WithTokenSource(StaticToken("t"))}},
		{"http://[::1]:99", "http://[::1]:99/x", []Option{WithTokenSource(StaticToken("t"))}},
	} {
		at := NewClient(tt.base, append(tt.opts, WithHTTPClient(&http.Client{Transport: canned(`{"value":[]}`)}))...)
		if _, err := ListPage[*gadget](context.Background(), at, FromLink(tt.link)); err != nil {
			t.Errorf("from %s to %s: %v", tt.base, tt.link, err)
		}
	}
}

func TestARedirectIsFollowedToAllowedHostsAlone(t *testing.T) {
	var token string
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		token = r.Header.Get("Authorization")
		w.WriteHeader(http.StatusNoContent)
	}))
	defer other.Close()
	host := strings.Replace(strings.TrimPrefix(other.URL, "http://"), "127.0.0.1", "localhost", 1)
	redirect := http.RedirectHandler("http://"+host+"/x", http.StatusFound).ServeHTTP

	at := gadgets(t, redirect, WithTokenSource(StaticToken("t")))
	_, err := Get[*gadget](context.Background(), at)
	if err == nil || !strings.Contains(err.Error(), "host \""+host+"\" is not allowed") || token != "" {
		t.Errorf("Get = %v, token %q, want an error with the host and no request", err, token)
	}

	at = gadgets(t, redirect, WithTokenSource(StaticToken("t")), WithAllowedHosts(host))
	if _, err := Get[*gadget](context.Background(), at); err != nil || token != "Bearer t" {
		t.Errorf("Get = %v, token %q, want the token at an allowed host", err, token)
	}
}

func TestRedirectsEnd(t *testing.T) {
	requests := 0
	at := gadgets(t, func(w http.ResponseWriter, r *http.Request) {
		requests++
		http.Redirect(w, r, r.URL.Path, http.StatusFound)
	})
	_, err := Get[*gadget](context.Background(), at)
	if err == nil || !strings.HasSuffix(err.Error(), "too many redirects") || requests != 10 {
		t.Errorf("Get = %v after %d requests, want too many redirects after 10", err, requests)
	}
	at = gadgets(t, http.RedirectHandler("/x", http.StatusFound).ServeHTTP, WithHTTPClient(&http.Client{
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}))
	var e *Error
	if _, err := Get[*gadget](context.Background(), at); !errors.As(err, &e) || e.StatusCode != http.StatusFound {
		t.Errorf("Get = %v, want the 302 that CheckRedirect asks for", err)
	}
}

func TestABadBaseURLIsReportedByTheCall(t *testing.T) {
	for base, want := range map[string]string{
		"":                      "odata: base URL: want https://host/path",
		"graph.microsoft.com":   "odata: base URL: want https://host/path",
		"https://u:pw@a":        `odata: base URL "https://a": want no user, query or fragment`,
		"https://a/?x=1":        `odata: base URL "https://a/": want no user, query or fragment`,
		"https://u:pw@a/%zz":    `odata: base URL: invalid URL escape "%zz"`,
		"file:///etc/passwords": "odata: base URL: want https://host/path",
	} {
		_, err := Get[*gadget](context.Background(), NewClient(base).Child("x").Key("1"))
		if err == nil || err.Error() != want {
			t.Errorf("base %q: %v, want %s", base, err, want)
		}
	}
}
