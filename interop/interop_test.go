package interop

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"reflect"
	"testing"
)

// peers are a client and a server of each generator. T is what the clients do, in
// words that all of them know.
type peers[T any] struct {
	clients map[string]func(t *testing.T, url string) T
	servers map[string]func(t *testing.T) http.Handler
}

// each runs a test with each client against each server, if one of them is
// odagen's.
func (p peers[T]) each(t *testing.T, test func(t *testing.T, client T, server string)) {
	for clientName, client := range p.clients {
		for serverName, server := range p.servers {
			if clientName != "odagen" && serverName != "odagen" {
				continue
			}
			t.Run(clientName+" calls "+serverName, func(t *testing.T) {
				s := httptest.NewServer(server(t))
				defer s.Close()
				test(t, client(t, s.URL), serverName)
			})
		}
	}
}

// try returns v, and ends the test when there is an error.
func try[T any](t *testing.T) func(v T, err error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// sameJSON fails the test when two texts are not the same value.
func sameJSON(t *testing.T, got, want string) {
	t.Helper()
	var g, w any
	if err := json.Unmarshal([]byte(got), &g); err != nil {
		t.Fatalf("%q: %v", got, err)
	}
	if err := json.Unmarshal([]byte(want), &w); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(g, w) {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
}

// through makes a T of a text and gives it to f, and returns the text of what f
// returns.
func through[T, R any](text string, f func(T) (R, error)) (string, error) {
	var in T
	if err := json.Unmarshal([]byte(text), &in); err != nil {
		return "", err
	}
	out, err := f(in)
	if err != nil {
		return "", err
	}
	data, err := json.Marshal(out)
	return string(data), err
}
