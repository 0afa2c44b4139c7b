package csdl

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/diag"
)

// syntax is what an element may hold. Attributes that it must have end in "!".
type syntax struct{ attrs, children []string }

// rule makes a syntax of the words of attributes and of children.
func rule(attrs, children string) syntax {
	return syntax{strings.Fields(attrs), strings.Fields(children)}
}

const (
	typeFacets  = " Type! Nullable MaxLength Precision Scale Unicode SRID"
	constants   = " Binary Bool Date DateTimeOffset Decimal Duration EnumMember Float Guid Int String TimeOfDay"
	paths       = " AnnotationPath ModelElementPath NavigationPropertyPath PropertyPath Path"
	operators   = " And Or Not Eq Ne Gt Ge Lt Le Has In Add Sub Neg Mul Div DivBy Mod If"
	expressions = constants + paths + operators + " Apply Cast IsOf Collection Record LabeledElement LabeledElementReference Null UrlRef Annotation"
	valueAttrs  = constants + paths + " UrlRef"
)

// grammar has the elements of CSDL XML 4.01.
var grammar = makeGrammar()

func makeGrammar() map[string]syntax {
	g := map[string]syntax{
		"Edmx":               rule("Version!", "Reference DataServices"),
		"DataServices":       rule("", "Schema"),
		"Reference":          rule("Uri!", "Include IncludeAnnotations Annotation"),
		"Include":            rule("Namespace! Alias", "Annotation"),
		"IncludeAnnotations": rule("TermNamespace! Qualifier TargetNamespace", ""),
		"Schema": rule("Namespace! Alias", "EntityType ComplexType EnumType TypeDefinition Action Function Term "+
			"EntityContainer Annotations Annotation"),
		"EntityType":                rule("Name! BaseType Abstract OpenType HasStream", "Key Property NavigationProperty Annotation"),
		"ComplexType":               rule("Name! BaseType Abstract OpenType", "Property NavigationProperty Annotation"),
		"Key":                       rule("", "PropertyRef"),
		"PropertyRef":               rule("Name! Alias", "Annotation"),
		"Property":                  rule("Name! DefaultValue"+typeFacets, "Annotation"),
		"NavigationProperty":        rule("Name! Type! Nullable Partner ContainsTarget", "ReferentialConstraint OnDelete Annotation"),
		"ReferentialConstraint":     rule("Property! ReferencedProperty!", "Annotation"),
		"OnDelete":                  rule("Action!", "Annotation"),
		"EnumType":                  rule("Name! UnderlyingType IsFlags", "Member Annotation"),
		"Member":                    rule("Name! Value", "Annotation"),
		"TypeDefinition":            rule("Name! UnderlyingType! MaxLength Precision Scale Unicode SRID", "Annotation"),
		"Action":                    rule("Name! IsBound EntitySetPath", "Parameter ReturnType Annotation"),
		"Function":                  rule("Name! IsBound IsComposable EntitySetPath", "Parameter ReturnType Annotation"),
		"Parameter":                 rule("Name!"+typeFacets, "Annotation"),
		"ReturnType":                rule(typeFacets, "Annotation"),
		"Term":                      rule("Name! BaseTerm DefaultValue AppliesTo"+typeFacets, "Annotation"),
		"EntityContainer":           rule("Name! Extends", "EntitySet Singleton ActionImport FunctionImport Annotation"),
		"EntitySet":                 rule("Name! EntityType! IncludeInServiceDocument", "NavigationPropertyBinding Annotation"),
		"Singleton":                 rule("Name! Type! Nullable", "NavigationPropertyBinding Annotation"),
		"NavigationPropertyBinding": rule("Path! Target!", "Annotation"),
		"ActionImport":              rule("Name! Action! EntitySet", "Annotation"),
		"FunctionImport":            rule("Name! Function! EntitySet IncludeInServiceDocument", "Annotation"),
		"Annotations":               rule("Target! Qualifier", "Annotation"),
		"Annotation":                rule("Term! Qualifier"+valueAttrs, expressions),
		"PropertyValue":             rule("Property!"+valueAttrs, expressions),
		"Record":                    rule("Type", "PropertyValue Annotation"),
		"Collection":                rule("", expressions),
		"Apply":                     rule("Function!", expressions),
		"Cast":                      rule(typeFacets, expressions),
		"IsOf":                      rule(typeFacets, expressions),
		"LabeledElement":            rule("Name!"+valueAttrs, expressions),
		"LabeledElementReference":   rule("", ""),
		"Null":                      rule("", "Annotation"),
		"UrlRef":                    rule("", expressions),
	}
	for _, name := range strings.Fields(constants + paths) {
		g[name] = rule("", "")
	}
	for _, name := range strings.Fields(operators) {
		g[name] = rule("", expressions)
	}
	return g
}

// maxAttributes is how many attributes an element may have.
const maxAttributes = 100

// checkSyntax reports the elements and attributes that CSDL does not have, and
// the attributes that are missing. What is not known is left out of e.
func (s *scope) checkSyntax(e *element) {
	s.checkElement(e, map[string]bool{edmNS: true, edmxNS: true})
}

// checkElement is checkSyntax; told has the other namespaces reported so far.
func (s *scope) checkElement(e *element, told map[string]bool) {
	rule := grammar[e.name]
	s.checkAttributes(e, rule, told)
	s.checkText(e)
	known := e.children[:0]
	keys := 0
	for _, c := range e.children {
		switch {
		case c.space != edmNS && c.space != edmxNS:
			s.foreign(c, c.space, told)
			continue
		case !slices.Contains(rule.children, c.name):
			s.warn(s.at(c.offset), "unknown-element", fmt.Sprintf("element %q has no place in %s", c.name, e), s.elementHint(c, rule))
			continue
		case c.name == "Key":
			if keys++; keys > 1 {
				s.fault(s.at(c.offset), "duplicate-key", fmt.Sprintf("%s has a second key", e), "list all key properties in one Key")
			}
		}
		if !contains(parts, c.name) {
			s.checkElement(c, told)
		} else if !s.part(c.String(), s.owner(e, c), func() { s.checkElement(c, told) }) {
			continue
		}
		known = append(known, c)
	}
	e.children = known
}

// parts are the elements that can be left out; what is wrong in another one costs the
// element that it is in.
const parts = " Schema Reference Include IncludeAnnotations EntityType ComplexType EnumType TypeDefinition Action Function Term EntityContainer" +
	" EntitySet Singleton ActionImport FunctionImport Property NavigationProperty ReferentialConstraint OnDelete Member" +
	" NavigationPropertyBinding Annotations Annotation "

// owner tells to which type, or name at the service root, the child c of e belongs; ""
// for that of e.
func (s *scope) owner(e, c *element) string {
	switch c.name {
	case "EntityType", "ComplexType", "EnumType", "TypeDefinition":
		return e.first("Namespace") + "." + c.first("Name")
	case "EntitySet", "Singleton", "ActionImport", "FunctionImport":
		return "/" + c.first("Name")
	case "Action", "Function":
		for _, p := range c.children {
			if p.name == "Parameter" && c.first("IsBound") != "" {
				name, _ := s.typeName(p.first("Type"))
				return name
			}
		}
		return "/" + c.first("Name")
	}
	return ""
}

// checkText tells of text where CSDL has elements alone: nobody reads it.
func (s *scope) checkText(e *element) {
	if e.stray > 0 && !contains(texts, e.name) {
		s.warn(s.at(e.stray), "stray-text", fmt.Sprintf("%s has text, which CSDL does not have there", e), "it is left out; write it as an attribute or an element")
	}
}

// texts are the elements whose content is text.
const texts = constants + paths + " LabeledElementReference "

// String tells an element in a message.
func (e *element) String() string {
	for _, a := range []string{"Name", "Namespace", "Term", "Target"} {
		if v, ok := e.attr(a); ok {
			return fmt.Sprintf("%s %q", e.name, v)
		}
	}
	return fmt.Sprintf("element %q", e.name)
}

// concurrency is an attribute of CSDL V3, which services still write. What it says, the
// ETags of answers say.
const concurrency = "ConcurrencyMode"

func (s *scope) elementHint(e *element, rule syntax) string {
	if near := diag.Nearest(e.name, rule.children); near != "" {
		return fmt.Sprintf("did you mean %q?", near)
	}
	return "it is left out"
}

func (s *scope) foreign(e *element, space string, told map[string]bool) {
	if told[space] || space == "" && e.space != "" {
		return
	}
	told[space] = true
	s.warn(s.at(e.offset), "foreign-markup", fmt.Sprintf("%s has markup of namespace %q, which is not of CSDL", e, space), "it is left out")
}

func (s *scope) checkAttributes(e *element, rule syntax, told map[string]bool) {
	if len(e.attrs) > maxAttributes {
		s.fault(s.at(e.offset), "too-many-attributes", fmt.Sprintf("%s has %d attributes", e, len(e.attrs)), "remove those that CSDL does not have")
		return
	}
	for _, a := range e.attrs {
		switch {
		case a.Name.Space == "xmlns" || a.Name.Local == "xmlns" || a.Name.Space == xmlNS:
		case a.Name.Space != "":
			if strings.Contains(a.Name.Space, "/") {
				s.foreign(e, a.Name.Space, told)
			}
		case !slices.Contains(rule.attrs, a.Name.Local) && !slices.Contains(rule.attrs, a.Name.Local+"!"):
			hint := "it is left out"
			if near := diag.Nearest(a.Name.Local, rule.attrs); near != "" {
				hint = fmt.Sprintf("did you mean %q?", strings.TrimSuffix(near, "!"))
			}
			if a.Name.Local == concurrency && !s.once(concurrency) {
				continue // each document that has it has it everywhere
			}
			s.warn(s.at(e.offset), "unknown-attribute", fmt.Sprintf("%s has the attribute %q, which CSDL does not have", e, a.Name.Local), hint)
		}
	}
	for _, name := range rule.attrs {
		name, must := strings.CutSuffix(name, "!")
		if !must {
			continue
		}
		if v, ok := e.attr(name); !ok || v == "" {
			s.fault(s.at(e.offset), "missing-attribute", fmt.Sprintf("%s has no attribute %q", e, name), fmt.Sprintf("add %s=\"...\"", name))
		}
	}
}
