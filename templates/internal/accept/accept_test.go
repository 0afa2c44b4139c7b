package accept

import "testing"

func TestTheMostSpecificRangeCounts(t *testing.T) {
	for _, tt := range []struct {
		header, media string
		want          float64
	}{
		{"", "a/b", 1},
		{" , ", "a/b", 0},
		{"*/*", "a/b", 1},
		{"a/*;q=0.5, */*;q=0.1", "a/b", 0.5},
		{"*/*;q=0.1, a/b;q=0.3, a/*", "a/b", 0.3},
		{"a/b;q=0, */*", "a/b", 0},
		{"c/d", "a/b", 0},
		{"A/B; Q=0.25", "a/b; charset=utf-8", 0.25},
		{"a/b;q=7, a/c;q=x", "a/b", 1},
		{"a/b", "a/*", 1}, // a service that answers with any of them
		{"nonsense", "a/b", 0},
	} {
		if got := Weight([]string{tt.header}, tt.media); got != tt.want {
			t.Errorf("Accept: %s gives %s the weight %v, want %v", tt.header, tt.media, got, tt.want)
		}
	}
	if got := Weight([]string{"c/d", "a/b;q=0.5"}, "a/b"); got != 0.5 {
		t.Errorf("of two fields: %v", got)
	}
	for _, media := range []string{"", "a", "a/b/c;"} {
		if Includes(media, media) != (Base(media) != "") {
			t.Errorf("%q includes itself", media)
		}
	}
}
