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

func TestNumbersAndStatusesStandBehindAName(t *testing.T) {
	name := Ident{"Level"}
	for _, test := range []struct{ got, want Ident }{
		{name.Number("1"), Ident{"Level1"}},
		{name.Number("-1"), Ident{"LevelMinus1"}},
		{name.Number("1.5"), Ident{"LevelX15"}},
		{name.Number("low"), Ident{"LevelLow"}},
		{name.Status("404"), Ident{"Level404"}},
		{name.Status("4XX"), Ident{"Level4XX"}},
		{name.Status("2() {}"), Ident{"Level2"}},
		{Ident{"AsPet"}.Instead(Ident{"As"}, Ident{"Set"}), Ident{"SetPet"}},
		{Ident{"Pet"}.Instead(Ident{"As"}, Ident{"Set"}), Ident{"SetPet"}},
	} {
		if test.got != test.want {
			t.Errorf("got %s, want %s", test.got, test.want)
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
		given := Members(wire, Inner{Prefix: "type/", Asked: asked}).Names()
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
		if again := Members(shuffled, Inner{Prefix: "type/", Asked: asked}).Names(); !maps.Equal(again, given) {
			t.Fatalf("in another order\n got %v\nwant %v", again, given)
		}
		more := Members(append(wire, "aNewOne", "ANewOne"), Inner{Locked: given, Prefix: "type/", Asked: asked}).Names()
		for key, name := range given {
			if more[key] != name {
				t.Fatalf("%q was %q and became %q", key, name, more[key])
			}
		}
	})
}

// A lock is a file that anyone can edit.
func TestALockCannotSmuggleCode(t *testing.T) {
	for _, name := range []string{"x", "", "type", "A struct{}; func init() {}", "Extra"} {
		s := Members([]string{"a"}, Inner{Locked: map[string]string{"t/a": name}, Prefix: "t/"})
		if got := s.Of("t/a").String(); got != "A" {
			t.Errorf("a lock that says %q gives %q", name, got)
		}
	}
}

// Two wants with one key would want the same names for ever.
func TestOneKeyGetsOneName(t *testing.T) {
	s := NewScope(nil, "")
	want := Want{Key: "k", Names: []Ident{Exported("a")}}
	s.Give(want, want)
	if got := s.Of("k").String(); got != "A" {
		t.Errorf("the key is called %q", got)
	}
}

func TestAKnownNameStaysAndALowerRankWins(t *testing.T) {
	name, other := Exported("a"), Exported("b")
	want := func(key string, rank int, known bool) Want {
		return Want{Key: key, Names: []Ident{name, other.Plus(Exported(key))}, Rank: rank, Known: known}
	}
	for _, test := range []struct {
		wants []Want
		owner string
	}{
		{[]Want{want("x", 0, false), want("y", 0, false)}, ""},
		{[]Want{want("x", 1, false), want("y", 0, false)}, "y"},
		{[]Want{want("x", 1, false), want("y", 0, false), want("z", 0, false)}, ""},
		{[]Want{want("x", 2, true), want("y", 0, false)}, "x"},
		{[]Want{want("x", 2, true), want("y", 0, true)}, "y"},
	} {
		s := NewScope(nil, "scope/")
		s.Give(test.wants...)
		for _, w := range test.wants {
			if got := s.Of(w.Key); (got == name) != (w.Key == test.owner) {
				t.Errorf("of %v, %s is called %s", test.wants, w.Key, got)
			}
			if _, kept := s.Kept()["scope/"+w.Key]; kept != (w.Key != test.owner) {
				t.Errorf("of %v, the lock has %v", test.wants, s.Kept())
			}
		}
	}
}

// Whichever of two properties with one Go name comes first has it.
func TestWhatComesFirstHasTheName(t *testing.T) {
	for _, style := range styles {
		for _, two := range [][2]string{{"fooBar", "foo_bar"}, {"FooBar", "foo-bar"}, {"line1", "line_1"}, {"userId", "userID"}} {
			for _, order := range [][2]string{two, {two[1], two[0]}} {
				first := Members(order[:1], Inner{Style: style})
				then := Members(order[:], Inner{Style: style, Locked: first.Kept()})
				if then.Of(order[0]) != first.Of(order[0]) {
					t.Errorf("in the style %s, %q was %s and is %s beside %q", style, order[0], first.Of(order[0]), then.Of(order[0]), order[1])
				}
			}
		}
	}
}

func TestTheStyleIsThatOfMostNames(t *testing.T) {
	for want, names := range map[Style][]string{
		Camel:  {"id", "name"},
		Snake:  {"id", "foo_bar", "a_longer_one", "fooBar"},
		Pascal: {"Id", "FooBar", "foo_bar"},
		Kebab:  {"foo-bar", "x"},
		Upper:  {"FOO", "BAR_BAZ", "foo"},
	} {
		if got := StyleOf(names, Camel); got != want {
			t.Errorf("StyleOf(%q) = %s, want %s", names, got, want)
		}
	}
	if got := StyleOf([]string{"x"}, Snake); got != Snake {
		t.Errorf("the style of no name is %s", got)
	}
}
