package wire

import (
	"bytes"
	"maps"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/seed-349153d7/odagen/templates/api"
	"github.com/seed-349153d7/odagen/templates/internal/jsonstr"
)

// source makes random objects and texts; a seed makes the same again.
type source struct{ *rand.Rand }

func newSource(seed uint64) source { return source{rand.New(rand.NewPCG(seed, 1))} }

// oneOf returns one of the values.
func oneOf[T any](r source, values ...T) T { return values[r.IntN(len(values))] }

func (r source) Text() string {
	var b strings.Builder
	for range r.IntN(12) {
		b.WriteString(oneOf(r, "a", "Z", "0", " ", `"`, `\`, "/", "\n", "\t", "\x00", "\x1f", "\x7f", "é", "\u2028", "中", "😀", "<", "longer text, of more than eight bytes"))
	}
	return b.String()
}

func (r source) partner(depth int) *partner {
	p := &partner{ID: r.Text(), Temporary: someOf(r, func() int32 { return int32(r.IntN(3)) })}
	p.Name = someOf(r, r.Text)
	p.Status = someOf(r, func() status { return status(r.Text()) })
	p.Last = someOf(r, func() api.DateTimeOffset {
		zone := time.FixedZone("", 60*(r.IntN(1700)-850))
		return api.NewDateTimeOffset(time.Unix(r.Int64N(1e10), r.Int64N(1e9)).In(zone))
	})
	p.Count = someOf(r, func() int64 { return int64(r.Uint64()) >> r.IntN(64) })
	p.Ratio = someOf(r, func() float64 {
		return oneOf(r, 0, 1, -1.5, math.Inf(1), math.Inf(-1), math.MaxFloat64, math.SmallestNonzeroFloat64, r.NormFloat64(), float64(r.Int64()))
	})
	p.Amount = someOf(r, func() api.Decimal {
		return oneOf(r, api.Decimal("0"), api.Decimal("-0.10"), api.Decimal("123456789012345678901234567890.50"), api.Decimal("1e400"), api.Decimal("INF"))
	})
	p.Photo = someOf(r, func() []byte { return []byte(r.Text()) })
	p.Active = someOf(r, func() bool { return r.IntN(2) == 0 })
	p.Tags = listOfSome(r, r.Text)
	p.Statuses = listOfSome(r, func() status { return status(r.Text()) })
	p.Numbers = listOfSome(r, func() int32 { return int32(r.Uint32()) })
	if r.IntN(2) == 0 {
		p.Anything = api.Raw(r.JSON(2))
	}
	if depth > 0 {
		p.Parent = someOf(r, func() *partner { return r.partner(depth - 1) })
		p.Children = listOfSome(r, func() *partner { return oneOf(r, r.partner(depth-1), nil) })
	}
	for range r.IntN(3) {
		p.OData.Set(oneOf(r, "x", "é\"", "", "name@odata.type", "@odata.etag", "@odata.type", "@odata.context"), api.Raw(r.JSON(2)))
	}
	return p
}

func someOf[T any](r source, value func() T) api.Opt[T] {
	switch r.IntN(3) {
	case 0:
		return api.Opt[T]{}
	case 1:
		return api.Null[T]()
	}
	return api.Some(value())
}

func listOfSome[T any](r source, value func() T) []T {
	if r.IntN(2) == 0 {
		return nil
	}
	list := make([]T, r.IntN(4))
	for i := range list {
		list[i] = value()
	}
	return list
}

// JSON returns the text of any value.
func (r source) JSON(depth int) string {
	kind := r.IntN(7)
	if depth == 0 {
		kind = r.IntN(5)
	}
	var b strings.Builder
	switch kind {
	case 0:
		return oneOf(r, "null", "true", "false")
	case 1, 2:
		return oneOf(r, "0", "-0", "1.0", "1e5", "1E+2", "-1e400", "12345678901234567890", "0.10", "7")
	case 3, 4:
		return r.string()
	case 5:
		b.WriteString("[")
		for i := range r.IntN(4) {
			if i > 0 {
				b.WriteString(r.space() + ",")
			}
			b.WriteString(r.space() + r.JSON(depth-1))
		}
		return b.String() + r.space() + "]"
	}
	b.WriteString("{")
	for i := range r.IntN(4) {
		if i > 0 {
			b.WriteString(r.space() + ",")
		}
		b.WriteString(r.space() + strconv.Quote(strconv.Itoa(i)) + r.space() + ":" + r.JSON(depth-1))
	}
	return b.String() + "}"
}

func (r source) space() string { return oneOf(r, "", "", "", " ", "\n\t", "\r ") }

// string returns the text of a string, with escapes that it needs and others.
func (r source) string() string {
	var b []byte
	for _, c := range r.Text() {
		switch {
		case r.IntN(4) == 0 && c < 0x10000:
			b = append(b, `\u`...)
			b = append(b, strings.ToUpper(strconv.FormatInt(int64(c)+0x10000, 16)[1:])...)
		case c == '/' && r.IntN(2) == 0:
			b = append(b, `\/`...)
		default:
			b = jsonstr.AppendEscaped(b, string(c))
		}
	}
	return `"` + string(b) + oneOf(r, "", "", "", "", `\ud83d\ude00`, `\ud800`) + `"`
}

// Object returns the text of a partner as a service could send it: members in any
// order, texts that no encoder of ours would write, members that no type declares.
func (r source) Object(depth int) string {
	values := map[string]func() string{
		"id":     r.string,
		"name":   r.string,
		"status": func() string { return oneOf(r, `"on"`, `"new"`, r.string()) },
		"last":   func() string { return oneOf(r, `"2016-12-31T23:59:60.123456789012Z"`, `"2020-02-29t00:00-08:00"`) },
		"count": func() string {
			return oneOf(r, "1", "-0", "1.0", "1e2", "10e-1", `"12"`, "9223372036854775807", "9223372036854775807.0")
		},
		"ratio":    func() string { return oneOf(r, "1.0", "0.1", "1e-400", `"INF"`, `"1.5"`, "-0", "1E3") },
		"tags":     func() string { return r.List(r.string) },
		"amount":   func() string { return oneOf(r, "1.50", `"1.50"`, "-0", `"NaN"`, `"\u0031"`) },
		"photo":    func() string { return oneOf(r, `"AQID"`, `"AQ=="`, `"_-8"`, `"/+8="`, `"\u0041Q"`) },
		"anything": func() string { return r.JSON(2) },
		"statuses": func() string { return r.List(r.string) },
		"numbers":  func() string { return r.List(func() string { return oneOf(r, "1", `"2"`, "3.0") }) },
		"active":   func() string { return oneOf(r, "true", "false") },
		// Beside the type:
		"@odata.type": r.string, "@odata.etag": r.string, "@odata.context": r.string, "@x.y": func() string { return r.JSON(1) },
		"other": func() string { return r.JSON(2) }, "last@odata.type": r.string, "": r.string, `a\"b`: r.string,
	}
	if depth > 0 {
		values["parent"] = func() string { return r.Object(depth - 1) }
		values["children"] = func() string { return r.List(func() string { return r.Object(depth - 1) }) }
	}
	var members []string
	for _, name := range slices.Sorted(maps.Keys(values)) { // a seed is a text
		value := values[name]
		if r.IntN(3) > 0 {
			continue
		}
		text := value()
		if r.IntN(8) == 0 {
			text = "null"
		}
		members = append(members, r.space()+`"`+name+`"`+r.space()+":"+r.space()+text+r.space())
	}
	r.Shuffle(len(members), func(i, j int) { members[i], members[j] = members[j], members[i] })
	return r.space() + "{" + strings.Join(members, ",") + "}" + r.space()
}

func (r source) List(value func() string) string {
	list := make([]string, r.IntN(4))
	for i := range list {
		if list[i] = value(); r.IntN(6) == 0 {
			list[i] = "null"
		}
	}
	return "[" + strings.Join(list, ","+r.space()) + "]"
}

// clean returns p without Members, and the members in their order.
func clean(p *partner) (fields partner, members [][]api.Member) {
	fields = *p
	fields.OData = api.Members{}
	members = append(members, p.OData.All())
	add := func(o *partner) *partner {
		if o == nil {
			return nil
		}
		f, m := clean(o)
		members = append(members, m...)
		return &f
	}
	if o, ok := p.Parent.Get(); ok {
		fields.Parent = api.Some(add(o))
	}
	if p.Children != nil {
		fields.Children = make([]*partner, len(p.Children))
	}
	for i, o := range p.Children {
		fields.Children[i] = add(o)
	}
	return fields, members
}

func TestObjectsComeBackAsTheyWere(t *testing.T) {
	for seed := range uint64(3000) {
		p := newSource(seed).partner(2)
		text, err := Marshal(p)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		var got partner
		if err := Unmarshal(text, &got); err != nil {
			t.Fatalf("seed %d: Unmarshal(%s): %v", seed, text, err)
		}
		wantFields, wantMembers := clean(p)
		gotFields, gotMembers := clean(&got)
		if !reflect.DeepEqual(gotFields, wantFields) {
			t.Fatalf("seed %d: %s\n got %+v\nwant %+v", seed, text, gotFields, wantFields)
		}
		again, err := Marshal(&got)
		if err != nil || !bytes.Equal(again, text) {
			t.Fatalf("seed %d: members %v, want %v\n got %s\nwant %s", seed, gotMembers, wantMembers, again, text)
		}
	}
}

func TestTextsComeBackAsTheyWere(t *testing.T) {
	for seed := range uint64(5000) {
		text := []byte(newSource(seed).Object(2))
		var p partner
		if err := Unmarshal(text, &p); err != nil {
			t.Fatalf("seed %d: Unmarshal(%s): %v", seed, text, err)
		}
		back, err := Marshal(&p)
		if err != nil || !equalJSON(t, text, back) {
			t.Fatalf("seed %d: %v\n got %s\nwant %s", seed, err, back, text)
		}
		// Half surrogates are U+FFFD for encoding/json; here they must come back.
		if n := bytes.Count(text, []byte(`\ud800`)); bytes.Count(back, []byte(`\ud800`)) != n {
			t.Fatalf("seed %d: half surrogates are lost:\n got %s\nwant %s", seed, back, text)
		}
	}
}
