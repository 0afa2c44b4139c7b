package shape

import (
	"encoding/json"
	"strings"
	"testing"
)

// FuzzDeep looks for names that lead to what is no JSON.
func FuzzDeep(f *testing.F) {
	for _, seed := range []string{"a=1", "a][b=1&a][c=2", "0=a&1=b", "=a&=b", "a][0][b=x&a][1][b=y", "][][", "a=1&a][b=2", "10=a&2=b", "-1=a", `"=\`, "a=1&a=2", strings.Repeat("][", 40) + "=1"} {
		f.Add(seed)
	}
	number := Shape{Kind: Bare}
	shapes := []Shape{
		{Kind: Any},
		{Kind: Map, Elem: func() Shape { return Shape{Kind: Text} }},
		{Kind: Map, Elem: func() Shape { return Shape{Kind: Any} }},
		listOf(func() Shape { return number }), listOf(func() Shape { return Shape{Kind: Map, Elem: func() Shape { return number }} }),
		{Kind: Text},
		number,
	}
	f.Fuzz(func(t *testing.T, text string) {
		var pairs []Pair
		for pair := range strings.SplitSeq(text, "&") {
			name, value, _ := strings.Cut(pair, "=")
			pairs = append(pairs, Pair{name, value})
		}
		for _, s := range shapes {
			out, err := s.Deep(nil, pairs)
			if err != nil {
				continue
			}
			if !json.Valid(out) {
				t.Errorf("%q is %s, which is no JSON", text, out)
			}
		}
	})
}
