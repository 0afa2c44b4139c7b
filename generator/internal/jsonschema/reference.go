package jsonschema

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/diag"
	"github.com/seed-349153d7/odagen/generator/internal/tree"
)

// Target returns what the reference of s leads to, which may be a reference again; nil
// when it leads to nothing.
func (s *Schema) Target() *Schema {
	if s == nil {
		return nil
	}
	if s.to == nil && s.Ref != "" {
		to, fault := s.doc.files.Resolve(s.Place)
		if fault != nil {
			s.doc.diags.Add(*fault)
			return nil
		}
		s.to = s.doc.Schema(to)
	}
	return s.to
}

// Reference returns a reference to s, a component.
func (s *Schema) Reference() *Schema {
	return &Schema{Place: s.Place, Ref: "#" + s.Place.Pointer(), doc: s.doc, to: s, value: s.Value()}
}

// leads reports whether s is what its reference leads to. One with properties beside the
// reference is another object.
func (s *Schema) leads() bool { return s.Ref != "" && s.Properties.Len() == 0 }

// end returns the schema at the end of the references that begin with s, s itself when
// it is none; nil when they lead to nothing. Each reference is followed once.
func (s *Schema) end() *Schema {
	var way []*Schema
	at := s
	for at != nil && at.leads() && !at.ended {
		if at.ending {
			at = nil // it leads back to itself
			break
		}
		at.ending = true
		way = append(way, at)
		at = at.Target()
	}
	if at != nil && at.ended {
		at = at.last
	}
	for _, passed := range way {
		passed.last, passed.ended, passed.ending = at, true, false
	}
	return at
}

// maxSteps is how many references are followed to one schema.
const maxSteps = 200_000

// Value returns the schema of the values that s is for: s itself, or what its
// references lead to, with the keywords beside them as a part of allOf; nil when they
// lead to nothing.
func (s *Schema) Value() *Schema {
	if s == nil || s.Ref == "" || s.value != nil {
		if s != nil && s.value != nil {
			return s.value
		}
		return s
	}
	if s.following {
		s.doc.diags.Add(diag.Diagnostic{
			Severity: diag.Warning, Code: "schema-cycle", Pos: s.Place.At(), Pointer: s.Place.Local(),
			Message: fmt.Sprintf("the reference %q leads back to itself, and says nothing", s.Ref), Hint: "let it lead to a schema",
		})
		return nil
	}
	s.following = true
	s.value = s.follow()
	s.following = false
	return s.value
}

func (s *Schema) follow() *Schema {
	if s.doc.depth > maxSteps {
		return nil
	}
	s.doc.depth++
	defer func() { s.doc.depth-- }()
	to := s.Target()
	v := to.Value()
	if v == nil || len(s.Place.Node.Content) <= 2 || s.doc.dialectOf(s.Place.Tree) != Draft2020 {
		return v
	}
	return s.beside(v, to)
}

// annotations are the keywords that tell people something: beside a reference they are
// said in place of what the target says.
var annotations = []string{
	"$comment", "default", "deprecated", "description", "discriminator", "example", "examples", "externalDocs",
	"nullable", "readOnly", "title", "writeOnly", "xml", "$ref", "$defs", "$id", "$anchor", "$schema", "$dynamicAnchor",
}

// beside returns v, the value of the target, with what stands beside the reference.
func (s *Schema) beside(v, to *Schema) *Schema {
	out := v.copied()
	out.keywords, out.target = v.keywords, v.target
	out.extensions = append([]*tree.Node{s.Place.Node}, v.extensions...)
	for _, m := range s.Place.Members() {
		switch m.Name() {
		case "default":
			out.Default = s.Default
		case "deprecated":
			out.Deprecated = s.Deprecated
		case "description":
			out.Description = s.Description
		case "title":
			out.Title = s.Title
		case "externalDocs":
			out.DocsURL = s.DocsURL
		case "readOnly":
			out.ReadOnly = s.ReadOnly
		case "writeOnly":
			out.WriteOnly = s.WriteOnly
		case "nullable":
			out.Nullable = s.Nullable
		case "discriminator":
			out.Discriminator = s.Discriminator
		}
	}
	if !s.hasRules() {
		if out.Nullable == v.Nullable {
			out.same = v.first()
		}
		return out
	}
	rules := s.rulesAlone()
	out.keywords = rules
	out.target = &Schema{Place: s.Place, Ref: s.Ref, doc: s.doc, to: to, value: v, extensions: to.extensions}
	out.AllOf = append(slices.Clip(v.AllOf), rules)
	return out
}

// hasRules reports whether something beside the reference says more than people read.
func (s *Schema) hasRules() bool {
	for _, m := range s.Place.Members() {
		if name := m.Name(); !strings.HasPrefix(name, "x-") && !slices.Contains(annotations, name) && isKeyword(name) {
			return true
		}
	}
	return false
}

// rulesAlone returns what stands beside the reference without what people read.
func (s *Schema) rulesAlone() *Schema {
	out := s.copied()
	out.Ref, out.to, out.value, out.following, out.extensions = "", nil, nil, false, nil
	out.Title, out.Description, out.DocsURL, out.Default, out.Discriminator = "", "", "", nil, nil
	out.Deprecated, out.Nullable, out.ReadOnly, out.WriteOnly = false, false, false, false
	return out
}

// isKeyword reports whether a member says something that is read.
func isKeyword(name string) bool {
	return slices.Contains([]string{
		"type", "format", "pattern", "uniqueItems", "enum", "const", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum",
		"multipleOf", "minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties", "allOf", "oneOf", "anyOf",
		"not", "if", "then", "else", "prefixItems", "items", "contains", "minContains", "maxContains", "properties",
		"patternProperties", "dependentSchemas", "dependentRequired", "additionalProperties", "propertyNames", "required",
		"unevaluatedItems", "unevaluatedProperties", "contentMediaType", "contentEncoding", "contentSchema",
	}, name)
}

// first returns the schema that has the rules of s, and of which s differs in what it
// tells people alone.
func (s *Schema) first() *Schema {
	if s != nil && s.same != nil {
		return s.same
	}
	return s
}
