package bind

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/seed-349153d7/odagen/templates/query"
)

var product = Type{Name: "Shop.Product"}

// shop is a small model.
func shop() *Model {
	address := Type{Name: "Shop.Address"}
	return &Model{
		Types: map[string]Struct{
			"Shop.Product": {Entity: true, Properties: map[string]Type{
				"ID": edm("Int32"), "Name": edm("String"), "Price": edm("Decimal"), "Weight": edm("Double"), "Stock": edm("Int64"),
				"Released": edm("Date"), "Changed": edm("DateTimeOffset"), "Opens": edm("TimeOfDay"), "Life": edm("Duration"),
				"Sold": edm("Boolean"), "Color": {Name: "Shop.Color"}, "Tags": edm("String").list(), "Photo": edm("Stream"),
				"Code": edm("Guid"), "Data": edm("Binary"), "Place": edm("GeographyPoint"), "Area": edm("GeographyPolygon"),
				"Way": edm("GeographyLineString"), "Room": edm("GeometryPoint"), "Address": address, "Branches": address.list(),
				"Category": {Name: "Shop.Category"}, "Parts": product.list(),
			}, Aggregates: map[string]Type{"Forecast": edm("Decimal")}},
			"Shop.Book":     {Base: "Shop.Product", Properties: map[string]Type{"Pages": edm("Int32")}},
			"Shop.Category": {Entity: true, Open: true, Properties: map[string]Type{"ID": edm("Int32"), "Products": product.list()}},
			"Shop.Address":  {Properties: map[string]Type{"City": edm("String")}},
		},
		Enums: map[string][]string{"Shop.Color": {"Red", "Green"}, "Shop.Size": {"S", "M"}},
		Operations: map[string][]Operation{
			"Shop.Near": {{On: product, Parameters: map[string]Type{"km": edm("Double")}, Result: product.list()}},
			"Shop.Best": {{On: product.list(), Result: product}},
			"Shop.Rate": {{Parameters: map[string]Type{"x": edm("Int32"), "color": {Name: "Shop.Color"}}, Result: edm("Decimal")}},
			"Shop.Sell": {{On: product, Action: true}},
		},
		Terms: map[string]Type{"Shop.Note": edm("String")},
		Sets:  map[string]Type{"Products": product.list(), "Me": product, "Categories": {Name: "Shop.Category", Collection: true}},
	}
}

func TestExpressionsHaveTypes(t *testing.T) {
	m := shop()
	for text, want := range map[string]string{
		"Name eq 'x' and not Sold or Price gt 1": "Edm.Boolean",
		"ID add Stock":                           "Edm.Int64",
		"ID mul Price":                           "Edm.Decimal",
		"Price add Weight":                       "Edm.Double",
		"ID divby 2":                             "Edm.Decimal",
		"ID div ID":                              "Edm.Int32",
		"-Price":                                 "Edm.Decimal",
		"-Life":                                  "Edm.Duration",
		"Changed add Life":                       "Edm.DateTimeOffset",
		"Changed add 'P1D'":                      "Edm.DateTimeOffset",
		"Released sub Released":                  "Edm.Duration",
		"Changed sub now()":                      "Edm.Duration",
		"Life mul 2":                             "Edm.Duration",
		"Life div 2":                             "Edm.Duration",
		"Color eq 'Red'":                         "Edm.Boolean",
		"Color eq Shop.Color'Red'":               "Edm.Boolean",
		"Color has 'Red,Green'":                  "Edm.Boolean",
		"Color in ('Red','2')":                   "Edm.Boolean",
		"Color eq null and Address ne null":      "Edm.Boolean",
		"Color gt 'Red'":                         "Edm.Boolean",
		"ID in (1,2,3)":                          "Edm.Boolean",
		"'a' in Tags":                            "Edm.Boolean",
		"Name in [\"a\",\"b\"]":                  "Edm.Boolean",
		"concat(Name,'x')":                       "Edm.String",
		"concat(Tags,[\"x\"])":                   "Collection(Edm.String)",
		"length(Tags) add indexof(Name,'x')":     "Edm.Int32",
		"substring(Tags,1)":                      "Collection(Edm.String)",
		"hassubset(Tags,[\"a\"])":                "Edm.Boolean",
		"year(Released) eq year(Changed)":        "Edm.Boolean",
		"fractionalseconds(Opens)":               "Edm.Decimal",
		"totalseconds(Life)":                     "Edm.Decimal",
		"round(Weight)":                          "Edm.Double",
		"geo.distance(Place,geography'SRID=0;Point(1 2)') lt 5": "Edm.Boolean",
		"geo.intersects(Place,Area)":                            "Edm.Boolean",
		"geo.length(Way)":                                       "Edm.Double",
		"cast(Price,Edm.String)":                                "Edm.String",
		"isof(Shop.Book) and isof(Category,Shop.Category)":      "Edm.Boolean",
		"case(Sold:1,true:2.5)":                                 "Edm.Decimal",
		"case(Sold:null,true:Name)":                             "Edm.String",
		"Address/City":                                          "Edm.String",
		"Category/ID":                                           "Edm.Int32",
		"Category/Anything":                                     "Edm.Untyped",
		"Shop.Book/Pages":                                       "Edm.Int32",
		"Book/Pages":                                            "Edm.Int32",
		"Parts/$count":                                          "Edm.Int64",
		"Parts/$count($filter=Sold;$search=x)":                  "Edm.Int64",
		"Parts/any()":                                           "Edm.Boolean",
		"Parts/any(p:p/Price gt Price and p/Parts/all(q:q/ID eq p/ID))": "Edm.Boolean",
		"Tags/any(t:startswith(t,'a'))":                                 "Edm.Boolean",
		"Parts/$filter(Sold)/any(p:p/Sold)":                             "Edm.Boolean",
		"Parts(1)/Name":                                                 "Edm.String",
		"Parts/Shop.Best()/Name":                                        "Edm.String",
		"$it/Shop.Near(km=1.5)/$count":                                  "Edm.Int64",
		"Shop.Rate(x=ID,color='Red')":                                   "Edm.Decimal",
		"$root/Products(1)/Name":                                        "Edm.String",
		"$root/Me/Price":                                                "Edm.Decimal",
		"@Shop.Note":                                                    "Edm.String",
		"@Other.Term":                                                   "Edm.Untyped",
		"Parts/aggregate(Price with sum)":                               "Edm.Decimal",
		"Parts/aggregate(Parts/Price with average)":                     "Edm.Decimal",
		"Parts/aggregate(Name with countdistinct)":                      "Edm.Int64",
		"Parts/aggregate(Forecast)":                                     "Edm.Decimal",
		"$these/aggregate($count) gt 1":                                 "Edm.Boolean",
		"null eq null":                                                  "Edm.Boolean",
		`[1,2]`:                                                         "Collection(Edm.Int64)",
		`[1,"a"]`:                                                       "Collection(Edm.Untyped)",
		`{"a":Name}`:                                                    "Edm.Untyped",
	} {
		x, err := query.Parser{}.Expr(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if got, err := m.Expr(product, x); err != nil || got.String() != want {
			t.Errorf("%s is %v, %v; want %s", text, got, err, want)
		}
	}
}

func TestWrongTypesAreRefused(t *testing.T) {
	m := shop()
	for _, tt := range []struct{ text, want string }{
		{"Nam eq 'x'", `at 0: Shop.Product has no property "Nam", did you mean "Name"`},
		{"Sold and Address/Cty eq 'x'", `at 17: Shop.Address has no property "Cty", did you mean "City"`},
		{"Parts/any(p:p/Prize gt 1)", `at 14: Shop.Product has no property "Prize", did you mean "Price"`},
		{"Frobnicate gt 1", `at 0: Shop.Product has no property "Frobnicate"`},
		{"Name/Length", `at 5: Edm.String has no properties, got "Length"`},
		{"Parts/Name eq 'x'", `at 6: Collection(Shop.Product) has no property "Name", its items have; any, all or a key lead to them`},
		{"Parts/Frob", `at 6: Shop.Product has no property "Frob"`},
		{"Shop.Bok/Pages", `at 0: "Shop.Bok" is no type that Shop.Product can be, did you mean "Shop.Book"`},
		{"Shop.Category/ID", `at 0: "Shop.Category" is no type that Shop.Product can be`},
		{"Shop.Ner(km=1)", `at 0: Shop.Product has no function "Shop.Ner" with these arguments, did you mean "Shop.Near"`},
		{"Shop.Near(miles=1)", `at 0: Shop.Product has no function "Shop.Near" with these arguments`},
		{"Shop.Near(km='x')", `at 10: the argument km is Edm.Double, got Edm.String`},
		{"Shop.Sell()", `at 0: Shop.Product has no function "Shop.Sell" with these arguments`},
		{"Price eq 'x'", `at 6: eq is not for Edm.Decimal and Edm.String`},
		{"Name gt 1", `at 5: gt is not for Edm.String and Edm.Int64`},
		{"Photo gt Photo", `at 6: gt is not for Edm.Stream and Edm.Stream`},
		{"Place lt Place", `at 6: lt is not for Edm.GeographyPoint and Edm.GeographyPoint`},
		{"Tags eq 'x'", `at 5: eq is not for Collection(Edm.String) and Edm.String`},
		{"Name and Sold", `at 0: want a condition, got Edm.String`},
		{"Sold and 1 add 2", `at 9: want a condition, got Edm.Int64`},
		{"not Name", `at 4: want a condition, got Edm.String`},
		{"-Name", `at 0: - has a number or a duration after it, got Edm.String`},
		{"Name add 1", `at 5: add is not for Edm.String and Edm.Int64`},
		{"Changed add Changed", `at 8: add is not for Edm.DateTimeOffset and Edm.DateTimeOffset`},
		{"Life mod 2", `at 5: mod is not for Edm.Duration and Edm.Int64`},
		{"2 div Life", `at 2: div is not for Edm.Int64 and Edm.Duration`},
		{"Color eq 'Rad'", `at 9: Shop.Color has no member "Rad", did you mean "Red"`},
		{"Color has 'Red,Blue'", `at 10: Shop.Color has no member "Blue"`},
		{"Color eq Shop.Size'S'", `at 6: eq is not for Shop.Color and Shop.Size`},
		{"Color eq Shop.Colour'Red'", `at 9: there is no enumeration "Shop.Colour", did you mean "Shop.Color"`},
		{"Name has 'Red'", `at 5: has is not for Edm.String and Edm.String`},
		{"ID in (1,'x')", `at 9: in is not for Edm.Int32 and Edm.String`},
		{"ID in Price", `at 6: in has a collection after it, got Edm.Decimal`},
		{"ID in Tags", `at 3: in is not for Edm.Int32 and Collection(Edm.String)`},
		{"contains(Price,'x')", `at 9: contains takes String here, got Edm.Decimal`},
		{"contains(Tags,'x')", `at 14: contains takes a collection here, got Edm.String`},
		{"substring(Name,'1')", `at 15: substring takes SByte, Byte, Int16, Int32 or Int64 here, got Edm.String`},
		{"year(Opens)", `at 5: year takes Date or DateTimeOffset here, got Edm.TimeOfDay`},
		{"time(Released)", `at 5: time takes DateTimeOffset here, got Edm.Date`},
		{"round(Name)", `at 6: round takes SByte, Byte, Int16, Int32, Int64, Decimal, Single or Double here, got Edm.String`},
		{"geo.distance(Place,Room)", `at 0: geo.distance takes two of Geography or two of Geometry`},
		{"geo.length(Place)", `at 11: geo.length takes GeographyLineString, GeometryLineString, Geography or Geometry here, got Edm.GeographyPoint`},
		{"hassubset(Name,Tags)", `at 10: hassubset takes a collection here, got Edm.String`},
		{"cast(Name,Edm.Strin)", `at 10: there is no type "Edm.Strin"`},
		{"isof(Shop.Boo)", `at 5: there is no type "Shop.Boo", did you mean "Shop.Book"`},
		{"case(Name:1)", `at 5: want a condition, got Edm.String`},
		{"case(Sold:1,true:Name)", `at 17: the values of case have one type, got Edm.Int64 and Edm.String`},
		{"Name/$count", `at 5: $count is for collections, got Edm.String`},
		{"Name/any(n:n)", `at 5: any is for collections, got Edm.String`},
		{"Parts/all(p:p/Name)", `at 12: want a condition, got Edm.String`},
		{"Parts/$count($filter=Name) gt 1", `at 21: want a condition, got Edm.String`},
		{"Tags(1)", `at 4: a key is for a collection of entities, got Collection(Edm.String)`},
		{"$root/Prodcts(1)", `at 6: there is no entity set "Prodcts", did you mean "Products"`},
		{"Parts/aggregate(Name with sum)", `at 26: sum is for numbers, got Edm.String`},
		{"Parts/aggregate(Price)", `at 16: Shop.Product has no custom aggregate "Price"; a property has a method after "with"`},
	} {
		x, err := query.Parser{}.Expr(tt.text)
		if err != nil {
			t.Errorf("%s: %v", tt.text, err)
			continue
		}
		got, err := m.Expr(product, x)
		var fault *query.Error
		if !errors.As(err, &fault) || err.Error() != "query: "+tt.want {
			t.Errorf("%s is %v, %v\nwant query: %s", tt.text, got, err, tt.want)
		}
	}
}

func TestURLsAreBound(t *testing.T) {
	m := shop()
	for text, want := range map[string]string{ // empty for those that are right
		"Products(1)/Parts/$count?$filter=Sold":              "",
		"Products/1/Parts":                                   "",
		"Me/Parts/abc/Name/$value":                           "",
		"Products/Shop.Book(1)/Pages":                        "",
		"Products(1)/Shop.Near(km=1)/$ref":                   "",
		"Products(1)/Shop.Sell":                              "",
		"Products/Shop.Best?$select=Name":                    "",
		"Products/$filter(@p)/$each/Shop.Sell?@p=Price gt 1": "",
		"Products?$expand=Parts($select=Name;$filter=$it/ID eq ID;$expand=Category)":                                              "",
		"Products?$select=Shop.Book/Pages,Address/City,Shop.Sell,Shop.*,*&$orderby=Price":                                         "",
		"Products?$compute=Price mul 2 as Double&$filter=Double gt 1&$select=Double":                                              "",
		"Products?$apply=groupby((Category/ID),aggregate(Price with sum as Total))/filter(Total gt 1)&$orderby=Total,Category/ID": "",
		"Products?$apply=aggregate(Forecast,Parts/$count as N)&$orderby=N":                                                        "",
		"Products?$apply=addnested(Parts,filter(Sold) as Sales)&$filter=Sales/any(s:s/Sold)":                                      "",
		"Products?$apply=join(Parts as Part,filter(Sold))/filter(Part/Price gt 1)":                                                "",
		"Products?$apply=concat(topcount(2,Price),aggregate(Price with max as M))&$orderby=M":                                     "",
		"$crossjoin(Products,Categories)?$filter=Products/ID eq Categories/ID":                                                    "",
		"Products?$filter=@a gt 1&@a=@b&@b=Price add 1":                                                                           "",
		"$all?$search=x": "",
		"$metadata#Products(Name,Shop.Book/Pages)/$entity": "",
		"Prodcts":                                 `path: at 0: there is no entity set "Prodcts", did you mean "Products"`,
		"Products(1)/Nme":                         `path: at 12: Shop.Product has no property "Nme", did you mean "Name"`,
		"Me/Name/Length":                          `path: at 8: Edm.String has no properties, got "Length"`,
		"Me/Shop.Book/Shop.Book":                  `path: at 13: "Shop.Book" is no type that Shop.Book can be`,
		"Me/1":                                    `path: at 3: Shop.Product has no items`,
		"Products?$filter=Nme eq 1":               `$filter: at 0: Shop.Product has no property "Nme", did you mean "Name"`,
		"Products?$orderby=Address":               `$orderby: at 0: there is no order of Shop.Address`,
		"Products?$select=Address/Cty":            `$select: at 8: Shop.Address has no property "Cty", did you mean "City"`,
		"Products?$expand=Parts($expand=Categry)": `$expand: at 14: Shop.Product has no property "Categry", did you mean "Category"`,
		"Products?$expand=Parts($filter=Name)":    `$expand: at 14: want a condition, got Edm.String`,
		"Products?$apply=groupby((Category/ID))&$orderby=Price": `$orderby: at 0: a structure has no property "Price"`,
		"Products?$apply=aggregate(Price as Total)":             `$apply: at 10: Shop.Product has no custom aggregate "Price"; a property has a method after "with"`,
		"Products?$apply=groupby((Parts))":                      `$apply: at 9: a group is by single values, got Collection(Shop.Product)`,
		"Products?$apply=join(Address as A)":                    `$apply: at 5: a join is with a collection, got Shop.Address`,
		"Products?$apply=topcount('a',Price)":                   `$apply: at 9: topcount takes a number here, got Edm.String`,
		"Products?$apply=ancestors($root/Me,Q,ID,identity)":     `$apply: at 10: a hierarchy has a collection of entities, got Shop.Product`,
		"Products?$filter=@a&@a=Price add 1":                    `$filter: at 0: want a condition, got Edm.Decimal`,
		"Products?$filter=@a&@a=Nme":                            `@a: at 0: Shop.Product has no property "Nme", did you mean "Name"`,
		"$metadata#Products(Nme)":                               `context: at 9: Shop.Product has no property "Nme", did you mean "Name"`,
		"$metadata#Products(Book/Pages)":                        `context: at 9: Shop.Product has no property "Book"`,
		"$metadata#Shop.Prodct":                                 `context: at 0: there is no type "Shop.Prodct", did you mean "Shop.Product"`,
	} {
		u, err := query.Parser{}.URI(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		err = m.URI(u)
		if want == "" && err != nil || want != "" && (err == nil || err.Error() != "query: "+want) {
			t.Errorf("%s: %v\nwant query: %s", text, err, want)
		}
	}
}

// An alias is looked at once, though its value may use another twice, and that a third.
func TestAliasesOfAliasesAreCheckedOnce(t *testing.T) {
	text := "Products?$filter=@a0 gt 1"
	for i := range 60 {
		text += fmt.Sprintf("&@a%d=@a%d add @a%d", i, i+1, i+1)
	}
	u, err := query.Parser{}.URI(text + "&@a60=Price&@x=@x")
	if err != nil {
		t.Fatal(err)
	}
	if err := shop().URI(u); err != nil {
		t.Error(err)
	}
	u, _ = query.Parser{}.URI("Products?$filter=@x&@x=@x")
	if err := shop().URI(u); err != nil && !strings.Contains(err.Error(), "@x") {
		t.Error(err)
	}
}
