package exchange

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"time"

	"github.com/seed-349153d7/odagen/templates/api"
	"github.com/seed-349153d7/odagen/templates/internal/brief"
	"github.com/seed-349153d7/odagen/templates/server"
	"github.com/seed-349153d7/odagen/templates/wire"
)

// JSONType is a header value that all answers share.
var JSONType = []string{"application/json"}

// statusClientClosed is what access logs show for a client that did not wait.
const statusClientClosed = 499

func internalFault() *server.Fault {
	return server.Fail(http.StatusInternalServerError, "", "the request could not be served")
}

// Fail answers with an error, which must not be nil. The answer must not have begun.
func (x *Exchange) Fail(ctx context.Context, err error) {
	if x.R.Context().Err() != nil && errors.Is(err, context.Canceled) {
		x.Begin(statusClientClosed)
		return
	}
	f := server.FaultOf(err)
	if f == nil {
		f = internalFault()
	}
	if f.Status >= http.StatusInternalServerError {
		x.handler.ErrorLog(ctx, err)
	}
	x.writeFault(f)
}

// writeFault answers with f.
func (x *Exchange) writeFault(f *server.Fault) {
	header := x.W.Header()
	if f.RetryAfter > 0 {
		seconds := (f.RetryAfter + time.Second - 1) / time.Second
		header.Set("Retry-After", strconv.FormatInt(int64(seconds), 10))
	}
	if f.Status == http.StatusNotModified {
		x.Begin(f.Status)
		return
	}
	// They are of the answer that would have come.
	for _, name := range []string{"Content-Length", "Content-Type", "Content-Encoding", "Etag", "Last-Modified", "Location"} {
		if f.Status >= http.StatusBadRequest || name == "Content-Length" {
			header.Del(name)
		}
	}
	if text, err := bodyText(f.Body); err != nil {
		x.Log(err)
		f = internalFault()
	} else if text != nil {
		media := JSONType
		if call, ok := x.call.(FaultBody); ok {
			media, text = call.FaultBody(f.Status, text)
		}
		x.Send(f.Status, media, text)
		return
	}
	f = x.bounded(f)
	if x.handler.ErrorForm != nil {
		x.begun = true
		x.handler.ErrorForm(x.W, x.R, f)
		return
	}
	if form := x.faultForm(); form != nil && form.WriteFault(x, f) {
		return
	}
	x.begun = true
	WriteFault(x.W, f)
}

// faultForm returns what knows how faults are described: the call, or where there is
// none the first router. It is nil when nothing does.
func (x *Exchange) faultForm() FaultForm {
	if x.call != nil {
		form, _ := x.call.(FaultForm)
		return form
	}
	if len(x.handler.routers) == 0 {
		return nil
	}
	form, _ := x.handler.routers[0].(FaultForm)
	return form
}

// bodyText returns the JSON text of the body of a fault; nil when there is none.
func bodyText(body any) ([]byte, error) {
	if body == nil {
		return nil, nil
	}
	field := reflect.New(reflect.TypeOf(body))
	field.Elem().Set(reflect.ValueOf(body))
	e := wire.NewEncoder(nil)
	e.Without = wire.WriteOnly
	e.Field(field.Interface(), 0)
	text, err := e.Free()
	if len(text) == 0 || string(text) == "null" {
		return nil, err
	}
	return text, err
}

// bounded returns f with a code, and with no more details than the limit.
func (x *Exchange) bounded(f *server.Fault) *server.Fault {
	limit := server.DefaultLimits().Faults
	if x.op != nil {
		limit = x.op.Limits.Faults
	}
	if f.Code != "" && (limit <= 0 || len(f.Details) <= limit) {
		return f
	}
	short := *f
	if short.Code == "" {
		short.Code = server.Fail(f.Status, "", "").Code
	}
	if limit > 0 && len(f.Details) > limit {
		more := server.Detail{Code: short.Code, Message: "there are more faults"}
		short.Details = slices.Concat(f.Details[:limit], []server.Detail{more})
	}
	return &short
}

// WriteFault answers with the usual form of a fault, which is that of OData (JSON Format
// 4.01, 21.1).
func WriteFault(w http.ResponseWriter, f *server.Fault) {
	type body struct {
		server.Detail
		Details []server.Detail `json:"details,omitempty"`
	}
	// Strings always have an encoding.
	text, _ := json.Marshal(map[string]body{
		"error": {server.Detail{Code: f.Code, Message: f.Message, Target: f.Target}, f.Details},
	})
	w.Header()["Content-Type"] = JSONType
	w.Header().Set("Content-Length", strconv.Itoa(len(text)))
	w.WriteHeader(f.Status)
	_, _ = w.Write(text)
}

// BadRequest returns the fault of a request that is not as it must be.
func BadRequest(message string) *server.Fault {
	return server.Fail(http.StatusBadRequest, "", brief.Cut(message))
}

// BadBody returns the fault of a body that does not fit its type: the first fault, and
// each as a detail.
func BadBody(err error) error {
	if f := server.FaultOf(err); f != nil { // of reading it
		return f
	}
	faults := []error{err}
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		faults = joined.Unwrap()
	}
	bad := BadRequest("")
	for _, fault := range faults {
		d := server.Detail{Code: bad.Code, Message: fault.Error()}
		switch f := fault.(type) { //nolint:errorlint // the leaves of a joined error wrap nothing
		case *api.DecodeError:
			d.Message, d.Target = f.Message, f.Pointer
		case *api.ValueError:
			d.Message, d.Target = f.Message, f.Pointer
		}
		d.Message, d.Target = brief.Cut(d.Message), brief.Cut(d.Target)
		bad.Details = append(bad.Details, d)
	}
	bad.Message, bad.Target = bad.Details[0].Message, bad.Details[0].Target
	return bad
}

// Message returns what is wrong with a value, without the name of its type.
func Message(err error) string {
	var decode *api.DecodeError
	var value *api.ValueError
	switch {
	case errors.As(err, &decode):
		return decode.Message
	case errors.As(err, &value) && value.Pointer != "":
		return value.Pointer + ": " + value.Message
	case errors.As(err, &value):
		return value.Message
	}
	return err.Error()
}
