package client

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"math"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/seed-349153d7/odagen/templates/internal/brief"
)

// ClientCredentials asks an authorization server for tokens with the credentials of
// the client alone (RFC 6749, 4.4), and keeps a token until shortly before it
// expires. It is safe for concurrent use.
type ClientCredentials struct {
	TokenURL string
	ID       string
	Secret   string
	Scopes   []string

	// HTTPClient carries the requests; nil is one with a timeout of 30 seconds. It
	// follows no redirects, which would take the secret elsewhere.
	HTTPClient *http.Client

	mutex   sync.Mutex
	token   string
	expires time.Time     // zero when the server does not say
	asking  chan struct{} // closed when the request on its way has ended
}

const (
	early        = 30 * time.Second // how long before its end a token is replaced
	tokenTimeout = 30 * time.Second
	maxToken     = 1 << 20 // bytes of an answer with a token
)

// Token returns a token that is good for now. One request is on its way at a time:
// who comes meanwhile waits for its end, or for that of ctx.
func (c *ClientCredentials) Token(ctx context.Context) (string, error) {
	for {
		c.mutex.Lock()
		if c.token != "" && (c.expires.IsZero() || time.Until(c.expires) > early) {
			defer c.mutex.Unlock()
			return c.token, nil
		}
		other := c.asking
		if other == nil {
			c.asking = make(chan struct{})
			c.mutex.Unlock()
			return c.renew(ctx)
		}
		c.mutex.Unlock()
		select {
		case <-other:
		case <-ctx.Done():
			return "", ctx.Err()
		}
	}
}

// renew asks for a token and lets the others go on.
func (c *ClientCredentials) renew(ctx context.Context) (token string, err error) {
	var expires time.Time
	defer func() { // also when what carries the request panics
		c.mutex.Lock()
		defer c.mutex.Unlock()
		if token != "" {
			c.token, c.expires = token, expires
		}
		close(c.asking)
		c.asking = nil
	}()
	token, expires, err = c.ask(ctx)
	return token, err
}

func (c *ClientCredentials) ask(ctx context.Context) (token string, expires time.Time, err error) {
	form := url.Values{"grant_type": {"client_credentials"}}
	if len(c.Scopes) > 0 {
		form.Set("scope", strings.Join(c.Scopes, " "))
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.TokenURL, strings.NewReader(form.Encode()))
	if err != nil {
		return "", expires, err
	}
	if req.URL.Scheme != "https" && !isLoopback(req.URL.Hostname()) {
		return "", expires, errors.New("a secret is sent over https only")
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Accept", "application/json")
	req.SetBasicAuth(url.QueryEscape(c.ID), url.QueryEscape(c.Secret)) // RFC 6749, 2.3.1
	resp, err := c.http().Do(req)
	if err != nil {
		var cause *url.Error
		if errors.As(err, &cause) {
			err = cause.Err // without the URL
		}
		return "", expires, err
	}
	defer resp.Body.Close()
	return readToken(resp)
}

// http returns what carries the requests.
func (c *ClientCredentials) http() *http.Client {
	h := http.Client{Timeout: tokenTimeout}
	if c.HTTPClient != nil {
		h = *c.HTTPClient
	}
	h.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &h
}

func readToken(resp *http.Response) (token string, expires time.Time, err error) {
	var answer struct {
		Token   string          `json:"access_token"`
		Type    string          `json:"token_type"`
		Seconds json.RawMessage `json:"expires_in"`
		Error   string          `json:"error"`
	}
	err = json.NewDecoder(io.LimitReader(resp.Body, maxToken)).Decode(&answer)
	said := "the authorization server answered " + brief.Line(resp.Status)
	switch {
	case err != nil:
		return "", expires, errors.New(said + " without a token")
	case answer.Token != "" && !strings.EqualFold(answer.Type, "bearer"):
		return "", expires, errors.New("the authorization server gave a token of the type " + strconv.Quote(brief.Line(answer.Type)))
	case answer.Token == "" || resp.StatusCode != http.StatusOK: // RFC 6749, 5.1: a redirect can have one too
		return "", expires, errors.New(strings.TrimSpace(said + " " + brief.Line(answer.Error)))
	}
	return answer.Token, expiry(string(answer.Seconds)), nil
}

// expiry returns when a token expires, from the text of "expires_in"; the zero time when
// that says nothing.
func expiry(text string) time.Time {
	seconds, err := strconv.ParseFloat(strings.Trim(text, `"`), 64)
	if err != nil && !errors.Is(err, strconv.ErrRange) || math.IsNaN(seconds) {
		return time.Time{}
	}
	seconds = max(0, min(seconds, maxSeconds))
	return time.Now().Add(time.Duration(seconds * float64(time.Second)))
}

// maxSeconds is the longest time that a token is kept: a century, within what
// time.Duration can hold.
const maxSeconds = float64(100 * 365 * 24 * 60 * 60)

func isLoopback(host string) bool {
	addr, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && addr.IsLoopback()
}
