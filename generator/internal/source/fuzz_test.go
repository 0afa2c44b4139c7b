package source

import "testing"

// FuzzDetect holds that any bytes are a document or a fault with a place in
// the document.
func FuzzDetect(f *testing.F) {
	for _, seed := range []string{"openapi: 3.1.0", `{"a":[1,{}],"$Version":"4.0"}`, "<a><b/>", "\xff\xfea\x00", "{a", "a: [\n b", "{\"a\":\xed\xa0\x80"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		text, fault := decodeText(raw)
		if fault == nil {
			d := &Document{Data: text}
			if fault = d.detect(); fault == nil && (d.Kind == "" || d.At.Line < 1 || d.At.Col < 1) {
				t.Errorf("%q: kind %q at %v", raw, d.Kind, d.At)
			}
		}
		if fault != nil && (fault.Code == "" || fault.Message == "" || fault.Hint == "" || fault.Pos.Line < 0) {
			t.Errorf("%q: %+v", raw, fault)
		}
	})
}
