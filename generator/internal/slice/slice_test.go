package slice_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/diag"
	"github.com/seed-349153d7/odagen/generator/internal/slice"
)

func TestWhatASelectorKeeps(t *testing.T) {
	const (
		leafs = "mailbox(locale)\nlocale(code)\nlicense(sku)\n"
		user  = "thing check()\nuser(id deleted name mail kinds) check() assign() assign() reveal() delta() List Get\n"
		users = "/users\n" + user + leafs + "secret(text)\nuserKind"
	)
	for _, tt := range []struct{ name, selectors, want string }{
		{"a set", "users", users},
		{"a key at the end", "/users/{user-id}", users},
		{"a singleton", "me", strings.Replace(users, "/users", "/me", 1)},
		{"a path", "users/messages", "/users\nuser /messages\nmessage(id body) List Get\nbody(type)\nbodyType"},
		{"a path with keys", "/users/{id}/messages('1')", "/users\nuser /messages\nmessage(id body) List Get\nbody(type)\nbodyType"},
		{"a long path", "me/messages/attachments", "/me\nuser /messages\nmessage /attachments\nattachment(id size) List Get"},
		{"what is on the way too", "groups/+messages/attachments", "/groups\nthing check()\ngroup(id deleted owner) /messages check() List Get\n" +
			"message /attachments\nattachment(id size) List Get\nlicense(sku)"},
		{"all navigation properties", "groups/*", "/groups\nthing(id deleted) check() List Get\ngroup /members /messages\nmessage(id body) List Get\nbody(type)\nbodyType"},
		{"any depth", "groups/**/attachments", "/groups\nuser /messages\ngroup /messages\nmessage /attachments /sender\nattachment(id size) List Get"},
		{"a type", "graph.mailbox", "mailbox(locale)\nlocale(code)"},
		{"a type without its namespace", "secret", "secret(text)"},
		{"a type that no path leads to has no operations", "user", "user(id deleted name mail kinds) List Get\nmailbox(locale)\nlocale(code)\nuserKind"},
		{"a type on a path has its operations", "me/messages user", "/me\nthing check()\n" +
			"user(id deleted name mail kinds) /messages check() assign() assign() reveal() delta() List Get\n" +
			"message(id body) List Get\n" + leafs[:len(leafs)-1] + "\nbody(type)\nsecret(text)\nuserKind bodyType"},
		{"a namespace", "graph.security.*", "secret(text)"},
		{"a star ends at a dot", "graph.*Kind", "userKind"},
		{"two stars do not", "graph.**ecret", "secret(text)"},
		{"an enumeration", "bodyType", "bodyType"},
		{"derived types", "me/messages/attachments+derived", "/me\nuser /messages\nmessage /attachments\nattachment(id size) List Get\nfileAttachment(id size bytes)"},
		{"a path from a type", "group/members", "thing(id deleted) List Get\ngroup /members"},
		{"an action of the root", "search", "search()\nsearchHit(rank)\nsearchRequest(text)"},
		{"all overloads of an action", "groups/members/check", "/groups\nthing check()\ngroup /members"},
		{"an inherited action", "groups/{id}/graph.check", "/groups\nthing check()\ngroup check()"},
		{"an action and what leads to it", "graph.reveal", "/users /me\nuser reveal()\nsecret(text)"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			out, _ := cut(t, directory(), tt.selectors)
			if diff := cmp.Diff(strings.TrimSpace(tt.want), outline(out)); diff != "" {
				t.Errorf("Cut(%q) (-want +got):\n%s", tt.selectors, diff)
			}
		})
	}
}

// A model has the navigation properties that lead to models, followed or not.
func TestAModelHasWhatLeadsToModels(t *testing.T) {
	for _, tt := range []struct{ selectors, of, want string }{
		{"users", "user", ""},
		{"users/+messages", "user", "messages"},
		{"users message", "user", "messages"},
		{"users/messages", "user", ""}, // a step has no model
		{"users/+messages/+attachments", "message", "attachments sender"},
	} {
		out, _ := cut(t, directory(), tt.selectors)
		var got []string
		for _, s := range out.Structs {
			if s.Name.Local != tt.of {
				continue
			}
			for _, nav := range s.AllRelated() {
				got = append(got, nav.Name)
			}
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("Cut(%q): %s has %q, want %q", tt.selectors, tt.of, got, tt.want)
		}
	}
}

// A step has no operation that is kept for its base type, which it may override.
func TestAStepHasTheInheritedOperationsThatWereAskedForThere(t *testing.T) {
	const members = "/groups\nthing(id deleted) check() delta() List Get\n"
	for _, tt := range []struct{ name, selectors, want string }{
		{"none", "groups/members+derived", members + "user(id deleted name mail kinds)\ngroup(id deleted owner) /members"},
		{"one of two", "groups/members+derived groups/check", members + "user(id deleted name mail kinds)\ngroup(id deleted owner) /members check()"},
		{"one by its name alone", "groups/members graph.check", "/users /groups /me\nthing(id deleted) check() delta() List Get\nuser check()\ngroup /members check()"},
		{"its own, and no other", "groups/members groups/delta", members + "group(id deleted owner) /members delta()"},
		{"all of a whole type but what it overrides", "groups", "/groups\nthing check()\ngroup(id deleted owner) check() delta() List Get"},
		{
			"not that of the base in place of one that is excluded", "groups groups/members - groups/delta",
			"/groups\nthing(id deleted) check() delta() List Get\ngroup(id deleted owner) /members check() List Get",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := directory()
			thing, group := a.Structs[1], a.Structs[3]
			for _, s := range []*api.Struct{thing, group} {
				s.SetOps = []*api.Operation{{Namespace: "graph", Name: "delta", Function: true, Result: api.List{Elem: s}}}
			}
			out, _ := cut(t, a, tt.selectors)
			var got []string
			for line := range strings.SplitSeq(outline(out), "\n") {
				if word := strings.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune("( ", r) })[0]; strings.Contains("/users /groups /me thing user group", word) {
					got = append(got, line)
				}
			}
			if diff := cmp.Diff(tt.want, strings.Join(got, "\n")); diff != "" {
				t.Errorf("Cut(%q) (-want +got):\n%s", tt.selectors, diff)
			}
			for _, s := range out.Structs {
				for _, op := range s.AllSetOps() {
					if s.Name.Local == "group" && op.Result != (api.List{Elem: s}) {
						t.Errorf("Cut(%q): delta of group answers %v", tt.selectors, op.Result)
					}
				}
			}
		})
	}
}

func TestNothingIncludedKeepsEverything(t *testing.T) {
	a := directory()
	out, _ := cut(t, a, "")
	if diff := cmp.Diff(outline(a), outline(out)); diff != "" {
		t.Errorf("Cut (-input +output):\n%s", diff)
	}
}

func TestExclusionsWin(t *testing.T) {
	for _, tt := range []struct{ name, selectors, want string }{
		{"a navigation property", "groups/* - groups/members", "/groups\ngroup /messages\nmessage(id body) List Get\nbody(type)\nbodyType"},
		{"a type, and what refers to it", "users/messages/* users/+manager - mailbox license secret attachment", "/users\nthing(id deleted) check() List Get\n" +
			"user(id deleted name kinds) /manager /messages check() assign() delta() List Get\nmessage /sender\nuserKind"},
		{"an action", "groups/members - check", "/groups\nthing(id deleted) List Get\ngroup /members"},
		{"a set", "* - groups users reveal assign delta check", "/me\nuser(id deleted name mail kinds) List Get\nmailbox(locale)\nlocale(code)\nuserKind"},
		{"derived types", "- thing+derived * entity search attachment+derived message", "mailbox(locale)\nlocale(code)\nlicense(sku)\nbody(type)\n" +
			"searchHit(rank)\nsearchRequest(text)\nsecret(text)\nuserKind bodyType"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			out, _ := cut(t, directory(), tt.selectors)
			if diff := cmp.Diff(tt.want, outline(out)); diff != "" {
				t.Errorf("Cut(%q) (-want +got):\n%s", tt.selectors, diff)
			}
		})
	}
}

func TestASelectorThatSelectsNothingIsReported(t *testing.T) {
	for _, tt := range []struct{ selectors, want, hint string }{
		{"usrs", `1:1: selects-nothing: include "usrs" selects nothing: nothing is called "usrs"`, `did you mean "users"?`},
		{"users/mesages/x", `1:1: selects-nothing: include "users/mesages/x" selects nothing: graph.user has no "mesages"`, `did you mean "messages"?`},
		{"users/+asssign", `1:1: selects-nothing: include "users/+asssign" selects nothing: graph.user has no "asssign"`, `did you mean "assign"?`},
		{"users/**/atachments", `1:1: selects-nothing: include "users/**/atachments" selects nothing: graph.thing has no "atachments"`, `did you mean "attachments"?`},
		{"users - graph.usr", `1:3: selects-nothing: exclude "graph.usr" selects nothing: nothing is called "graph.usr"`, `did you mean "graph.user"?`},
		{"zzzzzzzz", `1:1: selects-nothing: include "zzzzzzzz" selects nothing: nothing is called "zzzzzzzz"`, `list what there is with "odagen inspect --paths" or "--types"`},
		{"/", `1:1: selects-nothing: include "/" selects nothing: nothing is called ""`, `list what there is with "odagen inspect --paths" or "--types"`},
		{"users/messages - messages message", `1:3: selects-nothing: exclude "messages" selects nothing: nothing is called "messages"`, `did you mean "message"?`},
		{"users/messages - message", `1:1: warning: all-excluded: include "users/messages": all that it selects is excluded`, `remove it, or the exclusion`},
		{"user/messages", `1:1: warning: no-calls: include "user/messages" selects no calls: it begins at the type "graph.user", and no path that is kept leads to it`, `did you mean "users/messages"?`},
		{"message/attachments", `1:1: warning: no-calls: include "message/attachments" selects no calls: it begins at the type "graph.message", and no path that is kept leads to it`, `begin it at a set or a singleton`},
		{"assign - users me", `1:1: warning: no-path: include "assign": no path that is kept leads to "graph.user", which assign is bound to`, `include a path that ends in "assign", or in "user" alone`},
	} {
		var diags diag.List
		slice.Cut(directory(), options(tt.selectors), &diags)
		got := diags.Sorted()
		if len(got) == 0 {
			t.Errorf("Cut(%q) reported nothing", tt.selectors)
			continue
		}
		last := got[len(got)-1]
		if text := strings.TrimPrefix(last.Error(), "odagen.yaml:"); text != tt.want || last.Hint != tt.hint {
			t.Errorf("Cut(%q) reported\n%s\n%s, want\n%s\n%s", tt.selectors, text, last.Hint, tt.want, tt.hint)
		}
	}
}

// A path from a type adds to what other selectors lead to.
func TestAPathThatBeginsAtATypeOnAPathHasCalls(t *testing.T) {
	for _, selectors := range []string{"users user/messages", "me thing/check", "users/messages message/+attachments", "user", "thing+derived"} {
		if _, got := cutWith(t, selectors); len(got) > 0 {
			t.Errorf("Cut(%q) reported %v", selectors, got)
		}
	}
}

func TestAMethodOfASetIsNotSelectedAlone(t *testing.T) {
	var diags diag.List
	slice.Cut(directory(), slice.Options{Include: []slice.Root{{Text: "GET /users"}}}, &diags)
	want := `selects-nothing: include "GET /users" selects nothing: /users leads to entities, whose calls are selected together; write it without GET`
	if got := diags.Sorted(); len(got) != 1 || got[0].Error() != want {
		t.Errorf("Cut reported %v, want %s", got, want)
	}
}

func cutWith(t *testing.T, selectors string) (*api.API, []diag.Diagnostic) {
	t.Helper()
	var diags diag.List
	out, _ := slice.Cut(directory(), options(selectors), &diags)
	return out, diags.Sorted()
}

func TestTheReasonForATypeIsTheWayToIt(t *testing.T) {
	for _, tt := range []struct{ selectors, typ, want string }{
		{"users", "graph.locale", `type by users: path users graph.user; property graph.user.mail graph.mailbox; property graph.mailbox.locale graph.locale`},
		{"users", "graph.security.secret", `type by users: path users graph.user; result graph.user.reveal graph.security.secret`},
		{"users", "graph.license", `type by users: path users graph.user; parameter graph.user.assign(add) graph.license`},
		{"users", "graph.entity", `base by users: path users graph.user; base graph.user graph.thing; base graph.thing graph.entity`},
		{"me/messages", "graph.user", `step by me/messages: path me graph.user`},
		{"me/messages", "graph.bodyType", `type by me/messages: path me graph.user; path graph.user.messages graph.message; property graph.message.body graph.body; property graph.body.type graph.bodyType`},
		{"users/messages/attachments me/messages", "graph.message", `type by me/messages: path me graph.user; path graph.user.messages graph.message`},
		{"locale", "graph.locale", `type by locale: named  graph.locale`},
		{"group/members", "graph.thing", `type by group/members: named  graph.group; path graph.group.members graph.thing`},
		{"attachment+derived", "graph.fileAttachment", `type by attachment+derived: named  graph.attachment; derived graph.attachment graph.fileAttachment`},
		{"search", "graph.searchHit", `type by search: result search graph.searchHit`},
		{"", "graph.thing", `type by : path users graph.user; base graph.user graph.thing`},
		{"", "graph.attachment", `type by : path users graph.user; path graph.user.messages graph.message; path graph.message.attachments graph.attachment`},
		{"", "graph.searchRequest", `type by : parameter search(request) graph.searchRequest`},
	} {
		_, reasons := cut(t, directory(), tt.selectors)
		r, _ := reasons.Of(tt.typ)
		var steps []string
		for _, s := range r.Steps {
			steps = append(steps, string(s.Kind)+" "+s.Via+" "+s.Type)
		}
		if got := string(r.Role) + " by " + r.Selector + ": " + strings.Join(steps, "; "); got != tt.want {
			t.Errorf("reason for %s in %q =\n%s, want\n%s", tt.typ, tt.selectors, got, tt.want)
		}
	}
	if _, reasons := cut(t, directory(), "me/messages"); reasons != nil {
		if r, ok := reasons.Of("graph.group"); ok {
			t.Errorf("reason for a type that is not kept = %v", r)
		}
	}
}

func TestAReasonTellsASelector(t *testing.T) {
	_, all := cut(t, directory(), "")
	for typ, want := range map[string]string{
		"graph.body": "users/messages", "graph.user": "users", "graph.fileAttachment": "graph.fileAttachment", "graph.searchHit": "graph.searchHit",
	} {
		if r, _ := all.Of(typ); r.Include() != want {
			t.Errorf("selector for %s = %q, want %q", typ, r.Include(), want)
		}
	}
}
