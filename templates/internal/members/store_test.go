package members

import "testing"

func TestControlInformationHasSlots(t *testing.T) {
	var m Store
	m.Put("@odata.type", `"#a.b"`)
	m.Put("@odata.etag", `"1"`)
	if m.OdataType != "#a.b" || m.Etag != "1" || len(m.List) != 0 || m.IsZero() {
		t.Errorf("store %+v", m)
	}
	if text, ok := m.Get("@odata.type"); !ok || text != `"#a.b"` {
		t.Errorf("Get = %s, %v", text, ok)
	}
	// A text with escapes, or what is no string, stands in the list, once.
	m.Put("@odata.etag", `"W/\"1\""`)
	m.Put("@odata.type", `5`)
	if m.OdataType != "" || m.Etag != "" || len(m.List) != 2 || m.StringOf("@odata.etag") != `W/"1"` || m.StringOf("@odata.type") != "" {
		t.Errorf("store %+v", m)
	}
	m.Put("@odata.etag", `"2"`)
	m.Put("@odata.type", "")
	if m.Etag != "2" || len(m.List) != 0 {
		t.Errorf("store %+v", m)
	}
	if m.Put("@odata.etag", ""); !m.IsZero() && len(m.List) != 0 {
		t.Errorf("store %+v", m)
	}
}

func TestWhatAPropertyCameWithCountsAsLongAsItsValue(t *testing.T) {
	m := Store{List: []Entry{{Name: "n", Text: `"5"`, Declared: true, Encoded: "5"}}}
	if m.Has("n") || !m.Stashes() {
		t.Error("a declared property is a member")
	}
	if _, ok := m.Get("n"); ok {
		t.Error("a declared property is a member")
	}
	if text, same := m.Stashed("n", []byte("5")); !same || text != `"5"` {
		t.Errorf("Stashed = %s, %v", text, same)
	}
	if _, same := m.Stashed("n", []byte("6")); same {
		t.Error("another value has the text of the first")
	}
	if text, same := m.Stashed("m", nil); same || text != "" {
		t.Errorf("Stashed = %s, %v", text, same)
	}
}
