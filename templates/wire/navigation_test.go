package wire

import (
	"testing"

	"github.com/seed-349153d7/odagen/templates/api"
)

// colleague is an entity with navigation properties.
type colleague struct {
	ID      string
	Name    api.Opt[string]
	Related *colleagueRelated
	Extra   api.Members
}

type colleagueRelated struct {
	Boss  api.Opt[*colleague]
	Peers []*colleague
}

var colleagueType Type

func (*colleague) WireType() *Type { return &colleagueType }

func init() {
	colleagueType = Type{
		Name: "test.member",
		Of:   (*colleague)(nil),
		Properties: []Property{
			{Name: "id", Flags: Key},
			{Name: "name", Facets: &Facets{MinLength: 1}},
			{Name: "boss", Flags: Nullable | Navigation},
			{Name: "peers", Flags: Navigation},
		},
	}
}

const expanded = `{"@odata.context":"c","id":"1","name":"Ann","boss":{"id":"2","boss":null},"peers":[{"id":"3"}],"peers@odata.nextLink":"l"}`

func readColleague(t *testing.T, text string) *colleague {
	t.Helper()
	m := new(colleague)
	if err := Unmarshal([]byte(text), m); err != nil {
		t.Fatal(err)
	}
	return m
}

func TestWhatWasExpandedIsInFields(t *testing.T) {
	m := readColleague(t, expanded)
	boss, ok := m.Related.Boss.Get()
	if !ok || boss.ID != "2" || !boss.Related.Boss.IsNull() || len(m.Related.Peers) != 1 || m.Related.Peers[0].ID != "3" {
		t.Errorf("related: %+v", m.Related)
	}
	if m.Related.Peers[0].Related != nil || readColleague(t, `{"id":"1"}`).Related != nil {
		t.Error("an entity without related ones has room for them")
	}
	// The members that are about no property come last.
	if text, err := Marshal(m); err != nil || string(text) != expanded {
		t.Errorf("again\n%s\nwant\n%s\n%v", text, expanded, err)
	}
}

func TestARequestHasNoRelatedObjectsUnlessAsked(t *testing.T) {
	for _, tt := range []struct {
		how  Request
		want string
	}{
		{Request{Method: "PATCH"}, `{"@odata.type":"#test.member","id":"1","name":"Ann"}`},
		{Request{Method: "POST", Related: true}, `{"@odata.type":"#test.member","id":"1","name":"Ann","boss":{"id":"2","boss":null},"peers":[{"id":"3"}]}`},
	} {
		m := readColleague(t, expanded)
		if text, err := AppendRequest(nil, tt.how, m); err != nil || string(text) != tt.want {
			t.Errorf("%+v:\n%s\nwant\n%s\n%v", tt.how, text, tt.want, err)
		}
	}
	var m colleague
	m.Extra.Set("peers@odata.bind", `["members('3')"]`) // is for requests
	if text, err := AppendRequest(nil, Request{Method: "PATCH"}, &m); err != nil || string(text) != `{"@odata.type":"#test.member","peers@odata.bind":["members('3')"]}` {
		t.Errorf("%s, %v", text, err)
	}
}

func TestRelatedObjectsAreCheckedAndRead(t *testing.T) {
	m := &colleague{Related: &colleagueRelated{Peers: []*colleague{{Name: api.Some("")}}}}
	if err := Validate(m); err == nil || err.Error() != "/peers/0/name: want at least 1 characters, got 0" {
		t.Errorf("Validate = %v", err)
	}
	if err := Validate(new(colleague)); err != nil {
		t.Errorf("Validate = %v", err)
	}
	if err := UnmarshalRequest([]byte(`{"peers":null}`), m); err == nil {
		t.Error("a request has null for a collection")
	}
	if fields := FieldsOf(new(colleague)); len(fields) != 4 {
		t.Errorf("there are %d fields", len(fields))
	}
	// A text that encoding would not give back is kept with the others.
	const odd = `{"id":"1","boss":{"id":"\u0041"},"peers":null}`
	if text, err := Marshal(readColleague(t, odd)); err != nil || string(text) != `{"id":"1","boss":{"id":"A"},"peers":null}` {
		t.Errorf("%s, %v", text, err)
	}
}

// OData JSON Format 4.01, 4.6: control information of answers is not for requests. What the
// program sets is sent, and so is what requests have: types, links to entities, versions.
func TestARequestDoesNotSayWhatTheServiceSaid(t *testing.T) {
	for text, want := range map[string]string{
		`{"@odata.context":"c","@odata.id":"i","@odata.editLink":"e","@odata.readLink":"r","@odata.mediaReadLink":"m","@odata.mediaContentType":"t","id":"1"}`: `{"id":"1"}`,
		`{"@context":"c","@id":"i","@editLink":"e","@metadataEtag":"m","@etag":"W/1","id":"1"}`:                                                                `{"@etag":"W/1","id":"1"}`,
		`{"@odata.type":"#test.member","@odata.etag":"W/1","@my.note":"n","id":"1"}`:                                                                           `{"@odata.etag":"W/1","@my.note":"n","id":"1"}`,
		`{"id":"1","#NS.act":{"title":"t"},"boss@odata.navigationLink":"n","boss@odata.associationLink":"a","peers@odata.count":3,"peers@odata.nextLink":"l"}`: `{"id":"1"}`,
		`{"id":"1","name":"Ann","name@my.note":"n","other":1,"other@my.note":"o","other@odata.type":"#Int16"}`:                                                 `{"id":"1","name":"Ann","name@my.note":"n","other":1,"other@my.note":"o","other@odata.type":"#Int16"}`,
		`{"id":"1","name@my.note":"n","gone@odata.type":"#Int16"}`:                                                                                             `{"id":"1"}`,
		`{"id":"1","boss@odata.bind":"members('2')","peers@bind":["members('3')"],"gone@odata.bind":"x"}`:                                                      `{"id":"1","boss@odata.bind":"members('2')","peers@bind":["members('3')"],"gone@odata.bind":"x"}`,
		`{"id":"1","boss":{"@odata.context":"c","@odata.id":"i","@odata.editLink":"e","id":"2"}}`:                                                              `{"id":"1","boss":{"@odata.id":"i","id":"2"}}`,
		`{"id":"1","note@odata.mediaEditLink":"e","note@odata.mediaReadLink":"r","note":"x"}`:                                                                  `{"id":"1","note":"x"}`,
		`{"id":"1","peers":null}`: `{"id":"1"}`,
	} {
		m := readColleague(t, text)
		got, err := AppendRequest(nil, Request{Method: "PUT", Related: true}, m)
		want = `{"@odata.type":"#test.member",` + want[1:]
		if err != nil || string(got) != want {
			t.Errorf("%s\nwas sent as %s, %v\nwant %s", text, got, err, want)
		}
		if back, err := Marshal(m); err != nil || string(back) != text {
			t.Errorf("%s\nis %s, %v", text, back, err)
		}
	}
	// A property that is taken out takes its annotations with it.
	m := readColleague(t, `{"id":"1","name":"Ann","name@my.note":"n"}`)
	m.Name = api.Opt[string]{}
	m.Extra.Set("@odata.id", `"i"`)
	m.Extra.Set("boss@my.note", `1`)
	if text, err := AppendRequest(nil, Request{Method: "PATCH"}, m); err != nil || string(text) != `{"@odata.type":"#test.member","@odata.id":"i","id":"1","boss@my.note":1}` {
		t.Errorf("%s, %v", text, err)
	}
}
