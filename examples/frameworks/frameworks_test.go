package main

import (
	"io"
	"net"
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// Each request is answered in the same way behind every framework, and the router
// knows its pattern, where the framework can have one.
var requests = []struct {
	request string // method, path and body
	status  int
	answer  string // in the body
	pattern string // parameters in braces; "" when it is the one for all else
}{
	{"POST /v1.0/deviceManagement/remoteAssistancePartners {\"displayName\":\"TeamViewer\"}", 201, `"id":"partner-1"`, "/v1.0/deviceManagement/remoteAssistancePartners"},
	{"GET /v1.0/deviceManagement/remoteAssistancePartners?$top=5", 200, `"value":[{`, "/v1.0/deviceManagement/remoteAssistancePartners"},
	{"GET /v1.0/deviceManagement/remoteAssistancePartners/partner-1", 200, `"displayName":"TeamViewer"`, "/v1.0/deviceManagement/remoteAssistancePartners/{id}"},
	{"PATCH /v1.0/deviceManagement/remoteAssistancePartners/partner-1 {\"displayName\":null}", 200, `"displayName":null`, "/v1.0/deviceManagement/remoteAssistancePartners/{id}"},
	{"POST /v1.0/deviceManagement/remoteAssistancePartners/partner-1/beginOnboarding", 204, "", "/v1.0/deviceManagement/remoteAssistancePartners/{id}/beginOnboarding"},
	{"GET /v1.0/deviceManagement/remoteAssistancePartners/a%20%C3%A9%25b", 404, `"message":"there is no partner a é%b"`, "/v1.0/deviceManagement/remoteAssistancePartners/{id}"},
	{"GET /v1.0/deviceManagement/remoteAssistancePartners/a%2F%2Fb", 404, `"message":"there is no partner a//b"`, ""},
	{"PATCH /v1.0/deviceManagement/remoteAssistancePartners/partner-1 {\"displayName\":1}", 400, `"target":"/displayName"`, "/v1.0/deviceManagement/remoteAssistancePartners/{id}"},
	{"PUT /v1.0/deviceManagement/remoteAssistancePartners/partner-1 {}", 405, `"message":"the resource has no PUT"`, ""},
	{"GET /v1.0/nothing/here", 404, `"message":"no resource has the path`, ""},
	{"DELETE /v1.0/deviceManagement/remoteAssistancePartners/partner-1", 204, "", "/v1.0/deviceManagement/remoteAssistancePartners/{id}"},

	{"GET /api/odata/customers('a%20b')", 200, `"id":"a b"`, "/api/odata/customers({id})"},
	{"GET /api/odata/customers('O''Neil%2F1')/orders('2')", 200, `"id":"O'Neil/1 2"`, ""},
	{"POST /api/odata/customers('a')/orders('2')/shop.cancel", 204, "", "/api/odata/customers({id})/orders({id2})/shop.cancel"},
	{"GET /api/odata/customers/a", 200, `"id":"a"`, ""},
	{"GET /api/odata/customers", 501, `"code"`, "/api/odata/customers"},
}

func TestEachFrameworkLeadsToTheServer(t *testing.T) {
	for name, framework := range frameworks {
		t.Run(name, func(t *testing.T) {
			l, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			defer l.Close()
			patterns := make(chan string, 1)
			serve := framework(partners(), customers(), func(pattern string) { patterns <- pattern })
			go serve(l)
			for _, tt := range requests {
				status, answer := send(t, "http://"+l.Addr().String(), tt.request)
				if status != tt.status || !strings.Contains(answer, tt.answer) {
					t.Errorf("%s\nis answered with %d %s, want %d %s", tt.request, status, answer, tt.status, tt.answer)
				}
				pattern := braces(<-patterns)
				if name == "iris" && strings.Contains(tt.pattern, "({") {
					continue // it has no such patterns
				}
				if tt.pattern != "" && pattern != tt.pattern {
					t.Errorf("%s\nhas the pattern %q, want %q", tt.request, pattern, tt.pattern)
				}
			}
		})
	}
}

// A request without a token does not get to a service.
func TestTheServerAsksForAToken(t *testing.T) {
	for name, framework := range frameworks {
		t.Run(name, func(t *testing.T) {
			l, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			defer l.Close()
			go framework(partners(), customers(), func(string) {})(l)
			resp, err := http.Get("http://" + l.Addr().String() + "/v1.0/deviceManagement/remoteAssistancePartners")
			if err != nil {
				t.Fatal(err)
			}
			resp.Body.Close()
			if got := resp.Header.Get("WWW-Authenticate"); resp.StatusCode != 401 || got != "Bearer" {
				t.Errorf("answered with %d and WWW-Authenticate %q", resp.StatusCode, got)
			}
		})
	}
}

func send(t *testing.T, host, request string) (status int, answer string) {
	t.Helper()
	method, rest, _ := strings.Cut(request, " ")
	path, body, _ := strings.Cut(rest, " ")
	r, err := http.NewRequest(method, host+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer x")
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(text)
}

var colon = regexp.MustCompile(`:(\w+)`)

// braces is a pattern with its parameters in braces.
func braces(pattern string) string { return colon.ReplaceAllString(pattern, "{$1}") }
