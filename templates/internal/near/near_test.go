package near

import "testing"

func TestTheClosestName(t *testing.T) {
	names := []string{"contains", "concat", "length", "Name"}
	for name, want := range map[string]string{
		"contain": "contains", "containz": "contains", "cotnains": "contains", "lengt": "length", "Nam": "Name", "name": "Name",
		"frobnicate": "", "Nme": "Name", "Foo": "", "": "", "cont": "", "Name": "Name", "conca": "concat",
	} {
		if got := Of(name, names); got != want {
			t.Errorf("Of(%q) = %q, want %q", name, got, want)
		}
	}
}
