package transport

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/seed-349153d7/odagen/templates/client"
)

// carrier is a transport that answers all requests in the same way.
type carrier func(*http.Request) (*http.Response, error)

func (c carrier) RoundTrip(r *http.Request) (*http.Response, error) { return c(r) }

// with is the option of a client whose requests are carried by c.
func with(c carrier) client.Option { return client.WithHTTPClient(&http.Client{Transport: c}) }

// unused is a transport that must not be used.
func unused(t *testing.T) client.Option {
	return with(func(r *http.Request) (*http.Response, error) {
		t.Errorf("a request was made to %s", r.URL)
		return nil, errors.New("no")
	})
}

// empty is a transport that answers without content.
func empty(r *http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: http.StatusNoContent, Header: http.Header{}, Body: http.NoBody, Request: r}, nil
}

// sendTo makes a request to a URL.
func sendTo(t *testing.T, c *Client, to string) error {
	t.Helper()
	u, err := url.Parse(to)
	if err != nil {
		t.Fatal(err)
	}
	_, err = send(context.Background(), c, &Request{Method: "GET", URL: u, All: true})
	return err
}

func TestNoRequestGoesWhereItIsNotAllowed(t *testing.T) {
	token := client.WithTokenSource(client.StaticToken("t"))
	key := client.WithAPIKey("query", "key", "s3cret")
	for _, tt := range []struct {
		name, base string
		opts       []client.Option
		to, want   string
	}{
		{"another host", "https://a.example", nil, "https://b.example/x", `host "b.example" is not allowed`},
		{"another port", "https://a.example", nil, "https://a.example:444/x", `host "a.example:444" is not allowed`},
		{"a host under the host", "https://a.example", nil, "https://x.a.example/x", `host "x.a.example" is not allowed`},
		{"a host behind a user", "https://a.example", nil, "https://a.example@b.example/x", `host "b.example" is not allowed`},
		{"a token over http", "http://a.example", []client.Option{token}, "http://a.example/x", "a token is sent over https only"},
		{"a key over http", "http://a.example", []client.Option{key}, "http://a.example/x", "a token is sent over https only"},
		{"down to http", "https://a.example", []client.Option{token}, "http://a.example/x", "a token is sent over https only"},
		{"down to http without a token", "https://a.example", nil, "http://a.example/x", "the base URL is https"},
		{"another scheme", "https://a.example", nil, "ftp://a.example/x", `scheme "ftp" is neither`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := New(tt.base, append(tt.opts, unused(t)))
			if err := sendTo(t, c, tt.to); err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "s3cret") {
				t.Errorf("Send = %v, want %q", err, tt.want)
			}
		})
	}
}

func TestRequestsGoWhereTheyAreAllowed(t *testing.T) {
	token := client.WithTokenSource(client.StaticToken("t"))
	for _, tt := range []struct {
		base, to string
		opts     []client.Option
	}{
		{"https://a.example", "https://A.example:443/x", nil},
		{"http://a.example:80", "http://a.example/x", nil},
		{"https://a.example", "https://b.example/x", []client.Option{client.WithAllowedHosts("B.example")}},
		{"http://localhost:99", "http://localhost:99/x", []client.Option{token}},
		{"http://[::1]:99", "http://[::1]:99/x", []client.Option{token}},
	} {
		if err := sendTo(t, New(tt.base, append(tt.opts, with(empty))), tt.to); err != nil {
			t.Errorf("from %s to %s: %v", tt.base, tt.to, err)
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
	secret := client.WithTokenSource(client.StaticToken("t"))

	err := get(service(t, redirect, secret))
	if err == nil || !strings.Contains(err.Error(), "host \""+host+"\" is not allowed") || token != "" {
		t.Errorf("Send = %v, token %q, want an error with the host and no request", err, token)
	}
	if err := get(service(t, redirect, secret, client.WithAllowedHosts(host))); err != nil || token != "Bearer t" {
		t.Errorf("Send = %v, token %q, want the token at an allowed host", err, token)
	}
}

// A key in a header field of its own goes along with a redirect: net/http does not know
// that it is a secret.
func TestAKeyFollowsNoRedirectToHTTP(t *testing.T) {
	c := New("http://localhost:99", []client.Option{
		client.WithAPIKey("header", "X-Key", "s3cret"), client.WithAllowedHosts("b.example"),
		with(func(r *http.Request) (*http.Response, error) {
			if r.URL.Hostname() != "localhost" {
				t.Errorf("a request was made to %s with the key %q", r.URL, r.Header.Get("X-Key"))
			}
			resp, err := empty(r)
			resp.StatusCode, resp.Header = http.StatusFound, http.Header{"Location": {"http://b.example/x"}}
			return resp, err
		}),
	})
	if err := get(c); err == nil || !strings.Contains(err.Error(), "over https only") {
		t.Errorf("Send = %v", err)
	}
}

func TestRedirectsEnd(t *testing.T) {
	requests := 0
	c := service(t, func(w http.ResponseWriter, r *http.Request) {
		requests++
		http.Redirect(w, r, r.URL.Path, http.StatusFound)
	})
	if err := get(c); err == nil || !strings.HasSuffix(err.Error(), "too many redirects") || requests != 10 {
		t.Errorf("Send = %v after %d requests, want too many redirects after 10", err, requests)
	}
	c = service(t, http.RedirectHandler("/x", http.StatusFound).ServeHTTP, client.WithHTTPClient(&http.Client{
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}))
	var e *client.Error
	if err := get(c); !errors.As(err, &e) || e.StatusCode != http.StatusFound {
		t.Errorf("Send = %v, want the 302 that CheckRedirect asks for", err)
	}
}

// net/http makes a GET of a change that is answered with 301, 302 or 303: what the GET
// answers would be the success of a change that did not happen.
func TestARedirectThatMakesAGetOfAChangeIsAnError(t *testing.T) {
	for _, status := range []int{301, 302, 303} {
		for _, method := range []string{"POST", "PUT", "PATCH", "DELETE"} {
			var methods []string
			c := service(t, func(w http.ResponseWriter, r *http.Request) {
				methods = append(methods, r.Method)
				_, _ = io.Copy(io.Discard, r.Body)
				http.Redirect(w, r, "/login", status)
			})
			_, err := send(context.Background(), c, request(c, method, "{}"))
			if err == nil || !strings.HasSuffix(err.Error(), "the answer is a redirect that makes a GET of a "+method) || len(methods) != 1 {
				t.Errorf("%s, %d: %v after %v", method, status, err, methods)
			}
		}
	}
}
