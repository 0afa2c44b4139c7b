package goapi

import (
	"go/parser"
	"go/token"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const source = `package p

type Pet struct {
	Name api.Opt[string]
	tag  int
	Tags []string
	Of   map[string]*Pet
}

func (p *Pet) Validate() error                       { return nil }
func (p Pet) MarshalJSON() ([]byte, error)           { return nil, nil }
func (c *Client) Get(ctx context.Context, a, b int, opts ...client.Option) (*Pet, error) { return nil, nil }
func (UnimplementedService) Get(ctx context.Context) error   { return nil }
func (UnimplementedService) mustEmbedUnimplementedService() {}
func New(f func(int) error) *Client { return nil }
func hidden()                       {}

type Service interface {
	Get(ctx context.Context) error
	mustEmbedUnimplementedService()
}

type UnimplementedService struct{}
type Client struct{ At rest.At }
type Size string
type Problem = client.ErrorWith[*Pet]

const SizeSmall Size = "small"

const BaseURL = "https://example.com"

var Sizes = []Size{SizeSmall}
`

const listed = `BaseURL = "https://example.com"
Client struct
Client.At rest.At
Client.Get(context.Context, int, int, ...client.Option) (*Pet, error)
New(func(int) error) *Client
Pet struct
Pet.Name api.Opt[string]
Pet.Of map[string]*Pet
Pet.Tags []string
Pet.Validate() error
Problem = client.ErrorWith[*Pet]
Service interface
Service.Get(context.Context) error
Size string
SizeSmall Size = "small"
Sizes var
UnimplementedService struct
UnimplementedService is Service
`

func listOf(t *testing.T, src string) []Entry {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), "p.go", src, 0)
	if err != nil {
		t.Fatal(err)
	}
	var l Lister
	l.Add(f)
	return l.Entries()
}

func text(list []Entry) string {
	var b strings.Builder
	for _, e := range list {
		b.WriteString(e.Line() + "\n")
	}
	return b.String()
}

// What callers can name has a line each; what they cannot name, what all types have and
// what an interface says already has none.
func TestTheAPIIsListed(t *testing.T) {
	if diff := cmp.Diff(listed, text(Short(listOf(t, source)))); diff != "" {
		t.Error(diff)
	}
}

// A list that is read back is the one that was written.
func TestAListIsReadBack(t *testing.T) {
	back := ParseList("// a head\n" + strings.ReplaceAll(listed, "Tags []string", "Tags []string  // tags"))
	if diff := cmp.Diff(listed, text(back)); diff != "" {
		t.Error(diff)
	}
	kinds := map[string]Kind{}
	for _, e := range listOf(t, source) {
		kinds[e.Name+e.Text] = e.Kind
	}
	for _, e := range back {
		if want := kinds[e.Name+e.Text]; e.Kind != want {
			t.Errorf("%s is a %s, want a %s", e.Name, e.Kind, want)
		}
	}
}

func TestAChangeThatBreaksCallersIsTold(t *testing.T) {
	for _, row := range []struct {
		old, new string
		name     string // of the change; "" for none
		breaking bool
	}{
		{"", "", "", false},
		{"Tags []string", "Tags []int", "Pet.Tags", true},
		{"\tTags []string\n", "", "Pet.Tags", true},
		{"\tTags []string\n", "\tTags []string\n\tMore int\n", "Pet.More", false},
		{"\tGet(ctx context.Context) error\n", "\tGet(ctx context.Context) error\n\tMore()\n", "Service.More", false},
		{"\tGet(ctx context.Context) error\n\tmustEmbedUnimplementedService()\n", "\tGet(ctx context.Context) error\n", "Service", false},
		{"func (UnimplementedService) mustEmbedUnimplementedService() {}", "", "UnimplementedService", true},
		{"At rest.At", "At rest.At; more func()", "Client", true}, // == does not compile any more
		{"func (p *Pet) Validate", "func (p Pet) Validate", "Pet.Validate", false},
		{`"small"`, `"tiny"`, "SizeSmall", true},
		{"opts ...client.Option", "opts []client.Option", "Client.Get", true},
		{"ctx context.Context, a, b int", "c context.Context, x, y int", "", false},
	} {
		found := Compare(listOf(t, source), listOf(t, strings.Replace(source, row.old, row.new, 1)))
		switch {
		case row.name == "" && len(found) > 0:
			t.Errorf("%q to %q: %s has changed", row.old, row.new, found[0].Name())
		case row.name == "":
		case len(found) == 0 || found[0].Name() != row.name || found[0].Breaking != row.breaking:
			t.Errorf("%q to %q: %+v, want %s, breaking %t", row.old, row.new, found, row.name, row.breaking)
		}
	}
}

// An interface that others can implement breaks them when it gets a method.
func TestAMethodMoreBreaksAnOpenInterface(t *testing.T) {
	const open = "package p\n\ntype Calls interface{ Get() }\n"
	found := Compare(listOf(t, open), listOf(t, strings.Replace(open, "Get()", "Get(); More()", 1)))
	if len(found) != 1 || !found[0].Breaking {
		t.Errorf("%+v", found)
	}
}
