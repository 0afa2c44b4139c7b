package security

import (
	"crypto/tls"
	"crypto/x509"
	"net/http"
	"net/url"
	"testing"
)

func TestWhatARequestShows(t *testing.T) {
	request := func(query string, header ...string) *http.Request {
		r := &http.Request{URL: &url.URL{RawQuery: query}, Header: http.Header{}}
		for i := 0; i < len(header); i += 2 {
			r.Header.Set(header[i], header[i+1])
		}
		return r
	}
	certified := request("")
	certified.TLS = &tls.ConnectionState{PeerCertificates: []*x509.Certificate{{}}}
	bearer := &Scheme{Scheme: "bearer"}
	for _, tt := range []struct {
		s    *Scheme
		r    *http.Request
		want string
		ok   bool
	}{
		{bearer, request("", "Authorization", "Bearer t"), "t", true},
		{bearer, request("", "Authorization", "bearer  t "), "t", true},
		{bearer, request("", "Authorization", "Bearer "), "", false},
		{bearer, request("", "Authorization", "Basic t"), "t", false},
		{bearer, request(""), "", false},
		{&Scheme{In: "query", Name: "k"}, request("k=a%26b"), "a&b", true},
		{&Scheme{In: "query", Name: "k"}, request("k="), "", false},
		{&Scheme{In: "header", Name: "X-Key"}, request("", "X-Key", "a"), "a", true},
		{&Scheme{In: "cookie", Name: "k"}, request("", "Cookie", "j=b; k=a"), "a", true},
		{&Scheme{In: "cookie", Name: "k"}, request("", "Cookie", "j=b"), "", false},
		{&Scheme{TLS: true}, certified, "", true},
		{&Scheme{TLS: true}, request(""), "", false},
	} {
		if got, ok := tt.s.Shown(tt.r); ok != tt.ok || ok && got != tt.want {
			t.Errorf("%+v shows %q, %v, want %q, %v", *tt.s, got, ok, tt.want, tt.ok)
		}
	}
	if AuthScheme("bearer") != "Bearer" || AuthScheme("Basic") != "Basic" {
		t.Error("AuthScheme")
	}
}
