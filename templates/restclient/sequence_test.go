package restclient

import (
	"context"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/seed-349153d7/odagen/templates/api"
	"github.com/seed-349153d7/odagen/templates/client"
	"github.com/seed-349153d7/odagen/templates/rest"
)

func TestASequenceIsReceivedItemByItem(t *testing.T) {
	e := rest.Endpoint{Method: "GET", Path: "/events", Answers: []rest.Answer{{Status: "200", Media: "text/event-stream"}}}
	seen := make(chan bool)
	c := service(t, func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, "data: one\n\n")
		w.(http.Flusher).Flush()
		select {
		case <-seen:
			_, _ = io.WriteString(w, "data: two\n\ndata: "+strings.Repeat("x", 2000)+"\n\n")
		case <-r.Context().Done():
		}
	}, client.WithMaxResponse(1000))
	var got []string
	var last error
	for event, err := range Receive[api.Event](context.Background(), c, &e, nil, nil) {
		if last = err; err == nil {
			got = append(got, event.Data)
		}
		if len(got) == 1 && last == nil {
			seen <- true
		}
	}
	if !slices.Equal(got, []string{"one", "two"}) || last == nil || !strings.HasPrefix(last.Error(), "GET http://") || !strings.HasSuffix(last.Error(), "/v1/events: an item is longer than 1000 bytes") {
		t.Errorf("received %q, %v", got, last)
	}

	lines := rest.Endpoint{Method: "GET", Path: "/lines", Answers: []rest.Answer{{Status: "200", Media: "application/jsonl"}}}
	got = nil
	for p, err := range Receive[*pet](context.Background(), service(t, respond(200, "{\"name\":\"a\"}\n{\"name\":\"b\"}\n")), &lines, nil, nil) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, p.Name)
	}
	if !slices.Equal(got, []string{"a", "b"}) {
		t.Errorf("received %q", got)
	}
	for _, err := range Receive[*pet](context.Background(), service(t, respond(404, "")), &lines, nil, nil) {
		if !errors.Is(err, client.ErrNotFound) {
			t.Errorf("received %v", err)
		}
	}
}

// Leaving the loop ends the request.
func TestWhoLeavesASequenceEndsIt(t *testing.T) {
	e := rest.Endpoint{Method: "GET", Path: "/events", Answers: []rest.Answer{{Status: "200", Media: "text/event-stream"}}}
	ended := make(chan bool)
	c := service(t, func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, "data: one\n\n")
		w.(http.Flusher).Flush()
		<-r.Context().Done()
		close(ended)
	})
	for range Receive[api.Event](context.Background(), c, &e, nil, nil) {
		break
	}
	<-ended
}
