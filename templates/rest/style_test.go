package rest

import (
	"net/http"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"testing/quick"
	"unicode/utf8"

	"github.com/seed-349153d7/odagen/templates/api"
	"github.com/seed-349153d7/odagen/templates/shape"
	"github.com/seed-349153d7/odagen/templates/wire"
)

// item is a line of an order.
type item struct {
	Price    api.Opt[string]
	Quantity api.Opt[int32]
	Tags     []string
	Extra    api.Members
}

var itemType = wire.Type{
	Of:         (*item)(nil),
	Properties: []wire.Property{{Name: "price"}, {Name: "quantity"}, {Name: "tags"}},
}

func (*item) WireType() *wire.Type { return &itemType }

// order has a value of each kind.
type order struct {
	ID    api.Opt[string]
	Lines []*item
	First api.Opt[*item]
	Names []string
	Open  map[string]string
	Any   api.Raw
	Extra api.Members
}

var orderType = wire.Type{
	Of: (*order)(nil),
	Properties: []wire.Property{
		{Name: "id"}, {Name: "line_items"}, {Name: "first"}, {Name: "names"}, {Name: "open"}, {Name: "any"},
	},
}

func (*order) WireType() *wire.Type { return &orderType }

// written returns a value as a parameter has it in a request.
func written(t *testing.T, p *Param, field any) string {
	t.Helper()
	v, err := p.Flatten(field)
	if err == nil {
		err = p.Sendable(v)
	}
	if err != nil {
		t.Fatalf("%+v: %v", p, err)
	}
	switch p.In {
	case InPath:
		return p.InPath(v)
	case InQuery:
		return p.InQuery(v)
	case InHeader:
		return p.InHeader(v)
	}
	h := http.Header{}
	p.InCookie(h, v)
	return h.Get("Cookie")
}

// read reads what written gives.
func read(t *testing.T, p *Param, text string, field any) (bool, error) {
	t.Helper()
	var in Incoming
	switch p.In {
	case InPath:
		in.Path = []string{text}
	case InQuery:
		pairs, err := SplitQuery(text)
		if err != nil {
			t.Fatal(err)
		}
		in.Query = pairs
	case InHeader:
		in.Header = http.Header{http.CanonicalHeaderKey(p.Name): {text}}
	default:
		in.Cookie = (&http.Request{Header: http.Header{"Cookie": {text}}}).Cookies()
	}
	return p.Decode(&in, 0, field)
}

func TestParametersAreWrittenInTheirStyles(t *testing.T) {
	list, lists := []string{"a/b", "c,d"}, [][]int32{{1, 2}, {3}}
	object := &item{Price: api.String("1;2"), Quantity: api.Int32(3)}
	text := "é /&"
	for _, tt := range []struct {
		p     Param
		field any
		want  string
	}{
		{Param{In: InPath}, &text, "%C3%A9%20%2F%26"},
		{Param{In: InPath}, &list, "a%2Fb,c%2Cd"},
		{Param{In: InPath}, &object, "price,1%3B2,quantity,3"},
		{Param{In: InPath, Explode: true}, &object, "price=1%3B2,quantity=3"},
		{Param{In: InPath, Style: "label"}, &list, ".a%2Fb,c%2Cd"},
		{Param{In: InPath, Style: "label", Explode: true}, &list, ".a%2Fb.c%2Cd"},
		{Param{In: InPath, Style: "matrix"}, &list, ";n=a%2Fb,c%2Cd"},
		{Param{In: InPath, Style: "matrix", Explode: true}, &list, ";n=a%2Fb;n=c%2Cd"},
		{Param{In: InPath, Style: "matrix", Explode: true}, &object, ";price=1%3B2;quantity=3"},
		{Param{In: InQuery, Explode: true}, &list, "n=a%2Fb&n=c%2Cd"},
		{Param{In: InQuery}, &list, "n=a%2Fb,c%2Cd"},
		{Param{In: InQuery, Style: "spaceDelimited"}, &list, "n=a%2Fb%20c%2Cd"},
		{Param{In: InQuery, Style: "pipeDelimited"}, &list, "n=a%2Fb%7Cc%2Cd"},
		{Param{In: InQuery, Reserved: true}, &text, "n=%C3%A9%20/%26"},
		{Param{In: InQuery, Style: "deepObject", Explode: true}, &object, "n[price]=1%3B2&n[quantity]=3"},
		{Param{In: InQuery, Style: "deepObject", Explode: true}, &list, "n[0]=a%2Fb&n[1]=c%2Cd"},
		{Param{In: InQuery, JSON: true}, &object, "n=%7B%22price%22%3A%221%3B2%22%2C%22quantity%22%3A3%7D"},
		{Param{In: InQuery, Separators: "\t"}, &list, "n=a%2Fb%09c%2Cd"},
		{Param{In: InQuery, Separators: "|,"}, &lists, "n=1,2%7C3"},
		{Param{In: InQuery, Separators: "&,", Explode: true}, &lists, "n=1,2&n=3"},
		{Param{In: InPath, Separators: " |"}, &lists, "1%7C2%203"},
		{Param{In: InHeader, Separators: "|,"}, &lists, "1,2|3"},
		{Param{In: InCookie, Separators: "|,"}, &lists, "n=1,2%7C3"},
		{Param{In: InQuery}, &lists, "n=%5B1%2C2%5D,%5B3%5D"},
		{Param{In: InHeader}, &list, "a/b,c%2Cd"},
		{Param{In: InHeader}, &text, "é /&"},
		{Param{In: InCookie}, &text, "n=%C3%A9%20%2F%26"},
		{Param{In: InCookie, Explode: true}, &list, "n=a%2Fb; n=c%2Cd"},
	} {
		tt.p.Name = "n"
		if got := written(t, &tt.p, tt.field); got != tt.want {
			t.Errorf("%+v: %s, want %s", tt.p, got, tt.want)
		}
	}
}

// Lists have indices in the style deepObject: a reader that knows no indices would take
// objects with one name for one object.
func TestListsInDeepObjectsHaveIndices(t *testing.T) {
	o := &order{
		Lines: []*item{{Price: api.String("p1"), Quantity: api.Int32(2)}, {Price: api.String("p2"), Tags: []string{"x", "y"}}},
		Names: []string{"a"}, Open: map[string]string{"k": "v"}, Any: `{"z":[1,{"y":true}]}`,
	}
	p := Param{Name: "o", In: InQuery, Style: "deepObject", Explode: true}
	const want = "o[line_items][0][price]=p1&o[line_items][0][quantity]=2&o[line_items][1][price]=p2&o[line_items][1][tags][0]=x" +
		"&o[line_items][1][tags][1]=y&o[names][0]=a&o[open][k]=v&o[any][z][0]=1&o[any][z][1][y]=true"
	got := written(t, &p, &o)
	if got != want {
		t.Errorf("wrote %s\nwant %s", got, want)
	}
	var back *order
	if found, err := read(t, &p, got, &back); !found || err != nil || !reflect.DeepEqual(back, o) {
		t.Errorf("read %+v, %v, %v", back, found, err)
	}

	lines := o.Lines
	p = Param{Name: "line_items", In: InQuery, Style: "deepObject", Explode: true}
	got = written(t, &p, &lines)
	if !strings.HasPrefix(got, "line_items[0][price]=p1&line_items[0][quantity]=2&line_items[1][price]=p2&") {
		t.Errorf("wrote %s", got)
	}
	var listed []*item
	if found, err := read(t, &p, got, &listed); !found || err != nil || !reflect.DeepEqual(listed, lines) {
		t.Errorf("read %+v, %v, %v", listed, found, err)
	}
}

func TestDeepObjectsAreReadAsOthersWriteThem(t *testing.T) {
	for query, want := range map[string]string{
		"o[names]=a&o[names]=b":                    `{"names":["a","b"]}`,
		"o[names][]=a&o[names][]=b":                `{"names":["a","b"]}`,
		"o[names][1]=b&o[names][0]=a":              `{"names":["a","b"]}`,
		"o[names][999999999]=b&o[names][7]=a":      `{"names":["a","b"]}`,
		"o[line_items][0][price]=p&x=y&o=1":        `{"line_items":[{"price":"p"}]}`,
		"o[line_items][0][tags]=p":                 `{"line_items":[{"tags":["p"]}]}`,
		"o[id]=a%26b+c":                            `{"id":"a&b c"}`,
		"o[other][a]=1&o[other][b]=x":              `{"other":{"a":1,"b":"x"}}`,
		"o[any]=1":                                 `{"any":1}`,
		"o[any][0]=1&o[any][1]=x":                  `{"any":[1,"x"]}`,
		"o[any][1]=1":                              `{"any":{"1":1}}`,
		"o[open][a]=1&o[open][b]=2":                `{"open":{"a":"1","b":"2"}}`,
		"o%5Bfirst%5D%5Bprice%5D=p":                `{"first":{"price":"p"}}`,
		"o[first][quantity]=2&o[first][price]=%22": `{"first":{"price":"\"","quantity":2}}`,
	} {
		p := Param{Name: "o", In: InQuery, Style: "deepObject", Explode: true}
		var o *order
		found, err := read(t, &p, query, &o)
		if err != nil || !found {
			t.Errorf("%s: %v, %v", query, found, err)
			continue
		}
		if text, err := wire.Marshal(o); err != nil || string(text) != want {
			t.Errorf("%s was read as %s, %v, want %s", query, text, err, want)
		}
	}
	for query, want := range map[string]string{
		"o[id]=a&o[id]=b":                "id: a name comes twice",
		"o[id]=a&o[id][b]=c":             "id: a name has a value and members",
		"o[names][x]=a":                  `names: want an index, got "x"`,
		"o[names][-1]=a":                 `names: want an index, got "-1"`,
		"o[names][]=a&o[names][0]=b":     `names: want an index, got ""`,
		"o[line_items][][price]=a":       "line_items: an item that has members needs an index",
		"o[first][quantity]=x":           `/first/quantity: want an integer`,
		"o" + strings.Repeat("[]", 40):   "names lead deeper than 32 levels",
		"o" + strings.Repeat("[x]", 1e5): "names lead deeper than 32 levels",
		"o[line_items][0]=a":             `/line_items/0: want an object, got a string`,
	} {
		p := Param{Name: "o", In: InQuery, Style: "deepObject", Explode: true}
		var o *order
		_, err := read(t, &p, query, &o)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.60s: %v, want %q", query, err, want)
		}
	}
}

// A union in the style deepObject is an object, or a text (OpenAPI 3.1, 4.8.12 leaves it
// open).
func TestAUnionInADeepObjectIsNotDropped(t *testing.T) {
	p := Param{Name: "created", In: InQuery, Style: "deepObject", Explode: true}
	for query, want := range map[string]api.Raw{"created[gte]=5": `{"gte":5}`, "created=5": "5"} {
		var raw api.Raw
		if found, err := read(t, &p, query, &raw); !found || err != nil || raw != want {
			t.Errorf("%s: %s, %v, %v, want %s", query, raw, found, err, want)
		}
		if got := written(t, &p, &raw); got != query {
			t.Errorf("wrote %s, want %s", got, query)
		}
	}
}

func TestNamesOfAMapTakeNoSquareOfTime(t *testing.T) {
	var query strings.Builder
	for i := range 200_000 {
		query.WriteString("&k" + strconv.Itoa(i) + "=1")
	}
	p := Param{Name: "o", In: InQuery, Explode: true}
	var lists map[string][]string
	if found, err := read(t, &p, query.String(), &lists); !found || err != nil || len(lists) != 200_000 {
		t.Errorf("%d names, %v, %v", len(lists), found, err)
	}
}

// What is written is read as the same, in all styles.
func TestParametersComeBack(t *testing.T) {
	var all []Param
	for _, explode := range []bool{false, true} {
		for _, in := range []Place{InPath, InQuery, InHeader, InCookie} {
			for _, style := range map[Place][]string{
				InPath: {"", "label", "matrix"}, InQuery: {"", "deepObject"}, InHeader: {""}, InCookie: {""},
			}[in] {
				all = append(all, Param{Name: "n", In: in, Style: style, Explode: explode})
			}
		}
	}
	property := func(a, b string, n int32) bool {
		for i := range all {
			p := &all[i]
			if !utf8.ValidString(a+b) || p.In == InHeader && strings.TrimFunc(a+b, func(r rune) bool { return r > ' ' && r != 0x7f }) != "" {
				continue
			}
			list, back := []string{"x" + a, b + "x"}, []string(nil)
			if _, err := read(t, p, written(t, p, &list), &back); err != nil || !reflect.DeepEqual(back, list) {
				t.Errorf("%+v: %q came back as %q, %v", p, list, back, err)
			}
			object, other := &item{Price: api.Some("x" + a), Quantity: api.Some(n)}, (*item)(nil)
			if _, err := read(t, p, written(t, p, &object), &other); err != nil || !reflect.DeepEqual(other, object) {
				t.Errorf("%+v: %+v came back as %+v, %v", p, object, other, err)
			}
		}
		return !t.Failed()
	}
	if err := quick.Check(property, &quick.Config{MaxCount: 300}); err != nil {
		t.Error(err)
	}
}

// Lists in lists have separators of their own; those that have no escape are refused.
func TestListsInListsComeBack(t *testing.T) {
	property := func(a, b string) bool {
		for _, in := range []Place{InPath, InQuery, InHeader, InCookie} {
			for _, separators := range []string{",|", "|,", " ,", "\t|", ", ", "&,"} {
				p := &Param{Name: "n", In: in, Separators: separators, Explode: separators[0] == '&'}
				if p.Explode && in != InQuery || !utf8.ValidString(a+b) || in == InHeader && strings.TrimFunc(a+b, func(r rune) bool { return r > ' ' && r != 0x7f }) != "" {
					continue
				}
				lists := [][]string{{"x" + a, "y"}, {b + "x"}}
				v, err := p.Flatten(&lists)
				if err != nil {
					t.Fatal(err)
				}
				hidden := strings.Trim(separators, ",&")
				if err := p.Sendable(v); (err != nil) != (hidden != "" && strings.ContainsAny(a+b, hidden)) {
					t.Errorf("%+v: %q: %v", p, lists, err)
				} else if err != nil {
					continue
				}
				var back [][]string
				if _, err := read(t, p, written(t, p, &lists), &back); err != nil || !reflect.DeepEqual(back, lists) {
					t.Errorf("%+v: %q came back as %q, %v", p, lists, back, err)
				}
			}
		}
		return !t.Failed()
	}
	texts := []string{"", ",", "|", " ", "\t", "%7C", "a,b|c", "&=", "+"}
	for _, a := range texts {
		for _, b := range texts {
			property(a, b)
		}
	}
	if err := quick.Check(property, &quick.Config{MaxCount: 200}); err != nil {
		t.Error(err)
	}
}

// Space round the parts of a header field is no part of them (RFC 9110, 5.6.1).
func TestSpaceInHeaderFields(t *testing.T) {
	list := &Param{Name: "n", In: InHeader}
	for text, want := range map[string][]string{
		"a, b": {"a", "b"}, "a ,\tb c ": {"a", "b c"}, "a,b": {"a", "b"}, "": {}, "%20a, b%2C": {" a", "b,"},
	} {
		var got []string
		if _, err := read(t, list, text, &got); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%q was read as %q, %v", text, got, err)
		}
	}
	for text, explode := range map[string]bool{"price, p, quantity, 2": false, "price = p , quantity=2": true} {
		var got *item
		p := &Param{Name: "n", In: InHeader, Explode: explode}
		if _, err := read(t, p, text, &got); err != nil || got.Price.Or("") != "p" || got.Quantity.Or(0) != 2 {
			t.Errorf("%q was read as %+v, %v", text, got, err)
		}
	}
}

// An optional parameter is nil when it is not there, and its value has the shape of its
// type.
func TestOptionalParameters(t *testing.T) {
	p := Param{Name: "n", In: InQuery}
	var n *int32
	field := &n
	if v, err := p.Flatten(field); err != nil || v.Kind != shape.FlatNone {
		t.Errorf("nil is %+v, %v", v, err)
	}
	if found, err := read(t, &p, "other=1", field); found || err != nil || n != nil {
		t.Errorf("read %v, %v, %v", n, found, err)
	}
	if found, err := read(t, &p, "n=0", field); !found || err != nil || n == nil || *n != 0 {
		t.Errorf("read %v, %v, %v", n, found, err)
	}
	if got := written(t, &p, field); got != "n=0" {
		t.Errorf("wrote %s", got)
	}
	if _, err := read(t, &p, "n=x", field); err == nil {
		t.Error("a text is a number")
	}
	var list *[]int32
	p.Explode = true
	if found, err := read(t, &p, "n=1&n=2", &list); !found || err != nil || !reflect.DeepEqual(*list, []int32{1, 2}) {
		t.Errorf("read %v, %v, %v", list, found, err)
	}
}

func TestAValueThatAStyleCannotHoldIsNotSent(t *testing.T) {
	for style, text := range map[string]string{"spaceDelimited": "a b", "pipeDelimited": "a|b"} {
		p := Param{Name: "n", In: InQuery, Style: style}
		list := []string{text, "c"}
		v, err := p.Flatten(&list)
		if err == nil {
			err = p.Sendable(v)
		}
		if err == nil || !strings.Contains(err.Error(), `parameter "n": a value with`) {
			t.Errorf("%s: %v", style, err)
		}
	}
}
