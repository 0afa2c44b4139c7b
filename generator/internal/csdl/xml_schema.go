package csdl

import (
	"fmt"
	"strings"
)

func (s *scope) xmlReference(e *element) *Reference {
	ref := &Reference{Pos: s.at(e.offset), URI: e.first("Uri")}
	for _, c := range e.children {
		switch c.name {
		case "Include":
			inc := &Include{Pos: s.at(c.offset), Namespace: c.first("Namespace"), Alias: c.first("Alias"), Annotations: s.xmlAnnotations(c)}
			ref.Includes = append(ref.Includes, inc)
		case "IncludeAnnotations":
			ref.External = append(ref.External, &IncludeAnnotations{
				Pos: s.at(c.offset), TermNamespace: c.first("TermNamespace"),
				Qualifier: c.first("Qualifier"), TargetNamespace: c.first("TargetNamespace"),
			})
		}
	}
	ref.Annotations = s.xmlAnnotations(e)
	return ref
}

func (s *scope) xmlSchema(e *element) *Schema {
	schema := &Schema{Pos: s.at(e.offset), Namespace: e.first("Namespace"), Alias: e.first("Alias"), Annotations: s.xmlAnnotations(e)}
	for _, c := range e.children {
		of := s.owner(e, c)
		switch c.name {
		case "EntityType", "ComplexType":
			take(s, &schema.Types, c.String(), of, func() *StructuredType { return s.xmlStructuredType(c) })
		case "EnumType":
			take(s, &schema.Enums, c.String(), of, func() *EnumType { return s.xmlEnumType(c) })
		case "TypeDefinition":
			schema.Definitions = append(schema.Definitions, &TypeDefinition{
				Pos: s.at(c.offset), Name: c.first("Name"), Underlying: s.name(c.first("UnderlyingType")),
				Facets: xmlFacets(c), Annotations: s.xmlAnnotations(c),
			})
		case "Action", "Function":
			take(s, &schema.Operations, c.String(), of, func() *Operation { return s.xmlOperation(c) })
		case "Term":
			take(s, &schema.Terms, c.String(), "", func() *Term { return s.xmlTerm(c) })
		case "EntityContainer":
			schema.Containers = append(schema.Containers, s.xmlContainer(c))
		case "Annotations":
			schema.External = append(schema.External, &Annotations{
				Pos: s.at(c.offset), Target: s.path(c.first("Target")), Qualifier: c.first("Qualifier"), Annotations: s.xmlAnnotations(c),
			})
		}
	}
	return schema
}

func (s *scope) xmlTerm(e *element) *Term {
	return &Term{
		Pos: s.at(e.offset), Name: e.first("Name"), Type: s.xmlType(e), Base: s.name(e.first("BaseTerm")),
		Default: e.first("DefaultValue"), AppliesTo: strings.Fields(e.first("AppliesTo")), Annotations: s.xmlAnnotations(e),
	}
}

func (s *scope) xmlStructuredType(e *element) *StructuredType {
	t := &StructuredType{
		Pos: s.at(e.offset), Entity: e.name == "EntityType", Name: e.first("Name"), BaseType: s.name(e.first("BaseType")),
		Abstract: s.xmlBool(e, "Abstract", false), Open: s.xmlBool(e, "OpenType", false),
		HasStream: s.xmlBool(e, "HasStream", false), Annotations: s.xmlAnnotations(e),
	}
	for _, c := range e.children {
		switch c.name {
		case "Key":
			for _, ref := range c.children {
				t.Key = append(t.Key, &PropertyRef{Pos: s.at(ref.offset), Path: ref.first("Name"), Alias: ref.first("Alias")})
			}
		case "Property":
			take(s, &t.Properties, c.String(), "", func() *Property { return s.xmlProperty(c) })
		case "NavigationProperty":
			take(s, &t.Navigations, c.String(), "", func() *NavigationProperty { return s.xmlNavigation(c) })
		}
	}
	return t
}

func (s *scope) xmlProperty(e *element) *Property {
	return &Property{
		Pos: s.at(e.offset), Name: e.first("Name"), Type: s.xmlType(e),
		Default: e.first("DefaultValue"), Annotations: s.xmlAnnotations(e),
	}
}

func (s *scope) xmlNavigation(e *element) *NavigationProperty {
	n := &NavigationProperty{
		Pos: s.at(e.offset), Name: e.first("Name"), Type: s.xmlType(e), Partner: s.path(e.first("Partner")),
		ContainsTarget: s.xmlBool(e, "ContainsTarget", false), Annotations: s.xmlAnnotations(e),
	}
	for _, c := range e.children {
		switch c.name {
		case "ReferentialConstraint":
			n.Constraints = append(n.Constraints, &ReferentialConstraint{
				Pos: s.at(c.offset), Property: c.first("Property"), Referenced: c.first("ReferencedProperty"), Annotations: s.xmlAnnotations(c),
			})
		case "OnDelete":
			n.OnDelete = &OnDelete{Pos: s.at(c.offset), Action: c.first("Action"), Annotations: s.xmlAnnotations(c)}
		}
	}
	return n
}

func (s *scope) xmlEnumType(e *element) *EnumType {
	t := &EnumType{
		Pos: s.at(e.offset), Name: e.first("Name"), Underlying: s.name(e.first("UnderlyingType")),
		Flags: s.xmlBool(e, "IsFlags", false), Annotations: s.xmlAnnotations(e),
	}
	for _, c := range e.children {
		if c.name == "Member" {
			t.Members = append(t.Members, &Member{
				Pos: s.at(c.offset), Name: c.first("Name"), Value: c.first("Value"), Annotations: s.xmlAnnotations(c),
			})
		}
	}
	return t
}

func (s *scope) xmlOperation(e *element) *Operation {
	o := &Operation{
		Pos: s.at(e.offset), Function: e.name == "Function", Name: e.first("Name"), Bound: s.xmlBool(e, "IsBound", false),
		Composable: s.xmlBool(e, "IsComposable", false), EntitySetPath: s.path(e.first("EntitySetPath")), Annotations: s.xmlAnnotations(e),
	}
	for _, c := range e.children {
		switch c.name {
		case "Parameter":
			o.Parameters = append(o.Parameters, &Parameter{
				Pos: s.at(c.offset), Name: c.first("Name"), Type: s.xmlType(c), Annotations: s.xmlAnnotations(c),
			})
		case "ReturnType":
			o.Return = &ReturnType{Pos: s.at(c.offset), Type: s.xmlType(c), Annotations: s.xmlAnnotations(c)}
		}
	}
	return o
}

func (s *scope) xmlContainer(e *element) *EntityContainer {
	container := &EntityContainer{Pos: s.at(e.offset), Name: e.first("Name"), Extends: s.name(e.first("Extends")), Annotations: s.xmlAnnotations(e)}
	for _, c := range e.children {
		switch c.name {
		case "EntitySet", "Singleton":
			take(s, &container.Sets, c.String(), s.owner(e, c), func() *EntitySet { return s.xmlSet(c) })
		case "ActionImport", "FunctionImport":
			take(s, &container.Imports, c.String(), s.owner(e, c), func() *Import { return s.xmlImport(c) })
		}
	}
	return container
}

func (s *scope) xmlImport(e *element) *Import {
	return &Import{
		Pos: s.at(e.offset), Function: e.name == "FunctionImport", Name: e.first("Name"),
		Operation: s.name(e.first(strings.TrimSuffix(e.name, "Import"))),
		EntitySet: s.path(e.first("EntitySet")), Advertised: s.xmlBool(e, "IncludeInServiceDocument", false),
		Annotations: s.xmlAnnotations(e),
	}
}

func (s *scope) xmlSet(e *element) *EntitySet {
	set := &EntitySet{
		Pos: s.at(e.offset), Name: e.first("Name"), Type: s.name(e.first("EntityType")), Singleton: e.name == "Singleton",
		Hidden: !s.xmlBool(e, "IncludeInServiceDocument", true), Annotations: s.xmlAnnotations(e),
	}
	if set.Singleton {
		set.Type, set.Nullable = s.name(e.first("Type")), s.xmlBool(e, "Nullable", false)
	}
	for _, c := range e.children {
		if c.name == "NavigationPropertyBinding" {
			set.Bindings = append(set.Bindings, &Binding{Pos: s.at(c.offset), Path: s.path(c.first("Path")), Target: s.path(c.first("Target"))})
		}
	}
	return set
}

// xmlType reads the type and the facets that the attributes of e give.
func (s *scope) xmlType(e *element) TypeRef {
	t := TypeRef{Facets: xmlFacets(e)}
	t.Name, t.Collection = s.typeName(e.first("Type"))
	t.Nullable = s.xmlBool(e, "Nullable", !t.Collection) // of the items: a collection is never null
	t.NullItems = t.Collection && s.xmlBool(e, "Nullable", true)
	return t
}

func xmlFacets(e *element) Facets {
	return Facets{
		MaxLength: e.first("MaxLength"), Precision: e.first("Precision"), Scale: e.first("Scale"),
		Unicode: e.first("Unicode"), SRID: e.first("SRID"),
	}
}

// xmlBool reads an attribute that is true or false, or absent when it is missing.
func (s *scope) xmlBool(e *element, name string, absent bool) bool {
	text, ok := e.attr(name)
	if !ok {
		return absent
	}
	switch text = strings.TrimSpace(text); text {
	case "true", "1":
		return true
	case "false", "0":
		return false
	}
	message := fmt.Sprintf("%s: %s is %q, not true or false", e, name, text)
	hint := "write " + name + `="true" or ` + name + `="false"`
	switch strings.ToLower(text) {
	case "true":
		s.warn(s.at(e.offset), "bad-value", message, hint)
		return true
	case "false":
		s.warn(s.at(e.offset), "bad-value", message, hint)
		return false
	}
	s.fault(s.at(e.offset), "bad-value", message, hint)
	return absent
}
