package csdl

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/seed-349153d7/odagen/generator/internal/diag"
)

func TestExpressionsAreReadFromXMLAndJSON(t *testing.T) {
	text := func(s string) Expression { return Constant{Kind: "String", Text: s} }
	number := func(s string) Expression { return Constant{Kind: "Int", Text: s} }
	path := func(s string) Expression { return Path{Kind: "Path", Text: s} }
	tests := []struct {
		name, xml, json string
		want            Expression
	}{
		{"string", `<String> b </String>`, `" b "`, text(" b ")},
		{"number", `<Int>-7</Int>`, `-7`, number("-7")},
		{"float", `<Float>1.5</Float>`, `1.5`, Constant{"Float", "1.5", ""}},
		{"truth", `<Bool>true</Bool>`, `true`, Constant{"Bool", "true", ""}},
		{"null", `<Null/>`, `{"$Null": null}`, Constant{Kind: "Null"}},
		{
			"null with a note", `<Null><Annotation Term="a.t" Int="1"/></Null>`, `{"$Null": null, "@a.t": 1}`,
			&Operator{Name: "Null", Annotations: []*Annotation{{Term: "s.t", Value: Constant{Kind: "Int", Text: "1"}}}},
		},
		{"path", `<Path>a.T/p@a.t</Path>`, `{"$Path": "a.T/p@a.t"}`, path("s.T/p@s.t")},
		{"collection", `<Collection><Int>1</Int><String/></Collection>`, `[1, ""]`, &Collection{[]Expression{number("1"), text("")}}},
		{
			"comparison", `<Gt><Path>p</Path><Int>1</Int></Gt>`, `{"$Gt": [{"$Path": "p"}, 1]}`,
			&Operator{Name: "Gt", Args: []Expression{path("p"), number("1")}},
		},
		{"not", `<Not><Path>p</Path></Not>`, `{"$Not": {"$Path": "p"}}`, &Operator{Name: "Not", Args: []Expression{path("p")}}},
		{"if", `<If><Path>p</Path><Int>1</Int></If>`, `{"$If": [{"$Path": "p"}, 1]}`, &Operator{Name: "If", Args: []Expression{path("p"), number("1")}}},
		{
			"function", `<Apply Function="odata.concat"><String>x</String></Apply>`, `{"$Function": "odata.concat", "$Apply": ["x"]}`,
			&Operator{Name: "Apply", Function: "odata.concat", Args: []Expression{text("x")}},
		},
		{"URL", `<UrlRef><String>u</String></UrlRef>`, `{"$UrlRef": "u"}`, &Operator{Name: "UrlRef", Args: []Expression{text("u")}}},
		{
			"cast", `<Cast Type="Collection(a.T)" Nullable="false"><Path>p</Path></Cast>`, `{"$Cast": {"$Path": "p"}, "$Type": "a.T", "$Collection": true}`,
			&TypeTest{Name: "Cast", Type: TypeRef{Name: "s.T", Collection: true}, Value: path("p")},
		},
		{
			"label", `<LabeledElement Name="n"><Path>p</Path></LabeledElement>`, `{"$LabeledElement": {"$Path": "p"}, "$Name": "n"}`,
			&Labeled{Name: "n", Value: path("p")},
		},
		{"reference to a label", `<LabeledElementReference>a.n</LabeledElementReference>`, `{"$LabeledElementReference": "a.n"}`, LabelRef{"s.n"}},
		{
			"record", `<Record Type="a.T"><PropertyValue Property="p" Int="1"><Annotation Term="a.t" Int="2"/></PropertyValue></Record>`,
			`{"@type": "https://example.org/#a.T", "p": 1, "p@a.t": 2}`,
			&Record{Type: "s.T", Values: []*PropertyValue{{
				Property: "p", Value: number("1"), Annotations: []*Annotation{{Term: "s.t", Value: number("2")}},
			}}},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, document := range []string{
				inXML(`<Annotation Term="a.t">` + tt.xml + `</Annotation>`), inJSON(`"@a.t": ` + tt.json),
			} {
				var diags diag.List
				doc := parse("d", []byte(document), &diags)
				if diags.Len() > 0 {
					t.Fatalf("parse(%s) reported %v", document, diags.Sorted())
				}
				got := doc.Schemas[0].Annotations[0].Value
				if diff := cmp.Diff(tt.want, got, cmpopts.IgnoreTypes(diag.Position{}), cmpopts.EquateEmpty()); diff != "" {
					t.Errorf("value in %s (-want +got):\n%s", document, diff)
				}
			}
		})
	}
}

func TestConstantsAndPathsStandInAttributesToo(t *testing.T) {
	for attribute, want := range map[string]Expression{
		`Date="2020-01-01"`:                   Constant{"Date", "2020-01-01", ""},
		`EnumMember="a.E/x a.E/y"`:            Constant{"EnumMember", "x,y", "s.E"},
		`PropertyPath="a.T/p"`:                Path{"PropertyPath", "s.T/p"},
		`UrlRef="u"`:                          &Operator{Name: "UrlRef", Args: []Expression{Constant{"String", "u", ""}}},
		`ModelElementPath="/a.F(a.T, a.U)/p"`: Path{"ModelElementPath", "/s.F(s.T,s.U)/p"},
		`Qualifier="q"`:                       nil,
	} {
		var diags diag.List
		doc := parse("d", []byte(inXML(`<Annotation Term="a.t" `+attribute+`/>`)), &diags)
		if diff := cmp.Diff(want, doc.Schemas[0].Annotations[0].Value); diff != "" {
			t.Errorf("%s (-want +got):\n%s", attribute, diff)
		}
	}
}
