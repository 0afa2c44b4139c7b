package naming

import (
	"go/token"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestWireNamesBecomeGoNames(t *testing.T) {
	for wire, want := range map[string]string{
		"onboardingUrl":                    "OnboardingURL",
		"id":                               "ID",
		"userIds":                          "UserIDs",
		"remoteAssistanceOnboardingStatus": "RemoteAssistanceOnboardingStatus",
		"HTTPServer":                       "HTTPServer",
		"htmlURLTemplate":                  "HTMLURLTemplate",
		"IPv6":                             "IPv6",
		"x509Certificate":                  "X509Certificate",
		"snake_case_name":                  "SnakeCaseName",
		"_leading":                         "Leading",
		"kebab-case":                       "KebabCase",
		"a.b":                              "AB",
		"ALL_CAPS":                         "ALLCAPS",
		"1st":                              "X1st",
		"+1":                               "Plus1",
		"-1":                               "Minus1",
		"*":                                "Star",
		"":                                 "Empty",
		"名前":                               "X名前",
		"été":                              "Été",
		"oss":                              "Oss",
	} {
		if got := Exported(wire).String(); got != want {
			t.Errorf("Exported(%q) = %s, want %s", wire, got, want)
		}
	}
}

func TestUnexportedKeepsInitialismsWhole(t *testing.T) {
	for exported, want := range map[string]string{
		"ID": "id", "URLPath": "urlPath", "Type": "typeValue", "RemotePartner": "remotePartner",
	} {
		if got := Unexported(Ident{exported}).String(); got != want {
			t.Errorf("Unexported(%s) = %s, want %s", exported, got, want)
		}
	}
}

// Any set of names gets legal Go names that differ, whatever their order, and
// the same ones again once they are in the lock.
func TestMembersAreLegalDistinctAndStable(t *testing.T) {
	name := rapid.OneOf(rapid.String(), rapid.StringMatching(`[a-cA-C_.\-]{0,4}`), rapid.SampledFrom(MemberNames))
	rapid.Check(t, func(t *rapid.T) {
		wire := rapid.SliceOfDistinct(name, rapid.ID[string]).Draw(t, "wire")
		asked := rapid.MapOf(name, name).Draw(t, "asked")
		given := Members(nil, "type/", wire, asked).Names()
		if len(given) != len(wire) {
			t.Fatalf("%d names for %d members", len(given), len(wire))
		}
		seen := map[string]bool{}
		for key, name := range given {
			if !token.IsIdentifier(name) || !token.IsExported(name) || slices.Contains(MemberNames, name) || seen[name] {
				t.Fatalf("%q is called %q", key, name)
			}
			seen[name] = true
		}
		shuffled := rapid.Permutation(wire).Draw(t, "shuffled")
		if again := Members(nil, "type/", shuffled, asked).Names(); !maps.Equal(again, given) {
			t.Fatalf("in another order\n got %v\nwant %v", again, given)
		}
		more := Members(given, "type/", append(wire, "aNewOne", "ANewOne"), asked).Names()
		for key, name := range given {
			if more[key] != name {
				t.Fatalf("%q was %q and became %q", key, name, more[key])
			}
		}
	})
}

// A lock is a file that anyone can edit.
func TestALockCannotSmuggleCode(t *testing.T) {
	for _, name := range []string{"x", "", "type", "A struct{}; func init() {}", "OData"} {
		s := Members(map[string]string{"t/a": name}, "t/", []string{"a"}, nil)
		if got := s.Of("t/a").String(); got != "A" {
			t.Errorf("a lock that says %q gives %q", name, got)
		}
	}
}

// Two wants with one key would want the same names for ever.
func TestOneKeyGetsOneName(t *testing.T) {
	s := NewScope(nil)
	want := Want{Key: "k", Names: []Ident{Exported("a")}}
	s.Give(want, want)
	if got := s.Of("k").String(); got != "A" {
		t.Errorf("the key is called %q", got)
	}
}
