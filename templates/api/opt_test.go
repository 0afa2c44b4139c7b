package api

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// settings is a struct of a user, with an Opt of each kind of value.
type settings struct {
	Name  Opt[string]   `json:"name,omitzero"`
	Size  Opt[int32]    `json:"size,omitzero"`
	Date  Opt[Date]     `json:"date,omitzero"`
	Names Opt[[]string] `json:"names,omitzero"`
	Inner Opt[*inner]   `json:"inner,omitzero"`
	Bare  Opt[bool]     `json:"bare"`
}

type inner struct {
	On Opt[bool] `json:"on,omitzero"`
}

func TestAnOptInAStructOfAUserIsJSON(t *testing.T) {
	for _, text := range []string{
		`{"bare":null}`,
		`{"name":"","size":0,"date":"2026-11-28","names":[],"inner":{},"bare":false}`,
		`{"name":null,"size":null,"date":null,"names":null,"inner":null,"bare":null}`,
		`{"name":"a","size":-5,"names":["x"],"inner":{"on":true},"bare":true}`,
	} {
		var s settings
		if err := json.Unmarshal([]byte(text), &s); err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if got, err := json.Marshal(s); err != nil || string(got) != text {
			t.Errorf("json.Marshal = %s, %v, want %s", got, err, text)
		}
		if s.Name.IsNull() != strings.Contains(text, `"name":null`) {
			t.Errorf("%s: null is %v", text, s.Name.IsNull())
		}
	}
	var s settings
	if err := json.Unmarshal([]byte(`{"size":"x"}`), &s); err == nil {
		t.Error("a text as a number")
	}
}

// kinds are Opts that are all unlike.
var kinds = map[string]settings{
	"absent": {},
	"null":   {Name: Null[string](), Size: Null[int32](), Inner: Null[*inner]()},
	"zero":   {Name: Some(""), Size: Some[int32](0), Inner: Some[*inner](nil)},
	"value":  {Name: Some("a"), Size: Some[int32](1), Inner: Some(&inner{On: Some(true)})},
}

func TestOptsAreComparedByWhatTheyHold(t *testing.T) {
	for a, x := range kinds {
		for b, y := range kinds {
			// As another value of the same, made anew.
			y.Name, y.Size = copyOf(y.Name), copyOf(y.Size)
			want := a == b
			if got := reflect.DeepEqual(x, y); got != want {
				t.Errorf("reflect.DeepEqual(%s, %s) = %v", a, b, got)
			}
			if got := cmp.Equal(x, y); got != want {
				t.Errorf("cmp.Equal(%s, %s) = %v", a, b, got)
			}
			if got := x.Name.Equal(y.Name); got != want {
				t.Errorf("Equal(%s, %s) = %v", a, b, got)
			}
		}
	}
}

func copyOf[T any](o Opt[T]) Opt[T] {
	switch v, ok := o.Get(); {
	case ok:
		return Some(v)
	case o.IsNull():
		return Null[T]()
	}
	return Opt[T]{}
}

func TestAnOptPrintsItsValue(t *testing.T) {
	s := struct {
		A Opt[string]
		B Opt[int32]
		C Opt[Date]
		D Opt[[]byte]
	}{Some("a"), Null[int32](), Some(Date("2026-11-28")), Opt[[]byte]{}}
	if got := fmt.Sprintf("%v %v %+v", s.A, &s.B, s); got != "a null {A:a B:null C:2026-11-28 D:absent}" {
		t.Errorf("got %s", got)
	}
}

// What an Opt holds is never written to, so copies of a struct that has one do not change
// each other.
func TestACopyOfAnOptKeepsItsValue(t *testing.T) {
	a := settings{Name: Some("a"), Size: Some[int32](1)}
	b := a
	*Fill(&b.Name) = "b"
	if err := json.Unmarshal([]byte(`{"size":2}`), &b); err != nil {
		t.Fatal(err)
	}
	if a.Name.Or("") != "a" || a.Size.Or(0) != 1 || b.Name.Or("") != "b" || b.Size.Or(0) != 2 {
		t.Errorf("a is %+v, b is %+v", a, b)
	}
}

// The methods can be called on values without an address.
func TestAnOptNeedsNoAddress(t *testing.T) {
	m := map[string]Opt[int32]{"a": Int32(5)}
	if m["a"].Or(0) != 5 || !m["b"].IsZero() || Null[string]().Or("x") != "x" {
		t.Errorf("got %v", m)
	}
}
