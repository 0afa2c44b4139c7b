package query

import "testing"

func TestValuesOfEachKind(t *testing.T) {
	for kind, texts := range map[Kind]struct{ right, wrong []string }{
		Boolean: {[]string{"true", "false"}, []string{"", "True", "1"}},
		Integer: {[]string{"0", "-5", "+7", "007"}, []string{"", "-", "1.5", "1e5", "NaN", "5x", "- 5"}},
		Decimal: {[]string{"0", "1.50", "-1e5", "1E-5", "NaN", "INF", "-INF"}, []string{".1", "1.", "1e", "+INF", "nan", "1,5"}},
		GUID: {
			[]string{"01234567-89ab-cdef-0123-456789ABCDEF"},
			[]string{"", "01234567-89ab-cdef-0123-456789abcde", "01234567-89ab-cdef-0123-456789abcdefa", "g1234567-89ab-cdef-0123-456789abcdef", "0123456789abcdef0123456789abcdef-123"},
		},
		Date:      {[]string{"2012-09-03", "0000-01-01", "-0001-12-31", "12345-01-01"}, []string{"012-09-03", "02012-09-03", "2012-13-03", "2012-00-03", "2012-09-32", "2012-9-3", "2012-09"}},
		TimeOfDay: {[]string{"10:15", "23:59:60", "10:15:00.5"}, []string{"24:00", "10:60", "10:15:61", "10:15:00.", "10:15:00.1234567890123", "1:15"}},
		DateTimeOffset: {
			[]string{"2012-09-03T10:15Z", "2012-09-03t10:15:59.5z", "2012-09-03T10:15+14:00", "2012-09-03T10:15-08:00"},
			[]string{"2012-09-03", "2012-09-03T10:15", "2012-09-03T10:15+1:00", "2012-09-03T10:15+24:00", "2012-09-03 10:15Z", "2012-09-03TZ"},
		},
		Duration: {[]string{"P1D", "-P1DT2H", "PT1M", "PT0.5S", "P1DT1H1M1S"}, []string{"", "P", "PT", "P1DT", "P1Y", "1D", "PT1.S", "PT1S1M", "PT.5S", "P1H"}},
		Bytes:    {[]string{"", "Zg==", "Zg", "Zm8=", "Zm8", "Zm9v", "_-Aw"}, []string{"Z", "A", "Z===", "Zh==", "Zm9=", "Zg=", "Zm9v=", "Zm9v====", "Z+==", "Z/8=", "Z g="}},
		Enum:     {[]string{"A", "A,B", "-1", "A,2", "Émile"}, []string{"", "A,", ",A", "A B", "1.5", "1A", "A, B"}},
		Geometry: {
			[]string{"SRID=0;Point(1 2)", "srid=12345;POINT(1 2 3 4)", "SRID=0;LineString(1 2,3 4)", "SRID=0;Polygon((1 2,3 4))", "SRID=0;MultiPoint()", "SRID=0;GeometryCollection(Point(1 2),Point(3 4))"},
			[]string{
				"Point(1 2)", "SRID=;Point(1 2)", "SRID=123456;Point(1 2)", "SRID=0;Point(1)", "SRID=0;Point(1 2 3 4 5)", "SRID=0;Point(1  2)", "SRID=0;Point()",
				"SRID=0;LineString(1 2)", "SRID=0;Polygon(1 2,3 4)", "SRID=0;GeometryCollection()", "SRID=0;Circle(1 2)", "SRID=0;Point(1 2", "SRID=0;Point(1 2)x",
			},
		},
	} {
		for _, text := range texts.right {
			if !IsValue(kind, text) {
				t.Errorf("%q is no value of kind %d", text, kind)
			}
		}
		for _, text := range texts.wrong {
			if IsValue(kind, text) {
				t.Errorf("%q is a value of kind %d", text, kind)
			}
		}
	}
}

func TestAVariableIsOneInItsLambda(t *testing.T) {
	x, err := Parser{}.Expr("a/any(x:x/b) and x/b")
	if err != nil {
		t.Fatal(err)
	}
	want := Binary{
		Op: And,
		X:  Path{Name{Name: "a"}, Lambda{Var: "x", X: Path{Var{Name: "x"}, Name{Name: "b"}}}},
		Y:  Path{Name{Name: "x"}, Name{Name: "b"}},
	}
	if diff := equal(Expr(want), x); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestWhatIsPrinted(t *testing.T) {
	for text, want := range map[string]string{
		"(x has 'A') eq true":                         "(x has 'A') eq true", // as the grammar has it
		"x has 'A' eq true":                           "(x has 'A') eq true",
		"x in (1,2) and y":                            "x in (1,2) and y",
		"( ( a ) )":                                   "a",
		"NOT(A EQ TRUE)":                              "not (A eq true)",
		"'O''Neil'":                                   "'O''Neil'",
		"DURATION'P1D'":                               "duration'P1D'",
		"CASE( a:1 , true:2 )":                        "case(a : 1,true : 2)",
		`{ "a" : [ 'b' , "\u0041\n" ] }`:              `{"a":["b","A\n"]}`,
		"Items/ANY(x:x)":                              "Items/any(x:x)",
		"a/$count(filter=b;$SEARCH=c  d OR e)":        "a/$count($filter=b;$search=c AND d OR e)",
		"1234567890123456789012345678901234567890.10": "1234567890123456789012345678901234567890.10",
	} {
		x, err := Parser{}.Expr(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
		} else if got := string(Append(nil, x)); got != want {
			t.Errorf("%s is printed as %s, want %s", text, got, want)
		}
	}
}

func TestAnOptionThatComesTwiceIsFound(t *testing.T) {
	for text, want := range map[string]string{
		"$top=1&$skip=1": "", "$top=1&$top=1": "$top", "$top=1&TOP=2": "$top", "a=1&a=2": "", "@a=1&@b=1": "", "@a=1&@a=2": "@a",
		"$format=json&$format=xml": "$format", "$filter=a&$orderby=b&$filter=c": "$filter",
	} {
		o, err := Parser{}.Query(text)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if twice := o.Twice(); twice != nil {
			got = NameOf(twice)
		}
		if got != want {
			t.Errorf("%s: %q comes twice, want %q", text, got, want)
		}
	}
	o, _ := Parser{}.Query("a=1&$top=5")
	if top, ok := Find[Top](o); !ok || top.N != 5 {
		t.Errorf("Find = %v, %v", top, ok)
	}
	if skip, ok := Find[Skip](o); ok {
		t.Errorf("Find = %v", skip)
	}
}
