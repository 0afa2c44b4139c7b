package wire

import (
	"testing"

	"github.com/seed-349153d7/odagen/templates/api"
)

// outer is a type that a merge patch has, with inner in it and whole in a list of it.
type outer struct {
	Name   api.Opt[string]
	Inner  api.Opt[*inner]
	Wholes api.Opt[[]*whole]
	Extra  api.Members
}

type inner struct {
	X     api.Opt[string]
	Extra api.Members
}

type whole struct {
	A     string
	B     api.Opt[int32]
	More  map[string]*whole
	Maybe api.Opt[*whole]
	Extra api.Members
}

var (
	outerType = Type{Name: "Outer", Of: (*outer)(nil), Plain: true, Properties: []Property{{Name: "name", Flags: Required}, {Name: "inner", Flags: Required}, {Name: "wholes"}}}
	innerType = Type{Name: "Inner", Of: (*inner)(nil), Plain: true, Properties: []Property{{Name: "x", Flags: Required}}}
	wholeType = Type{
		Name: "Whole", Of: (*whole)(nil), Plain: true,
		Properties: []Property{{Name: "a", Flags: Required}, {Name: "b", Default: "7", Facets: &Facets{Maximum: "9"}}, {Name: "more"}, {Name: "maybe"}},
		Derived:    &Union{Discriminator: "a", Variants: []Variant{{Value: "child", Of: (*child)(nil)}}},
	}
	childType = Type{
		Name: "Child", Of: (*child)(nil), Plain: true, Properties: []Property{{Name: "a", Flags: Required}, {Name: "c"}},
		Derived: &Union{Discriminator: "a", Variants: []Variant{{Value: "grandchild", Of: (*grandchild)(nil)}, {Value: "child", Of: (*child)(nil)}}},
	}
	grandchildType = Type{Name: "Grandchild", Of: (*grandchild)(nil), Plain: true, Properties: []Property{{Name: "a", Flags: Required}}}
)

type child struct {
	A     string
	C     api.Opt[bool]
	Extra api.Members
}

type grandchild struct {
	A     string
	Extra api.Members
}

func (*outer) WireType() *Type      { return &outerType }
func (*inner) WireType() *Type      { return &innerType }
func (*whole) WireType() *Type      { return &wholeType }
func (*child) WireType() *Type      { return &childType }
func (*grandchild) WireType() *Type { return &grandchildType }

func TestAPatchHasPartsButInLists(t *testing.T) {
	for text, good := range map[string]bool{
		`{}`: true, `{"name":null}`: true, `{"inner":{}}`: true, `{"inner":{"x":null}}`: true, `{"wholes":null}`: true, `{"wholes":[{"a":"1"}]}`: true,
		`{"wholes":[{}]}`: false, `{"wholes":[{"a":null}]}`: false, `{"wholes":[{"a":"1","b":10}]}`: false, `{"name":1}`: false,
	} {
		o := new(outer)
		err := DecodePatch([]byte(text), &o)
		v := Validator{Patch: true}
		if v.Value(nil, &o); (err == nil && v.Errs == nil) != good {
			t.Errorf("%s: %v, %v", text, err, v.Errs)
		}
		if got, err := Marshal(o); good && (err != nil || string(got) != text) {
			t.Errorf("%s comes back as %s, %v", text, got, err)
		}
	}
}

func TestDefaultsAreSetWhereNothingIs(t *testing.T) {
	for text, want := range map[string]string{
		`{"a":""}`:                       `{"a":"","b":7}`,
		`{"a":"","b":0}`:                 `{"a":"","b":0}`,
		`{"a":"","b":null}`:              `{"a":"","b":null}`,
		`{"a":"","maybe":{"a":"x"}}`:     `{"a":"","b":7,"maybe":{"a":"x","b":7}}`,
		`{"a":"","more":{"k":{"a":""}}}`: `{"a":"","b":7,"more":{"k":{"a":"","b":7}}}`,
	} {
		list := []*whole{new(whole)}
		if err := Unmarshal([]byte(text), list[0]); err != nil {
			t.Fatal(err)
		}
		SetDefaults(&list)
		if got, err := Marshal(list[0]); err != nil || string(got) != want {
			t.Errorf("%s has %s, %v, want %s", text, got, err, want)
		}
	}
}

func TestDerivedTypesAreToldByTheirDiscriminator(t *testing.T) {
	for value, want := range map[string][2]bool{"child": {true, false}, "grandchild": {true, true}, "other": {}, "": {}} {
		w := &whole{A: value}
		_, isChild := As[*child](w)
		_, isGrandchild := As[*grandchild](w)
		if got := [2]bool{isChild, isGrandchild}; got != want {
			t.Errorf("%q is a child, a grandchild: %v, want %v", value, got, want)
		}
	}
	for o, want := range map[Object]string{
		&child{C: api.Bool(true)}: `{"a":"child","c":true}`, &grandchild{}: `{"a":"grandchild"}`, &child{A: "own"}: `{"a":"own"}`,
	} {
		w, err := From[*whole](o)
		if err != nil {
			t.Errorf("From(%+v): %v", o, err)
			continue
		}
		if got, _ := Marshal(w); string(got) != want {
			t.Errorf("From(%+v) = %s, want %s", o, got, want)
		}
	}
	if w, err := From[*whole](&inner{}); err == nil {
		t.Errorf("From(inner) = %+v", w)
	}
	if _, err := From[*whole]((*child)(nil)); err == nil {
		t.Error("From(nil) is something")
	}
}
