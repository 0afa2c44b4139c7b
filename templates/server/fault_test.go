package server

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"testing"
	"time"
)

// answered is the error of a call to another service.
type answered struct{}

func (answered) Error() string { return "GET https://vault.internal/7: 401" }

func (answered) StatusOf() (status int, code, message string) {
	return http.StatusTooManyRequests, "busy", "come later"
}

func (answered) RetryAfterOf() time.Duration { return time.Minute }

func TestTheErrorOfACallIsAnsweredOnlyWhenItIsRelayed(t *testing.T) {
	err := fmt.Errorf("asking the vault: %w", answered{})
	if f := FaultOf(err); f != nil {
		t.Errorf("without Relay: %v, want none", f)
	}
	f := FaultOf(Relay(err))
	if f == nil || f.Status != http.StatusTooManyRequests || f.Code != "busy" || f.Message != "come later" || f.RetryAfter != time.Minute {
		t.Errorf("with Relay: %#v", f)
	}
	if !errors.As(Relay(err), new(answered)) {
		t.Error("the relayed error has lost its cause")
	}
	if other := errors.New("x"); Relay(other) != other || Relay(nil) != nil {
		t.Error("Relay has changed what is no answer of a service")
	}
}

func TestAFaultIsKnownByItsStatus(t *testing.T) {
	err := fmt.Errorf("row 17: %w", Fail(http.StatusNotFound, "", "no such row"))
	if !errors.Is(err, ErrNotFound) || errors.Is(err, ErrConflict) {
		t.Errorf("%v is not told by its status", err)
	}
	if f := FaultOf(fmt.Errorf("secret: %w", ErrConflict)); f == nil || f.Status != http.StatusConflict || f.Message != "Conflict" {
		t.Errorf("a sentinel gives %#v", f)
	}
	for _, f := range []*Fault{{Status: 200}, {Status: 0}, {Status: 1000}, nil} {
		if got := FaultOf(f); got != nil {
			t.Errorf("%v is answered as %v, want none", f, got)
		}
	}
}

func TestAConfigTakesWhatIsMissing(t *testing.T) {
	for path, want := range map[string]string{"v1.0": "/v1.0", "/v1.0/": "/v1.0", "/": "", "": "", "a/b//": "/a/b"} {
		if got := NewConfig(nil, "/x", []Option{WithBasePath(path)}).BasePath; got != want {
			t.Errorf("WithBasePath(%q): %q, want %q", path, got, want)
		}
	}
	c := NewConfig(nil, "v2", []Option{nil, WithErrorLog(nil), WithErrorForm(nil), WithMiddleware(nil), WithLimits(nil)})
	c.ErrorLog(context.Background(), errors.New("heard by nobody"))
	if len(c.Middleware) != 0 || c.BasePath != "/v2" {
		t.Errorf("config %+v", c)
	}
}

func TestOutsideOfARequestThereIsNothing(t *testing.T) {
	ctx := context.Background()
	SetHeader(ctx, "A", "b")
	if op, r := OperationFrom(ctx), RequestFrom(ctx); op != nil || r != nil {
		t.Errorf("operation %v, request %v", op, r)
	}
}

func TestALoginIsUserAndPassword(t *testing.T) {
	user, password, ok := Proof{Value: "YW5uOmE6Yg=="}.Login()
	if user != "ann" || password != "a:b" || !ok {
		t.Errorf("Login = %q, %q, %v", user, password, ok)
	}
	if _, _, ok := (Proof{Value: "?"}).Login(); ok {
		t.Error("what is no base64 is a login")
	}
}
