package csdl

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-349153d7/odagen/generator/internal/diag"
	"github.com/seed-349153d7/odagen/generator/internal/source"
)

// inXML puts elements into a schema of namespace "s", alias "a"; they start in
// line 2.
func inXML(elements string) string {
	return `<edmx:Edmx Version="4.0" xmlns:edmx="` + edmxNS + `"><edmx:DataServices><Schema Namespace="s" Alias="a" xmlns="` + edmNS + `">` +
		"\n" + elements + "\n</Schema></edmx:DataServices></edmx:Edmx>"
}

// inJSON puts members into a schema of namespace "s", alias "a"; they start in
// line 2.
func inJSON(members string) string {
	return `{"$Version": "4.01", "s": {"$Alias": "a",` + "\n" + members + "\n}}"
}

// read returns what is said about a document, a line each.
func read(t *testing.T, text string) []string {
	t.Helper()
	var diags diag.List
	Read(&source.Document{Path: "d", Data: []byte(text)}, source.Allowed(t.TempDir()), &diags)
	var lines []string
	for _, d := range diags.Sorted() {
		if d.Hint == "" {
			t.Errorf("no hint: %v", d)
		}
		lines = append(lines, d.Error())
	}
	return lines
}

func TestAFaultIsSaidWhereItStands(t *testing.T) {
	const entity = `<EntityType Name="E"><Key><PropertyRef Name="ID"/></Key><Property Name="ID" Type="Edm.Int32"/></EntityType>`
	tests := []struct{ name, text, want string }{
		{"cut XML", "<a", "d:1:3: not-xml: unexpected EOF"},
		{"unclosed element", inXML("<EntityType"), `d:3:1: not-xml: expected attribute name in element`},
		{"entity", inXML("<Term Name='&x;' Type='Edm.String'/>"), `d:2:16: not-xml: invalid character entity &x;`},
		{"text behind the root", inXML("") + "\nevil", "d:4:1: not-xml: text stands outside the root element"},
		{"declaration in the middle", inXML("<?xml version='1.0'?>"), "d:2:1: not-xml: an XML declaration stands in the middle of the document"},
		{"surrogate", inXML("<ComplexType Name='&#xD800;'/>"), "d:2:20: not-xml: &#xD800; is no character of XML"},
		{"control character by number", inXML("<ComplexType Name='&#0;'/>"), "d:2:25: not-xml: illegal character code U+0000"},
		{"control character", inXML("<ComplexType Name='C'/>\x01"), "d:2:24: not-xml: a character stands here that XML does not have"},
		{"no character", inXML("<ComplexType Name='\uffff'/>"), "d:2:20: not-xml: a character stands here that XML does not have"},
		{"encoding", "<?xml version='1.0' encoding='ebcdic'?>" + inXML(""), `d:1:1: not-xml: the document says that it is in "ebcdic"`},
		{"Latin-1 that is none", "<?xml version='1.0' encoding='ISO-8859-1'?>" + inXML("<ComplexType Name='é'/>"), `d:1:1: not-xml: the document says that it is in "ISO-8859-1"`},
		{"line break in the version", "<Edmx xmlns='" + edmxNS + "' Version='4.0&#10;var x'/>", `d:1:1: unsupported-version: CSDL "4.0\nvar x" is not a version that odagen reads`},
		{"text in an annotation", inXML("<ComplexType Name='C'><Annotation Term='a.t'> What\n</Annotation></ComplexType>"), `d:2:47: warning: stray-text: Annotation "a.t" has text, which CSDL does not have there`},
		{"element in an annotation", inXML("<ComplexType Name='C'><Annotation Term='a.t'><Text/></Annotation></ComplexType>"), `d:2:46: warning: unknown-element: element "Text" has no place in Annotation "a.t"`},
		{"two values", inXML("<ComplexType Name='C'><Annotation Term='a.t' String='x' Bool='true'/></ComplexType>"), `d:2:23: warning: several-values: Annotation "a.t" has 2 values, and the first counts`},
		{"value beside a value", inXML("<ComplexType Name='C'><Annotation Term='a.t' String='x'><Null/></Annotation></ComplexType>"), `d:2:23: warning: several-values: Annotation "a.t" has 2 values, and the first counts`},
		{"old attribute everywhere", inXML("<ComplexType Name='C'><Property Name='p' Type='Edm.Int32' ConcurrencyMode='Fixed'/><Property Name='q' Type='Edm.Int32' ConcurrencyMode='Fixed'/></ComplexType>"), `d:2:23: warning: unknown-attribute: Property "p" has the attribute "ConcurrencyMode", which CSDL does not have`},
		{"term of nothing", inXML("<Term Name='t' Type='Core.Tag'/>"), `d:2:1: warning: unknown-type: term "t": no type "Core.Tag"`},
		{"import of a bound action", inXML(entity + "<Action Name='a' IsBound='true'><Parameter Name='b' Type='s.E'/></Action><EntityContainer Name='D'><ActionImport Name='I' Action='a.a'/></EntityContainer>"), `d:2:207: left out: bound-operation: import "I": action "s.a" is bound, and is called at what it is bound to`},
		{"equal functions", inXML("<Function Name='f'><ReturnType Type='Edm.Int32'/></Function>\n<Function Name='f'><ReturnType Type='Edm.Int32'/></Function>"), `d:3:1: warning: equal-overloads: function "f" is called like the one at d:2:1`},
		{"functions called alike", inXML("<Function Name='f'><ReturnType Type='Edm.Int32'/></Function>\n<Function Name='f'><ReturnType Type='Edm.Guid'/></Function>"), `d:3:1: left out: equal-overloads: function "f" is called like the one at d:2:1`},
		{"other property of the name", inXML("<ComplexType Name='C'><Property Name='p' Type='Edm.Int32'/>\n<Property Name='p' Type='Edm.Guid'/></ComplexType>"), `d:3:1: left out: duplicate-name: property "p" of complex type "s.C" stands there already, at d:2:23`},
		{"property of the base", inXML("<ComplexType Name='B'><Property Name='p' Type='Edm.Int32'/></ComplexType>\n<ComplexType Name='C' BaseType='a.B'><Property Name='p' Type='Edm.Guid'/></ComplexType>"), `d:3:38: left out: inherited-name: property "p" of complex type "s.C" is one of its base type too`},
		{"JSON version with a line break", `{"$Version": "4.0\nvar x"}`, `d:1:1: unsupported-version: CSDL JSON "4.0\nvar x" is not a version that odagen reads`},
		{"document type", "<!DOCTYPE a [<!ENTITY b 'c'>]>\n<a/>", "d:1:1: document-type: the document has a document type, which CSDL does not have"},
		{"two roots", "<a/><b/>", "d:1:1: not-xml: the document has 2 root elements"},
		{"other root", "<a/>", `d:1:1: unknown-format: the root element "a" is not one of CSDL`},
		{"nesting", strings.Repeat("<a>", 300), `d:1:601: too-deep: element "a" is nested 201 deep`},
		{"no version", "\n<Edmx xmlns='" + edmxNS + "'/>", `d:2:1: missing-attribute: element "Edmx" has no attribute "Version"`},
		{"version 5", "<Edmx xmlns='" + edmxNS + "' Version='5.0'/>", `d:1:1: unsupported-version: CSDL "5.0" is not a version that odagen reads`},
		{"version 3", "<Edmx xmlns='" + oldNS + "2007/06/edmx' Version='1.0'/>", `d:1:1: odata-version: element "Edmx" is of OData V2 or V3; odagen reads OData V4`},
		{"association", inXML(" <Association/>"), `d:2:2: odata-version: element "Association" is of OData V2 or V3; odagen reads OData V4`},
		{"unknown element", inXML("<EntityTyp Name='E'/>"), `d:2:1: warning: unknown-element: element "EntityTyp" has no place in Schema "s"`},
		{"unknown attribute", inXML("<ComplexType Name='C' Opentype='true'/>"), `d:2:1: warning: unknown-attribute: ComplexType "C" has the attribute "Opentype", which CSDL does not have`},
		{"no name", inXML("<ComplexType/>"), `d:2:1: left out: missing-attribute: element "ComplexType" has no attribute "Name"`},
		{"boolean", inXML("<ComplexType Name='C' OpenType='yes'/>"), `d:2:1: left out: bad-value: ComplexType "C": OpenType is "yes", not true or false`},
		{"unknown type", inXML("<ComplexType Name='C'>\n\t<Property Name='é' Type='a.D'/></ComplexType>"), `d:3:2: left out: unknown-type: property "é" of complex type "s.C": no type "s.D"`},
		{"no Edm", inXML("<ComplexType Name='C'><Property Name='p' Type='String'/></ComplexType>"), `d:2:23: left out: unknown-type: property "p" of complex type "s.C": "String" is not a qualified name`},
		{"own base", inXML("<ComplexType Name='C' BaseType='a.C'/>"), `d:2:1: left out: cyclic-base: complex type "s.C" derives from itself`},
		{"base of the other kind", inXML(entity + "\n<ComplexType Name='C' BaseType='a.E'/>"), `d:3:1: left out: bad-base: complex type "s.C" has the base "s.E", which is of the other kind`},
		{"duplicate type", inXML(entity + "\n<ComplexType Name='E'/>"), `d:3:1: left out: duplicate-name: ComplexType "E" has the name of the EntityType at d:2:1`},
		{"function like a type", inXML(entity + "\n<Function Name='E'><ReturnType Type='a.E'/></Function>"), `d:3:1: warning: duplicate-name: Function "E" has the name of the EntityType at d:2:1`},
		{"duplicate property", inXML("<ComplexType Name='C'><Property Name='p' Type='Edm.Int32'/>\n<Property Name='p' Type='Edm.Int32'/></ComplexType>"), `d:3:1: warning: duplicate-name: property "p" of complex type "s.C" stands there already, at d:2:23`},
		{"key", inXML("<EntityType Name='E'><Key><PropertyRef Name='id'/></Key></EntityType>"), `d:2:27: left out: unknown-property: the key of entity type "s.E" names "id", which is not a property`},
		{"navigation", inXML("<ComplexType Name='C'><NavigationProperty Name='n' Type='a.C'/></ComplexType>"), `d:2:23: left out: not-an-entity: navigation property "n" of complex type "s.C" leads to complex type "s.C"`},
		{"enum value", inXML("<EnumType Name='N' UnderlyingType='Edm.Byte'><Member Name='m' Value='256'/><Member Name='n' Value='x'/></EnumType>"), `d:2:76: left out: bad-value: member "n" of enumeration "N" has the value "x"`},
		{"underlying type", inXML("<EnumType Name='N' UnderlyingType='Edm.String'><Member Name='m'/></EnumType>"), `d:2:1: warning: bad-underlying-type: enumeration "N" has the underlying type "Edm.String", and is read as one of "Edm.Int32"`},
		{"facet", inXML("<TypeDefinition Name='T' UnderlyingType='Edm.String' MaxLength='-1'/>"), `d:2:1: warning: bad-value: type definition "T": MaxLength is "-1", which says nothing`},
		{"no binding parameter", inXML("<Action Name='A' IsBound='true'/>"), `d:2:1: left out: missing-parameter: action "A" is bound and has no parameter to be bound to`},
		{"no return type", inXML("<Function Name='F'/>"), `d:2:1: left out: missing-return-type: function "F" has no return type`},
		{"import", inXML("<EntityContainer Name='C'><ActionImport Name='I' Action='a.B'/></EntityContainer>"), `d:2:27: left out: unknown-operation: import "I": no unbound action "s.B"`},
		{"extends", inXML("<EntityContainer Name='C' Extends='s.C'/>"), `d:2:1: left out: cyclic-container: container "C" extends itself`},
		{"target", inXML("<Annotations Target='a.F(a.T,)'/>"), `d:2:1: left out: bad-target: "s.F(s.T,)" is not the path of a model element`},
		{"second key", inXML("<EntityType Name='E'><Key/><Key/></EntityType>"), `d:2:28: left out: duplicate-key: EntityType "E" has a second key`},
		{"key without alias", inXML("<EntityType Name='E'><Key><PropertyRef Name='c/p'/></Key><Property Name='c' Type='a.C'/></EntityType><ComplexType Name='C'><Property Name='p' Type='Edm.Int32'/></ComplexType>"), `d:2:27: left out: missing-alias: the key of entity type "s.E" names the path "c/p" without an alias`},
		{"set of complex values", inXML("<ComplexType Name='C'/><EntityContainer Name='D'><EntitySet Name='S' EntityType='a.C'/></EntityContainer>"), `d:2:50: left out: not-an-entity: entity set "S" has complex type "s.C"`},
		{"set of nothing", inXML("<EntityContainer Name='D'><Singleton Name='S' Type='a.C'/></EntityContainer>"), `d:2:27: left out: unknown-type: entity set "S": no type "s.C"`},
		{"name twice in the container", inXML(entity + "<EntityContainer Name='D'><Singleton Name='S' Type='a.E'/><Singleton Name='S' Type='a.E'/></EntityContainer>"), `d:2:166: left out: duplicate-name: "S" stands in container "D" twice`},
		{"parameter twice", inXML("<Action Name='A'><Parameter Name='p' Type='Edm.Int32'/><Parameter Name='p' Type='Edm.Int32'/></Action>"), `d:2:56: left out: duplicate-name: parameter "p" stands in action "A" twice`},
		{"member twice", inXML("<EnumType Name='N'><Member Name='m'/><Member Name='m'/></EnumType>"), `d:2:38: warning: duplicate-name: member "m" stands in enumeration "N" twice`},
		{"type definition", inXML("<TypeDefinition Name='T' UnderlyingType='a.T'/>"), `d:2:1: left out: bad-underlying-type: type definition "T" has the underlying type "s.T", which is not primitive`},
		{"Unicode", inXML("<TypeDefinition Name='T' UnderlyingType='Edm.String' Unicode='x'/>"), `d:2:1: warning: bad-value: type definition "T": Unicode is "x"`},
		{"OnDelete", inXML(entity + "<ComplexType Name='C'><NavigationProperty Name='n' Type='a.E'><OnDelete Action='x'/></NavigationProperty></ComplexType>"), `d:2:170: warning: bad-value: OnDelete of "n" has the action "x", which CSDL does not have`},
		{"key repeated", inXML(entity + "\n<EntityType Name='D' BaseType='a.E'/>\n<EntityType Name='F' BaseType='a.D'><Key><PropertyRef Name='ID'/></Key></EntityType>"), `d:4:1: warning: repeated-key: entity type "s.F" repeats the key of its base type`},
		{"another key", inXML(entity + "\n<EntityType Name='D' BaseType='a.E'><Key><PropertyRef Name='n'/></Key><Property Name='n' Type='Edm.Int32'/></EntityType>"), `d:3:1: left out: another-key: entity type "s.D" has the key (n), and its base type the key (ID)`},
		{"more of a key", inXML(entity + "\n<EntityType Name='D' BaseType='a.E'><Key><PropertyRef Name='ID'/><PropertyRef Name='n'/></Key><Property Name='n' Type='Edm.Int32'/></EntityType>"), `d:3:1: left out: another-key: entity type "s.D" has the key (ID, n), and its base type the key (ID)`},
		{"odd name", inXML("<ComplexType Name='a b'/>"), `d:2:1: warning: bad-name: type name "a b" has characters that CSDL does not allow in names`},
		{"attribute twice", inXML("<ComplexType Name='C' Name='D'/>"), `d:2:1: not-xml: ComplexType "C" has the attribute "Name" twice`},
		{"undeclared prefix", inXML("<ComplexType Name='C' x:y='z'/>"), `d:2:1: warning: undeclared-prefix: prefix "x" in element "ComplexType" is not declared`},
		{"alias twice", `{"$Version": "4.0", "s": {"$Alias": "a"}, "t": {"$Alias": "a"}}`, `d:1:43: duplicate-alias: alias "a" stands for "s" already`},

		{"JSON text", inJSON(`"C": {"$Kind": "ComplexType", "$BaseType": 1}`), `d:2:44: left out: bad-value: member "$BaseType" is not a string`},
		{"JSON number", inJSON(`"C": {"$Kind": "ComplexType", "p": {"$MaxLength": []}}`), `d:2:51: left out: bad-value: member "$MaxLength" is not a number or a string`},
		{"JSON array", inJSON(`"C": {"$Kind": "EntityType", "$Key": "p", "p": {}}`), `d:2:38: left out: bad-value: member "$Key" is not an array`},
		{"JSON object", inJSON(`"$Annotations": []`), `d:2:17: left out: bad-value: member "$Annotations" is not an object`},
		{"cut JSON", `{"$Version": "4.01"`, "d:1:19: not-json: unexpected end of JSON input"},
		{"broken JSON", "{\n\"a\": 1,,}", "d:2:8: not-json: invalid character ',' looking for beginning of object key string"},
		{"JSON schema without a name", "{\"$Version\": \"4.01\",\n\"\": {}}", "d:2:1: left out: missing-name: a member of an object has an empty name"},
		{"JSON type without a name", inJSON(`"": {"$Kind": "EntityType"}`), "d:2:1: left out: missing-name: a member of an object has an empty name"},
		{"JSON property without a name", inJSON(`"C": {"$Kind": "ComplexType", "": {}}`), "d:2:31: left out: missing-name: a member of an object has an empty name"},
		{"JSON nesting", `{"$Version": "4.01", "s": ` + strings.Repeat("[", 300), "d:1:326: not-json: unexpected end of JSON input"},
		{"deep JSON", inJSON(`"@t.t": ` + strings.Repeat("[", 300) + strings.Repeat("]", 300)), "d:2:208: too-deep: a value is nested 201 deep"},
		{"JSON version", `{"$Version": "3.0"}`, `d:1:1: unsupported-version: CSDL JSON "3.0" is not a version that odagen reads`},
		{"JSON name twice", inJSON(`"C": {"$Kind": "ComplexType", "p": {}, "p": {}}`), `d:2:40: warning: duplicate-name: member "p" stands in the object twice; this one counts`},
		{"JSON kind", inJSON(`"C": {"$Kind": "Complex"}`), `d:2:1: left out: unknown-kind: "C" is of kind "Complex", which is none of a schema`},
		{"JSON scalar", inJSON(`"C": {"$Kind": "ComplexType", "$Abstract": "true"}`), `d:2:44: left out: bad-value: member "$Abstract" is not true or false`},
		{"JSON member", inJSON(`"C": {"$Kind": "ComplexType", "$Open": true}`), `d:2:31: warning: unknown-member: ComplexType "C" has the member "$Open", which CSDL does not have`},
		{"JSON type", inJSON(`"C": {"$Kind": "ComplexType", "p": {"$Type": "a.D"}}`), `d:2:31: left out: unknown-type: property "p" of complex type "s.C": no type "s.D"`},
		{"JSON set", inJSON(`"C": {"$Kind": "EntityContainer", "S": {"$Collection": true}}`), `d:2:40: left out: missing-member: "S" of the container has no member "$Type"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := read(t, tt.text)
			if len(got) > 1 {
				got = got[len(got)-1:] // the first may be about the same place
			}
			if diff := cmp.Diff([]string{tt.want}, got); diff != "" {
				t.Errorf("said (-want +got):\n%s", diff)
			}
		})
	}
}
