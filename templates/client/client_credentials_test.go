package client

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

// authorization returns credentials for a server that answers with answer.
func authorization(t *testing.T, answer http.HandlerFunc) *ClientCredentials {
	t.Helper()
	srv := httptest.NewServer(answer)
	t.Cleanup(srv.Close)
	return &ClientCredentials{TokenURL: srv.URL, ID: "id:1", Secret: "s3c/ret"}
}

func TestClientCredentialsAskAsOAuthHasIt(t *testing.T) {
	var form, user, password string
	c := authorization(t, func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		form = r.PostForm.Encode()
		user, password, _ = r.BasicAuth()
		_, _ = io.WriteString(w, `{"access_token":"t","token_type":"Bearer"}`)
	})
	c.Scopes = []string{"a", "b"}
	token, err := c.Token(context.Background())
	if err != nil || token != "t" {
		t.Fatalf("Token = %q, %v", token, err)
	}
	if form != "grant_type=client_credentials&scope=a+b" || user != "id%3A1" || password != "s3c%2Fret" {
		t.Errorf("asked with %s as %s, %s", form, user, password)
	}
}

func TestATokenIsKeptUntilShortlyBeforeItExpires(t *testing.T) {
	for expires, want := range map[string]int{ // requests for two tokens
		``:                            1,
		`,"expires_in":3600`:          1,
		`,"expires_in":"3600"`:        1,
		`,"expires_in":3600.5`:        1,
		`,"expires_in":1.5`:           2,
		`,"expires_in":0`:             2,
		`,"expires_in":-1`:            2,
		`,"expires_in":30`:            2, // within the time in which it is replaced
		`,"expires_in":null`:          1,
		`,"expires_in":"later"`:       1,
		`,"expires_in":1e400`:         1,
		`,"expires_in":1e18`:          1,
		`,"expires_in":` + maxInt64:   1,
		`,"expires_in":9` + maxInt64:  1,
		`,"expires_in":31536000000.5`: 1,
	} {
		requests := 0
		c := authorization(t, func(w http.ResponseWriter, _ *http.Request) {
			requests++
			_, _ = io.WriteString(w, `{"access_token":"t","token_type":"bearer"`+expires+`}`)
		})
		for range 2 {
			if token, err := c.Token(context.Background()); err != nil || token != "t" {
				t.Errorf("%s: Token = %q, %v", expires, token, err)
			}
		}
		if requests != want {
			t.Errorf("%s: %d requests, want %d", expires, requests, want)
		}
	}
}

const maxInt64 = "9223372036854775807"

func TestOneRequestForATokenServesAllWhoWait(t *testing.T) {
	requests := 0
	asked, release := make(chan struct{}), make(chan struct{})
	c := authorization(t, func(w http.ResponseWriter, _ *http.Request) {
		requests++
		close(asked)
		<-release
		_, _ = io.WriteString(w, `{"access_token":"t","token_type":"bearer","expires_in":3600}`)
	})
	var all sync.WaitGroup
	for range 10 {
		all.Go(func() {
			if token, err := c.Token(context.Background()); err != nil || token != "t" {
				t.Errorf("Token = %q, %v", token, err)
			}
		})
	}
	<-asked

	// Who waits for the request of another heeds the own context.
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := c.Token(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("Token = %v while another asks, want context.Canceled", err)
	}
	close(release)
	all.Wait()
	if requests != 1 {
		t.Errorf("%d requests, want 1", requests)
	}
}

// A request that fails for the context of its caller is no answer to the others.
func TestTheNextInLineAsksWhenTheFirstGivesUp(t *testing.T) {
	asked := make(chan struct{}, 2)
	first := make(chan struct{})
	c := authorization(t, func(w http.ResponseWriter, r *http.Request) {
		asked <- struct{}{}
		select {
		case <-first:
		case <-r.Context().Done():
			return
		}
		_, _ = io.WriteString(w, `{"access_token":"t","token_type":"bearer"}`)
	})
	ctx, cancel := context.WithCancel(context.Background())
	gaveUp := make(chan error, 1)
	go func() { _, err := c.Token(ctx); gaveUp <- err }()
	<-asked
	got := make(chan string, 1)
	go func() { token, _ := c.Token(context.Background()); got <- token }()
	cancel()
	if err := <-gaveUp; !errors.Is(err, context.Canceled) {
		t.Errorf("the first = %v, want context.Canceled", err)
	}
	<-asked
	close(first)
	if token := <-got; token != "t" {
		t.Errorf("the second has the token %q", token)
	}
}

func TestASecretFollowsNoRedirect(t *testing.T) {
	reached := false
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached = true }))
	defer other.Close()
	for _, status := range []int{http.StatusFound, http.StatusTemporaryRedirect} {
		c := authorization(t, http.RedirectHandler(other.URL, status).ServeHTTP)
		c.HTTPClient = other.Client()
		if _, err := c.Token(context.Background()); err == nil || reached {
			t.Errorf("%d: Token = %v, followed %v", status, err, reached)
		}
	}
}

func TestASecretIsSentOverHTTPSOnly(t *testing.T) {
	c := &ClientCredentials{TokenURL: "http://a.example/token", Secret: "s3cret"}
	if _, err := c.Token(context.Background()); err == nil || err.Error() != "a secret is sent over https only" {
		t.Errorf("Token = %v", err)
	}
}

func TestAnAnswerWithoutATokenSaysWhy(t *testing.T) {
	for body, want := range map[string]string{
		`{"error":"invalid_client"}`:                "the authorization server answered 401 Unauthorized invalid_client",
		`{"error":"a\nb` + "\u202e" + `"}`:          "the authorization server answered 401 Unauthorized a b\\u202e",
		`<html>`:                                    "the authorization server answered 401 Unauthorized without a token",
		`{"access_token":"t","token_type":"mac"}`:   `the authorization server gave a token of the type "mac"`,
		`{"access_token":"t"}`:                      `the authorization server gave a token of the type ""`,
		`{"access_token":"","token_type":"bearer"}`: "the authorization server answered 401 Unauthorized",
	} {
		c := authorization(t, func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusUnauthorized)
			_, _ = io.WriteString(w, body)
		})
		if _, err := c.Token(context.Background()); err == nil || err.Error() != want {
			t.Errorf("%s: Token = %v, want %s", body, err, want)
		}
	}
}

// Only an answer of success has a token, whatever another says.
func TestATokenIsThatOfASuccess(t *testing.T) {
	for _, status := range []int{201, 204, 302, 307, 400, 500} {
		c := authorization(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", "https://elsewhere.example/")
			w.WriteHeader(status)
			_, _ = io.WriteString(w, `{"access_token":"t","token_type":"bearer"}`)
		})
		if token, err := c.Token(context.Background()); err == nil {
			t.Errorf("%d gives the token %q", status, token)
		}
	}
	c := &ClientCredentials{TokenURL: "https://localhost/", HTTPClient: &http.Client{Transport: carrier(func(*http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: 500, Status: "500 \x1b[2J\nINFO", Body: io.NopCloser(strings.NewReader(`{"error":"x"}`))}, nil
	})}}
	if _, err := c.Token(context.Background()); err == nil || err.Error() != `the authorization server answered 500 \x1b[2J INFO x` {
		t.Errorf("Token = %q", err)
	}
}

func TestAnErrorOfATokenHasNoURL(t *testing.T) {
	c := &ClientCredentials{TokenURL: "http://127.0.0.1:1/?secret=s3cret"}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if _, err := c.Token(ctx); err == nil || strings.Contains(err.Error(), "s3cret") {
		t.Errorf("Token = %v", err)
	}
}

// carrier is a transport in a function.
type carrier func(*http.Request) (*http.Response, error)

func (c carrier) RoundTrip(r *http.Request) (*http.Response, error) { return c(r) }

func TestAPanicOfACarrierLetsTheOthersGoOn(t *testing.T) {
	c := authorization(t, func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, `{"access_token":"t","token_type":"bearer"}`)
	})
	c.HTTPClient = &http.Client{Transport: carrier(func(*http.Request) (*http.Response, error) { panic("no") })}
	func() {
		defer func() { _ = recover() }()
		_, _ = c.Token(context.Background())
	}()
	c.HTTPClient = nil
	if token, err := c.Token(context.Background()); err != nil || token != "t" {
		t.Errorf("Token = %q, %v", token, err)
	}
}
