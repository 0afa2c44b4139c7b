package bind

import (
	"errors"
	"testing"

	"github.com/seed-349153d7/odagen/templates/query"
)

// FuzzURI: what the parser takes is bound or refused with a place in the text, and never
// panics.
func FuzzURI(f *testing.F) {
	for _, text := range []string{
		"Products(1)/Parts/$filter(@p)/$each/Shop.Sell?@p=Price%20gt%201", "Products/Shop.Book(1)/Address/City/$value",
		"Products?$filter=Parts/any(p:p/Price%20gt%20Price)%20and%20Color%20has%20'Red'%20or%20contains(Name,'x')",
		"Products?$apply=groupby((rollup(Category/ID,Name)),aggregate(Price%20with%20sum%20as%20T,Forecast))/filter(T%20gt%201)",
		"Products?$apply=addnested(Parts,filter(Sold)%20as%20S)/traverse($root/Products,Q,ID,preorder,Name)&$select=S",
		"Products?$expand=Parts($select=Name;$expand=Category/$ref;$compute=Price%20mul%202%20as%20P)&$orderby=Address/City",
		"$crossjoin(Products,Categories)?$filter=Products/ID%20eq%20$root/Me/ID&$compute=case(true:[1,{%22a%22:null}])%20as%20x",
		"$metadata#Products(1)/Parts(Name,Shop.Book/Pages,Category+(ID))/$entity", "$entity/Shop.Product?$id=x&$select=Name", "$all/Shop.Book",
		"Products?$apply=concat(join(Parts%20as%20P),ancestors($root/Products,Q,ID,identity,1))/nest(identity%20as%20N)&$from=Released",
	} {
		f.Add(text)
	}
	m := shop()
	f.Fuzz(func(t *testing.T, text string) {
		u, err := query.Parser{}.URI(text)
		if err != nil {
			return
		}
		var fault *query.Error
		if err := m.URI(u); err != nil && (!errors.As(err, &fault) || fault.Offset < 0 || fault.Offset > len(text)) {
			t.Fatalf("%q: %#v", text, err)
		}
	})
}
