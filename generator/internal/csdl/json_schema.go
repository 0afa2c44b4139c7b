package csdl

import (
	"fmt"
	"strings"
)

// readJSON reads a CSDL JSON document. It is nil when it is none of version 4.
func readJSON(s *scope) *Document {
	root := s.parseJSON()
	if root == nil {
		return nil
	}
	if root.kind != '{' {
		s.error(s.at(root.offset), "unknown-format", "the document is not an object", `CSDL JSON starts with {"$Version": "4.01"`)
		return nil
	}
	doc := &Document{Pos: s.at(root.offset), Version: s.str(root, "$Version")}
	if !version4.MatchString(doc.Version) {
		s.error(doc.Pos, "unsupported-version", fmt.Sprintf("CSDL JSON %q is not a version that odagen reads", doc.Version), `write "$Version": "4.01"`)
		return nil
	}
	s.known(root, "the document", "$Version $EntityContainer $Reference")
	refs := s.object(root, "$Reference")
	for _, ref := range refs {
		for _, inc := range s.list(ref.value, "$Include") {
			s.declare(s.at(inc.offset), s.str(inc, "$Alias"), s.str(inc, "$Namespace"))
		}
	}
	schemas := s.named(root)
	for _, m := range schemas {
		s.declare(s.at(m.offset), s.str(m.value, "$Alias"), m.name)
	}
	for _, ref := range refs {
		take(s, &doc.References, fmt.Sprintf("reference %q", ref.name), "", func() *Reference { return s.jsonReference(ref) })
	}
	for _, m := range schemas {
		take(s, &doc.Schemas, fmt.Sprintf("schema %q", m.name), "", func() *Schema { return s.jsonSchema(m) })
	}
	return doc
}

// named returns the members that CSDL gives a name of the model: neither its
// own, which start with $, nor annotations. No name is empty.
func (s *scope) named(v *value) []member {
	var named []member
	for _, m := range v.members {
		switch {
		case m.name == "":
			s.part("the member without a name", "", func() {
				s.fault(s.at(m.offset), "missing-name", "a member of an object has an empty name", "give it a name, or take it out")
			})
		case !strings.HasPrefix(m.name, "$") && !strings.Contains(m.name, "@"):
			named = append(named, m)
		}
	}
	return named
}

func (s *scope) jsonReference(m member) *Reference {
	s.known(m.value, fmt.Sprintf("reference %q", m.name), "$Include $IncludeAnnotations")
	ref := &Reference{Pos: s.at(m.offset), URI: m.name, Annotations: s.jsonAnnotations(m.value)[""]}
	for _, v := range s.list(m.value, "$Include") {
		s.must(v, "an included schema", "$Namespace")
		ref.Includes = append(ref.Includes, &Include{
			Pos: s.at(v.offset), Namespace: s.str(v, "$Namespace"), Alias: s.str(v, "$Alias"), Annotations: s.jsonAnnotations(v)[""],
		})
	}
	for _, v := range s.list(m.value, "$IncludeAnnotations") {
		ref.External = append(ref.External, &IncludeAnnotations{
			Pos: s.at(v.offset), TermNamespace: s.str(v, "$TermNamespace"),
			Qualifier: s.str(v, "$Qualifier"), TargetNamespace: s.str(v, "$TargetNamespace"),
		})
	}
	return ref
}

func (s *scope) jsonSchema(m member) *Schema {
	annotations := s.jsonAnnotations(m.value)
	schema := &Schema{Pos: s.at(m.offset), Namespace: m.name, Alias: s.str(m.value, "$Alias"), Annotations: annotations[""]}
	if m.value.kind != '{' {
		s.badMember(m.value, m.name, "an object")
		return schema
	}
	s.known(m.value, fmt.Sprintf("schema %q", m.name), "$Alias $Annotations")
	for _, c := range s.named(m.value) {
		if c.value.kind == '[' {
			for _, overload := range c.value.items {
				take(s, &schema.Operations, fmt.Sprintf("an overload of %q", c.name), s.jsonOwner(c.name, overload), func() *Operation { return s.jsonOperation(c.name, overload) })
			}
			continue
		}
		s.part(fmt.Sprintf("%q", c.name), m.name+"."+c.name, func() { s.jsonElement(schema, c) })
	}
	for _, t := range s.object(m.value, "$Annotations") {
		schema.External = append(schema.External, &Annotations{
			Pos: s.at(t.offset), Target: s.path(t.name), Annotations: s.jsonAnnotations(t.value)[""],
		})
	}
	return schema
}

// jsonOwner tells to which type, or name at the service root, an overload belongs.
func (s *scope) jsonOwner(name string, v *value) string {
	bound, params := v.get("$IsBound"), v.get("$Parameter")
	if bound == nil || bound.kind != 't' || params == nil || len(params.items) == 0 {
		return "/" + name
	}
	if typ := params.items[0].get("$Type"); typ != nil {
		return s.name(typ.text)
	}
	return ""
}

// jsonElement reads a model element, told by its $Kind, into schema.
func (s *scope) jsonElement(schema *Schema, m member) {
	v := m.value
	switch kind := s.str(v, "$Kind"); kind {
	case "EntityType", "ComplexType":
		take(s, &schema.Types, fmt.Sprintf("%s %q", kind, m.name), "", func() *StructuredType { return s.jsonStructuredType(m, kind) })
	case "EnumType":
		take(s, &schema.Enums, fmt.Sprintf("EnumType %q", m.name), "", func() *EnumType { return s.jsonEnumType(m) })
	case "TypeDefinition":
		take(s, &schema.Definitions, fmt.Sprintf("TypeDefinition %q", m.name), "", func() *TypeDefinition { return s.jsonDefinition(m) })
	case "Term":
		take(s, &schema.Terms, fmt.Sprintf("Term %q", m.name), "", func() *Term { return s.jsonTerm(m) })
	case "EntityContainer":
		schema.Containers = append(schema.Containers, s.jsonContainer(m))
	default:
		s.fault(s.at(m.offset), "unknown-kind", fmt.Sprintf("%q is of kind %q, which is none of a schema", m.name, kind),
			`kinds are "EntityType", "ComplexType", "EnumType", "TypeDefinition", "Term" and "EntityContainer"; actions and functions stand in arrays`)
	}
}

func (s *scope) jsonDefinition(m member) *TypeDefinition {
	what := fmt.Sprintf("TypeDefinition %q", m.name)
	s.must(m.value, what, "$UnderlyingType")
	s.known(m.value, what, "$Kind $UnderlyingType $MaxLength $Precision $Scale $Unicode $SRID")
	return &TypeDefinition{
		Pos: s.at(m.offset), Name: m.name, Underlying: s.name(s.str(m.value, "$UnderlyingType")), Facets: s.jsonFacets(m.value),
		Annotations: s.jsonAnnotations(m.value)[""],
	}
}

func (s *scope) jsonTerm(m member) *Term {
	v := m.value
	s.known(v, fmt.Sprintf("Term %q", m.name), "$Kind $BaseTerm $AppliesTo $DefaultValue"+jsonTypeMembers)
	t := &Term{
		Pos: s.at(m.offset), Name: m.name, Type: s.jsonType(v), Base: s.name(s.str(v, "$BaseTerm")), Default: s.preset(v),
		Annotations: s.jsonAnnotations(v)[""],
	}
	for _, a := range s.list(v, "$AppliesTo") {
		t.AppliesTo = append(t.AppliesTo, a.text)
	}
	return t
}

const jsonTypeMembers = " $Type $Collection $Nullable $MaxLength $Precision $Scale $Unicode $SRID"

func (s *scope) jsonStructuredType(m member, kind string) *StructuredType {
	v := m.value
	what := fmt.Sprintf("%s %q", kind, m.name)
	s.known(v, what, "$Kind $BaseType $Abstract $OpenType $HasStream $Key")
	t := &StructuredType{
		Pos: s.at(m.offset), Entity: kind == "EntityType", Name: m.name, BaseType: s.name(s.str(v, "$BaseType")),
		Abstract: s.truth(v, "$Abstract", false), Open: s.truth(v, "$OpenType", false),
		HasStream: s.truth(v, "$HasStream", false), Annotations: s.jsonAnnotations(v)[""],
	}
	for _, k := range s.list(v, "$Key") {
		ref := &PropertyRef{Pos: s.at(k.offset), Path: k.text}
		if len(k.members) > 0 {
			ref.Alias, ref.Path = k.members[0].name, k.members[0].value.text
		}
		t.Key = append(t.Key, ref)
	}
	for _, c := range s.named(v) {
		s.part(fmt.Sprintf("Property %q", c.name), "", func() { s.jsonMember(t, c) })
	}
	return t
}

// jsonMember reads a property or a navigation property into t.
func (s *scope) jsonMember(t *StructuredType, m member) {
	v := m.value
	if v.kind != '{' {
		s.badMember(v, m.name, "an object")
		return
	}
	switch kind := s.str(v, "$Kind"); kind {
	case "NavigationProperty":
		take(s, &t.Navigations, fmt.Sprintf("NavigationProperty %q", m.name), "", func() *NavigationProperty { return s.jsonNavigation(m) })
	case "", "Property":
		take(s, &t.Properties, fmt.Sprintf("Property %q", m.name), "", func() *Property {
			s.known(v, fmt.Sprintf("Property %q", m.name), "$Kind $DefaultValue"+jsonTypeMembers)
			return &Property{
				Pos: s.at(m.offset), Name: m.name, Type: s.jsonType(v),
				Default: s.preset(v), Annotations: s.jsonAnnotations(v)[""],
			}
		})
	default:
		s.fault(s.at(m.offset), "unknown-kind", fmt.Sprintf("%q is of kind %q, which is none of a type", m.name, kind),
			`kinds are "Property", the default, and "NavigationProperty"`)
	}
}

func (s *scope) jsonNavigation(m member) *NavigationProperty {
	v := m.value
	what := fmt.Sprintf("NavigationProperty %q", m.name)
	s.must(v, what, "$Type")
	s.known(v, what, "$Kind $Type $Collection $Nullable $Partner $ContainsTarget $ReferentialConstraint $OnDelete")
	annotations := s.jsonAnnotations(v)
	n := &NavigationProperty{
		Pos: s.at(m.offset), Name: m.name, Type: s.jsonType(v), Partner: s.path(s.str(v, "$Partner")),
		ContainsTarget: s.truth(v, "$ContainsTarget", false), Annotations: annotations[""],
	}
	if action := v.get("$OnDelete"); action != nil {
		n.OnDelete = &OnDelete{Pos: s.at(action.offset), Action: s.str(v, "$OnDelete"), Annotations: annotations["$OnDelete"]}
	}
	constraints := s.jsonAnnotations(v.get("$ReferentialConstraint"))
	for _, c := range s.object(v, "$ReferentialConstraint") {
		if !strings.Contains(c.name, "@") {
			n.Constraints = append(n.Constraints, &ReferentialConstraint{
				Pos: s.at(c.offset), Property: c.name, Referenced: c.value.text, Annotations: constraints[c.name],
			})
		}
	}
	return n
}

func (s *scope) jsonEnumType(m member) *EnumType {
	v := m.value
	s.known(v, fmt.Sprintf("EnumType %q", m.name), "$Kind $UnderlyingType $IsFlags")
	annotations := s.jsonAnnotations(v)
	t := &EnumType{
		Pos: s.at(m.offset), Name: m.name, Underlying: s.name(s.str(v, "$UnderlyingType")),
		Flags: s.truth(v, "$IsFlags", false), Annotations: annotations[""],
	}
	for _, c := range s.named(v) {
		take(s, &t.Members, fmt.Sprintf("member %q", c.name), "", func() *Member {
			return &Member{Pos: s.at(c.offset), Name: c.name, Value: s.scalar(c.value, c.name), Annotations: annotations[c.name]}
		})
	}
	return t
}

func (s *scope) jsonOperation(name string, v *value) *Operation {
	kind := s.str(v, "$Kind")
	what := fmt.Sprintf("%s %q", kind, name)
	if kind != "Action" && kind != "Function" {
		s.fault(s.at(v.offset), "unknown-kind", fmt.Sprintf("an overload of %q is of kind %q", name, kind), `write "Action" or "Function"`)
	}
	s.known(v, what, "$Kind $IsBound $EntitySetPath $IsComposable $Parameter $ReturnType")
	o := &Operation{
		Pos: s.at(v.offset), Function: kind == "Function", Name: name, Bound: s.truth(v, "$IsBound", false),
		Composable: s.truth(v, "$IsComposable", false), EntitySetPath: s.path(s.str(v, "$EntitySetPath")),
		Annotations: s.jsonAnnotations(v)[""],
	}
	for _, p := range s.list(v, "$Parameter") {
		s.must(p, "a parameter of "+what, "$Name")
		s.known(p, "a parameter of "+what, "$Name"+jsonTypeMembers)
		o.Parameters = append(o.Parameters, &Parameter{
			Pos: s.at(p.offset), Name: s.str(p, "$Name"), Type: s.jsonType(p), Annotations: s.jsonAnnotations(p)[""],
		})
	}
	if r := v.get("$ReturnType"); r != nil {
		s.known(r, "the return type of "+what, jsonTypeMembers)
		o.Return = &ReturnType{Pos: s.at(r.offset), Type: s.jsonType(r), Annotations: s.jsonAnnotations(r)[""]}
	}
	return o
}

func (s *scope) jsonContainer(m member) *EntityContainer {
	v := m.value
	s.known(v, fmt.Sprintf("EntityContainer %q", m.name), "$Kind $Extends")
	container := &EntityContainer{
		Pos: s.at(m.offset), Name: m.name, Extends: s.name(s.str(v, "$Extends")), Annotations: s.jsonAnnotations(v)[""],
	}
	for _, c := range s.named(v) {
		what := fmt.Sprintf("%q of the container", c.name)
		if c.value.get("$Action") != nil || c.value.get("$Function") != nil {
			take(s, &container.Imports, what, "/"+c.name, func() *Import { return s.jsonImport(c, what) })
		} else {
			take(s, &container.Sets, what, "/"+c.name, func() *EntitySet { return s.jsonSet(c, what) })
		}
	}
	return container
}

func (s *scope) jsonImport(m member, what string) *Import {
	v := m.value
	s.known(v, what, "$Action $Function $EntitySet $IncludeInServiceDocument")
	return &Import{
		Pos: s.at(m.offset), Name: m.name, Function: v.get("$Function") != nil,
		Operation: s.name(s.str(v, "$Action") + s.str(v, "$Function")), EntitySet: s.path(s.str(v, "$EntitySet")),
		Advertised: s.truth(v, "$IncludeInServiceDocument", false), Annotations: s.jsonAnnotations(v)[""],
	}
}

func (s *scope) jsonSet(m member, what string) *EntitySet {
	v := m.value
	s.must(v, what, "$Type")
	s.known(v, what, "$Type $Collection $Nullable $IncludeInServiceDocument $NavigationPropertyBinding")
	set := &EntitySet{
		Pos: s.at(m.offset), Name: m.name, Type: s.name(s.str(v, "$Type")),
		Singleton: !s.truth(v, "$Collection", false), Nullable: s.truth(v, "$Nullable", false),
		Hidden: !s.truth(v, "$IncludeInServiceDocument", true), Annotations: s.jsonAnnotations(v)[""],
	}
	for _, b := range s.object(v, "$NavigationPropertyBinding") {
		set.Bindings = append(set.Bindings, &Binding{Pos: s.at(b.offset), Path: s.path(b.name), Target: s.path(b.value.text)})
	}
	return set
}

func (s *scope) jsonType(v *value) TypeRef {
	t := TypeRef{
		Name: s.name(s.str(v, "$Type")), Collection: s.truth(v, "$Collection", false),
		Nullable: s.truth(v, "$Nullable", false), Facets: s.jsonFacets(v),
	}
	if t.Name == "" {
		t.Name = "Edm.String"
	}
	t.NullItems = t.Collection && t.Nullable
	return t
}

// preset reads the default of an element; null is "null", as in XML.
func (s *scope) preset(v *value) string {
	preset := v.get("$DefaultValue")
	if preset != nil && preset.kind == 'n' {
		return preset.text
	}
	return s.scalar(preset, "$DefaultValue")
}

func (s *scope) jsonFacets(v *value) Facets {
	return Facets{
		MaxLength: s.scalar(v.get("$MaxLength"), "$MaxLength"), Precision: s.scalar(v.get("$Precision"), "$Precision"), Scale: s.scalar(v.get("$Scale"), "$Scale"),
		Unicode: s.scalar(v.get("$Unicode"), "$Unicode"), SRID: s.scalar(v.get("$SRID"), "$SRID"),
	}
}
