package client

import (
	"net/http"
	"testing"

	"github.com/seed-349153d7/odagen/templates/security"
)

func TestAnOptionThatMakesNoSenseIsReported(t *testing.T) {
	scheme := &security.Scheme{ID: "key"}
	for want, opt := range map[string]Option{
		"client: an option is nil":                                                        nil,
		"client: WithHTTPClient: the client is nil":                                       WithHTTPClient(nil),
		"client: WithHandler: the handler is nil":                                         WithHandler(nil),
		"client: WithTokenSource: the source is nil":                                      WithTokenSource(nil),
		"client: security scheme key: the source of tokens is nil":                        WithTokens(scheme, nil),
		`client: server https://{region}.example: region cannot be "x": want one of a, b`: WithServer("https://{region}.example", ServerVariable{Name: "region", Value: "x", Values: []string{"a", "b"}}),
	} {
		if cfg := NewConfig("https://a", []Option{opt}); cfg.Err == nil || cfg.Err.Error() != want {
			t.Errorf("error %v, want %s", cfg.Err, want)
		}
	}
}

func TestAServerHasItsVariables(t *testing.T) {
	region := ServerVariable{Name: "region", Default: "a", Values: []string{"a", "b"}}
	for want, value := range map[string]string{"https://a.example/v1": "", "https://b.example/v1": "b"} {
		region.Value = value
		cfg := NewConfig("https://else", []Option{WithServer("https://{region}.example/{version}", region, ServerVariable{Name: "version", Default: "v1"})})
		if cfg.Err != nil || cfg.BaseURL != want {
			t.Errorf("base URL %s, %v, want %s", cfg.BaseURL, cfg.Err, want)
		}
	}
}

func TestACallHasTheHeaderOfAllItsOptions(t *testing.T) {
	var c Call
	var r Response
	for _, o := range []CallOption{Header("prefer", "a"), nil, Header("Prefer", "b"), ResponseTo(nil), ResponseTo(&r)} {
		o.Apply(&c)
	}
	if got := c.Header.Values("Prefer"); len(got) != 2 || len(c.Responses) != 1 || c.Responses[0] != &r {
		t.Errorf("call %+v", c)
	}
	if _, ok := c.Header[http.CanonicalHeaderKey("prefer")]; !ok {
		t.Errorf("header %v", c.Header)
	}
}
