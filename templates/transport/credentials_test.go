package transport

import (
	"context"
	"crypto/tls"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/seed-349153d7/odagen/templates/client"
	"github.com/seed-349153d7/odagen/templates/security"
)

func TestATokenIsAskedForBeforeEachAttempt(t *testing.T) {
	var got []string
	n := 0
	source := client.TokenFunc(func(context.Context) (string, error) { n++; return string(rune('0' + n)), nil })
	var c clock
	at := service(t, func(w http.ResponseWriter, r *http.Request) {
		if got = append(got, r.Header.Get("Authorization")); len(got) < 3 {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	}, client.WithTokenSource(source), client.WithRetry(c.policy()))
	if err := get(at); err != nil || strings.Join(got, ", ") != "Bearer 1, Bearer 2, Bearer 3" {
		t.Errorf("sent %q, %v", got, err)
	}
}

func TestATokenSourceThatHasNoneIsAnError(t *testing.T) {
	cause := errors.New("signed out")
	failing := client.TokenFunc(func(context.Context) (string, error) { return "", cause })
	err := get(New("https://a.example", []client.Option{unused(t), client.WithTokenSource(failing)}))
	if !errors.Is(err, cause) || err.Error() != "GET https://a.example/things: token: signed out" {
		t.Errorf("Send = %v, want the cause", err)
	}
	err = get(New("https://a.example", []client.Option{unused(t), client.WithTokenSource(client.StaticToken(""))}))
	if err == nil || !strings.HasSuffix(err.Error(), ": token: the source gave none") {
		t.Errorf("Send = %v, want the token to be reported", err)
	}

	scheme := &security.Scheme{ID: "oauth", Scheme: "bearer"}
	err = get(New("https://a.example", []client.Option{unused(t), client.WithTokens(scheme, failing)}))
	if !errors.Is(err, cause) || err.Error() != `GET https://a.example/things: security scheme "oauth": signed out` {
		t.Errorf("Send = %v, want the cause", err)
	}
	err = get(New("https://a.example", []client.Option{unused(t), client.WithCredential(scheme, "")}))
	if err == nil || !strings.HasSuffix(err.Error(), `security scheme "oauth": there is no value`) {
		t.Errorf("Send = %v, want the scheme to be reported", err)
	}
}

func TestNoErrorHasTheTokenOrTheQuery(t *testing.T) {
	for _, token := range []string{"s3cret", "s3cret\n"} {
		c := New("http://127.0.0.1:1", []client.Option{client.WithTokenSource(client.StaticToken(token)), client.WithAPIKey("query", "k", "s3cret")})
		r := request(c, "POST", "s3cret")
		r.URL.RawQuery = "filter=s3cret"
		_, err := send(context.Background(), c, r)
		if err == nil || strings.Contains(err.Error(), "s3cret") || !strings.HasPrefix(err.Error(), "POST http://127.0.0.1:1/things: ") {
			t.Errorf("Send = %v, want an error with the place alone", err)
		}
	}
}

func TestKeysAreSentOnceWithEachAttempt(t *testing.T) {
	for in, want := range map[string]string{
		"query":  "a=b&k%26=s3c%2Fret || ",
		"header": "a=b|s3c/ret| ",
		"cookie": "a=b||k&=s3c/ret",
	} {
		var got []string
		var c clock
		name := "k&"
		at := service(t, func(w http.ResponseWriter, r *http.Request) {
			got = append(got, strings.Join([]string{r.URL.RawQuery, r.Header.Get("k&"), r.Header.Get("Cookie")}, "|"))
			if len(got) < 3 {
				w.WriteHeader(http.StatusServiceUnavailable)
			}
		}, client.WithRetry(c.policy()), client.WithAPIKey(in, name, "s3c/ret"))
		r := request(at, "GET", "")
		r.URL.RawQuery = "a=b"
		if _, err := send(context.Background(), at, r); err != nil {
			t.Fatal(err)
		}
		for _, g := range got {
			if g != strings.ReplaceAll(want, " ", "") || len(got) != 3 {
				t.Errorf("%s: attempts %q, want %q each", in, got, want)
			}
		}
	}
}

func TestAKeyThatACookieCannotHoldIsAnError(t *testing.T) {
	for _, key := range []string{"a;b", `a"b`, "a\\b", "a\nb", "é"} {
		err := get(New("https://a.example", []client.Option{unused(t), client.WithAPIKey("cookie", "k", key)}))
		if err == nil || !strings.HasSuffix(err.Error(), `: a cookie cannot hold the key "k" as it is`) {
			t.Errorf("key %q: %v", key, err)
		}
	}
	for _, key := range []string{"ab", "a=b", "a b,c"} {
		var got string
		c := service(t, func(_ http.ResponseWriter, r *http.Request) {
			if cookie, err := r.Cookie("k"); err == nil {
				got = cookie.Value
			}
		}, client.WithAPIKey("cookie", "k", key))
		if err := get(c); err != nil || got != key {
			t.Errorf("key %q came as %q, %v", key, got, err)
		}
	}
}

func TestTheFirstAlternativeThatAClientHasIsShown(t *testing.T) {
	bearer := &security.Scheme{ID: "bearer", Scheme: "bearer"}
	basic := &security.Scheme{ID: "basic", Scheme: "basic"}
	key := &security.Scheme{ID: "key", In: "header", Name: "X-Key"}
	alternatives := [][]security.Requirement{{{Scheme: bearer}, {Scheme: key}}, {{Scheme: basic}}, {{Scheme: key}}}
	for _, tt := range []struct {
		opts []client.Option
		want string
	}{
		{[]client.Option{client.WithCredential(key, "k"), client.WithCredential(bearer, "t")}, "Bearer t k"},
		{[]client.Option{client.WithCredential(key, "k"), client.WithLogin(basic, "u", "p")}, "Basic dTpw "},
		{[]client.Option{client.WithCredential(key, "k")}, " k"},
		{nil, " "},
		{[]client.Option{client.WithTokenSource(client.StaticToken("all"))}, "Bearer all "},
		{[]client.Option{client.WithTokenSource(client.StaticToken("all")), client.WithCredential(key, "k")}, " k"},
		{[]client.Option{client.WithBasicAuth("u", "p")}, "Basic dTpw "},
	} {
		var got string
		c := service(t, func(_ http.ResponseWriter, r *http.Request) {
			got = r.Header.Get("Authorization") + " " + r.Header.Get("X-Key")
		}, tt.opts...)
		r := request(c, "GET", "")
		r.All, r.Security = false, alternatives
		if _, err := send(context.Background(), c, r); err != nil || got != tt.want {
			t.Errorf("showed %q, %v, want %q", got, err, tt.want)
		}
	}
}

func TestAnOwnAuthorizationTakesThePlaceOfTheToken(t *testing.T) {
	var got string
	c := service(t, func(_ http.ResponseWriter, r *http.Request) { got = r.Header.Get("Authorization") },
		client.WithTokenSource(client.StaticToken("t")))
	r := request(c, "GET", "")
	r.Header = http.Header{"Authorization": {"Own x"}}
	if _, err := send(context.Background(), c, r); err != nil || got != "Own x" {
		t.Errorf("sent %q, %v", got, err)
	}
}

func TestACertificateIsShown(t *testing.T) {
	shown := 0
	srv := httptest.NewUnstartedServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { shown = len(r.TLS.PeerCertificates) }))
	srv.TLS = &tls.Config{ClientAuth: tls.RequireAnyClientCert}
	srv.StartTLS()
	defer srv.Close()
	scheme := &security.Scheme{ID: "mutual", TLS: true}
	own := srv.Client()
	c := New(srv.URL, []client.Option{client.WithHTTPClient(own), client.WithCertificate(scheme, srv.TLS.Certificates[0])})
	if err := get(c); err != nil || shown != 1 {
		t.Errorf("Send = %v, %d certificates", err, shown)
	}
	if len(own.Transport.(*http.Transport).TLSClientConfig.Certificates) != 0 {
		t.Error("the HTTP client of the program was changed")
	}
	c = New(srv.URL, []client.Option{with(empty), client.WithCertificate(scheme, srv.TLS.Certificates[0])})
	if err := get(c); err == nil || err.Error() != "WithCertificate: the HTTP client has no *http.Transport" {
		t.Errorf("Send = %v", err)
	}
}

// clock is a clock that moves when somebody sleeps.
type clock struct {
	now    time.Time
	sleeps []time.Duration
}

func (c *clock) policy() client.RetryPolicy {
	c.now = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	return client.RetryPolicy{
		Now: func() time.Time { return c.now },
		Sleep: func(ctx context.Context, d time.Duration) error {
			c.sleeps = append(c.sleeps, d)
			c.now = c.now.Add(d)
			return ctx.Err()
		},
	}
}
