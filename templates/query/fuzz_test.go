package query

import (
	"errors"
	"testing"
)

// FuzzURI: reading never panics, an error has a place in its text, and what is accepted
// is printed to a text that is read as an equal tree.
func FuzzURI(f *testing.F) {
	for _, text := range []string{
		"Products(1)/Items?$filter=contains(Name,'a''b')%20and%20Price%20gt%20-1.50&$top=5",
		"A/$filter(x%20in%20(1,2))/$count?$search=a%20AND%20(b%20OR%20NOT%20%22c%20d%22)",
		"A?$expand=B($select=C;$levels=2;$expand=*/$ref),D/$count($filter=not%20E)&$select=F/M.T,G(H,I),M.*",
		"A?$apply=groupby((rollup(B,C/D)),aggregate(E%20with%20sum%20from%20F%20with%20max%20as%20G,$count%20as%20H))/topcount(2,E)",
		"A?$filter=geo.length(geography'SRID=0;LineString(1%202,3%204)')%20lt%20case(x%20gt%2010:15,true:null)",
		"F(a=@p)?@p={%22a%22:[1,%22b%22,duration'PT1S',2020-01-01T10:15Z]}&$format=json&x=y",
		"$metadata#A('b')/C(D+(E),@M.t#q)/$entity", "$crossjoin(A,B)?$compute=a%20div%20b%20as%20c&$orderby=c%20desc", "A/1/%24x/-1",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		u, err := Parser{}.URI(text)
		var fault *Error
		if err != nil && (!errors.As(err, &fault) || fault.Offset < 0 || fault.Offset > len(text)) {
			t.Fatalf("%q: %#v", text, err)
		}
		if err != nil || len(text) > 1000 { // as printed it could be too long
			return
		}
		printed := string(AppendURI(nil, u))
		again, err := Parser{}.URI(printed)
		if err != nil {
			t.Fatalf("%q is printed as %q: %v", text, printed, err)
		}
		if diff := equal(u, again); diff != "" {
			t.Fatalf("%q is printed as %q (-first +second):\n%s", text, printed, diff)
		}
	})
}
