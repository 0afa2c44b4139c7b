package odata

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
)

// ClientCredentials asks an authorization server for tokens with the credentials of
// the client alone (RFC 6749, 4.4), and keeps a token until shortly before it
// expires. It is safe for concurrent use.
type ClientCredentials struct {
	TokenURL string
	ID       string
	Secret   string
	Scopes   []string

	// HTTPClient carries the requests; nil is http.DefaultClient.
	HTTPClient *http.Client

	mutex   sync.Mutex
	token   string
	expires time.Time // zero when the server does not say
}

// early is how long before its end a token is replaced.
const early = 30 * time.Second

// Token returns a token that is good for now.
func (c *ClientCredentials) Token(ctx context.Context) (string, error) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if c.token != "" && (c.expires.IsZero() || time.Until(c.expires) > early) {
		return c.token, nil
	}
	form := url.Values{"grant_type": {"client_credentials"}}
	if len(c.Scopes) > 0 {
		form.Set("scope", strings.Join(c.Scopes, " "))
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.TokenURL, strings.NewReader(form.Encode()))
	if err != nil {
		return "", err
	}
	if req.URL.Scheme != "https" && !isLoopback(req.URL.Hostname()) {
		return "", &refusal{"a secret is sent over https only"}
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Accept", "application/json")
	req.SetBasicAuth(url.QueryEscape(c.ID), url.QueryEscape(c.Secret)) // RFC 6749, 2.3.1
	carrier := c.HTTPClient
	if carrier == nil {
		carrier = http.DefaultClient
	}
	resp, err := carrier.Do(req)
	if err != nil {
		return "", unwrapURL(err)
	}
	defer resp.Body.Close()
	var answer struct {
		Token   string      `json:"access_token"`
		Type    string      `json:"token_type"`
		Seconds json.Number `json:"expires_in"`
		Error   string      `json:"error"`
	}
	if err := json.NewDecoder(io.LimitReader(resp.Body, maxErrorBody)).Decode(&answer); err != nil {
		return "", errors.New("the authorization server answered " + resp.Status + " without a token")
	}
	switch {
	case answer.Token == "":
		return "", errors.New("the authorization server answered " + resp.Status + " " + answer.Error)
	case !strings.EqualFold(answer.Type, "bearer"):
		return "", errors.New("the authorization server gave a token of the type " + quoted(answer.Type))
	}
	c.token, c.expires = answer.Token, time.Time{}
	if n, err := answer.Seconds.Int64(); err == nil && n > 0 {
		c.expires = time.Now().Add(time.Duration(n) * time.Second)
	}
	return c.token, nil
}
