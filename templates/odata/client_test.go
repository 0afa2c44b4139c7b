package odata

import (
	"context"
	"net/http"
	"testing"
)

func TestTheSettingsOfAClientTakeThePlaceOfItsDefaults(t *testing.T) {
	var got string
	service := gadgets(t, func(w http.ResponseWriter, r *http.Request) {
		got = wire(r)
		w.WriteHeader(http.StatusNoContent)
	})
	at := NewClient("https://graph.microsoft.com/v1.0", WithBaseURL(service.client.base+"beta"), WithUserAgent("mine/1"))
	if err := Delete(context.Background(), at.Child("gadgets")); err != nil {
		t.Fatal(err)
	}
	if want := "DELETE /v1/beta/gadgets Accept=application/json User-Agent=mine/1"; got != want {
		t.Errorf("sent %s, want %s", got, want)
	}
}
