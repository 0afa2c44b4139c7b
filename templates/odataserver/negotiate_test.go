package odataserver

import (
	"net/http"
	"testing"
)

func TestAcceptDecidesByTheMostSpecificRange(t *testing.T) {
	for _, tt := range []struct {
		accept []string
		want   bool
	}{
		{nil, true},
		{[]string{""}, true},
		{[]string{"*/*"}, true},
		{[]string{"application/*"}, true},
		{[]string{"Application/JSON"}, true},
		{[]string{"application/json;odata.metadata=minimal;IEEE754Compatible=true"}, true},
		{[]string{"text/html, application/json; q=0.1"}, true},
		{[]string{"text/html", "*/*;q=0.8"}, true},
		{[]string{"application/json;q=x"}, true},
		{[]string{"text/html"}, false},
		{[]string{"text/html,application/xml;q=0.9"}, false},
		{[]string{"*/*;q=0"}, false},
		{[]string{"*/*, application/json;q=0"}, false},
		{[]string{"application/json;q=0.000", "*/*"}, false},
		{[]string{"*/*;q=0, application/json"}, true},
		{[]string{"application/*;q=0, */*"}, false},
		{[]string{"application/json;odata.metadata=full;q=0, application/json"}, true},
	} {
		if got := acceptsJSON(tt.accept); got != tt.want {
			t.Errorf("acceptsJSON(%q) = %v, want %v", tt.accept, got, tt.want)
		}
	}
}

func TestABodyIsJSONInUTF8(t *testing.T) {
	for contentType, want := range map[string]bool{
		"application/json":                        true,
		"application/json; charset=utf-8":         true,
		"Application/JSON;odata.metadata=minimal": true,
		`application/json; charset="UTF-8"`:       true,
		"":                                        false,
		"text/json":                               false,
		"application/json; charset=utf-16":        false,
		"application/x-www-form-urlencoded":       false,
	} {
		if got := isJSONType(contentType); got != want {
			t.Errorf("isJSONType(%q) = %v, want %v", contentType, got, want)
		}
	}
}

func TestPreferencesAreRead(t *testing.T) {
	for prefer, want := range map[string]bool{
		"":                             false,
		"return=representation":        false,
		"return=minimal":               true,
		"Return=Minimal; a=b":          true,
		"respond-async,return=minimal": true,
	} {
		if got := wantsNothing(http.Header{"Prefer": {prefer}}); got != want {
			t.Errorf("wantsNothing(%q) = %v, want %v", prefer, got, want)
		}
	}
}
