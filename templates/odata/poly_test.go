package odata

import (
	"testing"

	"github.com/seed-349153d7/odagen/templates/api"
	"github.com/seed-349153d7/odagen/templates/wire"
)

// item is a base type, and file one that is derived from it.
type item struct {
	ID    string
	OData api.Members
}

type file struct {
	ID    string
	Size  api.Opt[int64]
	OData api.Members
}

var (
	itemType = wire.Type{Name: "test.item", Of: (*item)(nil), Properties: []wire.Property{{Name: "id", Flags: wire.Key}}}
	fileType = wire.Type{Name: "test.file", Heirs: []string{"test.zip"}, Of: (*file)(nil), Properties: []wire.Property{{Name: "id", Flags: wire.Key}, {Name: "size"}}}
)

func (*item) WireType() *wire.Type { return &itemType }

func (*file) WireType() *wire.Type { return &fileType }

func read(t *testing.T, text string) *item {
	t.Helper()
	i := new(item)
	if err := wire.Unmarshal([]byte(text), i); err != nil {
		t.Fatal(err)
	}
	return i
}

func TestAnObjectIsReadAsTheTypeThatItCameWith(t *testing.T) {
	for text, want := range map[string]bool{
		`{"@odata.type":"#test.file","id":"1","size":5}`:                           true,
		`{"@odata.type":"#file","id":"1","size":5}`:                                true,
		`{"@odata.type":"#test.other","id":"1","size":5}`:                          false,
		`{"@odata.type":"https://host/svc/$metadata#test.file","id":"1","size":5}`: true,
		`{"@type":"$metadata#test.file","id":"1","size":5}`:                        true,
		`{"@odata.type":"#Alias.file","id":"1","size":5}`:                          true,
		`{"@odata.type":"#other.space.file","id":"1","size":5}`:                    false,
		`{"@odata.type":"#test.zip","id":"1","size":5,"level":9}`:                  true, // derives from file
		`{"@odata.type":"#Alias.zip","id":"1","size":5}`:                           true,
		`{"@odata.type":"#zip","id":"1","size":5}`:                                 true,
		`{"@odata.type":"#test.","id":"1","size":5}`:                               false,
		`{"@odata.type":"#","id":"1","size":5}`:                                    false,
		`{"id":"1","size":5}`:                                                      false,
		`{"@odata.type":"#test.file","id":"1","size":"x"}`:                         false,
	} {
		f, ok := As[*file](read(t, text))
		if ok != want || ok && (f.ID != "1" || !f.Size.Equal(api.Int64(5))) {
			t.Errorf("%s: As = %+v, %v, want %v", text, f, ok, want)
		}
	}
	same := read(t, `{"id":"1"}`)
	if again, ok := As[*item](same); !ok || again != same {
		t.Errorf("As = %v, %v, want the object itself", again, ok)
	}
}

func TestADerivedObjectStandsAsItsBaseType(t *testing.T) {
	i, err := From[*item](&file{ID: "1", Size: api.Int64(5)})
	if err != nil {
		t.Fatal(err)
	}
	text, err := wire.Marshal(i)
	if want := `{"@odata.type":"#test.file","id":"1","size":5}`; err != nil || string(text) != want {
		t.Errorf("From gave %s, %v, want %s", text, err, want)
	}
}

func TestWhatIsExpandedHasItsType(t *testing.T) {
	i := read(t, `{"id":"1","parent":{"id":"2"},"children":[{"id":"3"}],"none":null}`)
	parent, err := Expanded[*item](i, "parent")
	if p, ok := parent.Get(); err != nil || !ok || p.ID != "2" {
		t.Errorf("Expanded = %v, %v", parent, err)
	}
	if none, err := Expanded[*item](i, "none"); err != nil || !none.IsNull() {
		t.Errorf("Expanded = %v, %v, want null", none, err)
	}
	if absent, err := Expanded[*item](i, "absent"); err != nil || !absent.IsZero() {
		t.Errorf("Expanded = %v, %v, want nothing", absent, err)
	}
	if children, err := ExpandedList[*item](i, "children"); err != nil || len(children) != 1 || children[0].ID != "3" {
		t.Errorf("ExpandedList = %v, %v", children, err)
	}
	if _, err := ExpandedList[*item](i, "parent"); err == nil {
		t.Error("ExpandedList of an object is no error")
	}
}

// A call gives nil beside its error; what is asked of that has no answer, and no panic.
func TestNilIsNoPanic(t *testing.T) {
	for _, o := range []wire.Object{nil, (*item)(nil)} {
		if ETag(o) != "" || KeyOf(o) != "" || wire.Validate(o) != nil {
			t.Error("nil has an ETag or a key")
		}
		if _, ok := As[*file](o); ok {
			t.Error("nil is a file")
		}
		if _, err := From[*item](o); err == nil {
			t.Error("From makes an item of nil")
		}
		if v, err := Expanded[*item](o, "parent"); err != nil || !v.IsZero() {
			t.Errorf("Expanded = %v, %v", v, err)
		}
		if l, err := ExpandedList[*item](o, "children"); err != nil || l != nil {
			t.Errorf("ExpandedList = %v, %v", l, err)
		}
		if text, err := wire.Marshal(o); err != nil || string(text) != "null" {
			t.Errorf("Marshal = %s, %v", text, err)
		}
	}
}
