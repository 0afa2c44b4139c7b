package odata

import "testing"

func TestControlInformationIsReadAndWritten(t *testing.T) {
	for _, tt := range []struct{ text, kind, etag string }{
		{`{}`, "", ""},
		{`{"@odata.type":"#test.file","@odata.etag":"W/\"1\""}`, "test.file", ""},
		{`{"@odata.type":"test.file","@odata.etag":"x"}`, "test.file", "x"},
		{`{"@type":"#file","@etag":"x"}`, "file", "x"}, // OData 4.01 leaves "odata." out
		{`{"@odata.type":1,"@odata.etag":null}`, "", ""},
	} {
		o := read(t, tt.text)
		if tt.kind != TypeOf(o) {
			t.Errorf("%s: type %q, want %q", tt.text, TypeOf(o), tt.kind)
		}
		if tt.etag != "" && tt.etag != ETag(o) {
			t.Errorf("%s: ETag %q, want %q", tt.text, ETag(o), tt.etag)
		}
	}
	if o := read(t, `{"@odata.etag":"W/\"1\""}`); ETag(o) != `W/"1"` {
		t.Errorf("ETag %q", ETag(o))
	}
	var none *item
	if TypeOf(none) != "" || ETag(none) != "" || KeyOf(none) != "" {
		t.Error("no object has control information")
	}
	var o item
	SetType(&o, "#test.file")
	SetETag(&o, `W/"2"`)
	if TypeOf(&o) != "test.file" || ETag(&o) != `W/"2"` {
		t.Errorf("set: %q, %q", TypeOf(&o), ETag(&o))
	}
}
