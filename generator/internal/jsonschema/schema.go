// Package jsonschema reads JSON Schema, as OpenAPI documents have it, into a syntax tree,
// and makes types and rules of the api model of it.
package jsonschema

import (
	"iter"
	"slices"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/tree"
)

// Schema is a schema as a document has it (JSON Schema 2020-12), at its place. Members
// are in the order of the document, numbers have its digits.
type Schema struct {
	Place tree.Place
	Name  string // of a component; "" for other schemas

	// Always is what a schema that is true or false allows.
	Always *bool

	// Ref is the text of a reference; what stands beside it is in the fields where the
	// dialect lets that count.
	Ref string

	Types    Types
	Enum     []*tree.Node
	NoValues bool       // the enumeration is there, and empty
	Const    *tree.Node // nil for none
	Format   string

	Title, Description, DocsURL string
	Deprecated, Nullable        bool
	ReadOnly, WriteOnly         bool
	Default                     *tree.Node

	Minimum, Maximum, MultipleOf       string // decimal texts, "" for none
	ExclusiveMinimum, ExclusiveMaximum Bound
	MinLength                          uint64
	MaxLength                          *uint64
	Pattern                            string

	MinItems    uint64
	MaxItems    *uint64
	UniqueItems bool
	PrefixItems []*Schema
	Items       *Schema

	Contains                 *Schema
	MinContains, MaxContains *uint64

	MinProperties     uint64
	MaxProperties     *uint64
	Required          []string
	DependentRequired []api.DependentRequired

	Properties           Properties
	PatternProperties    Properties
	DependentSchemas     Properties
	AdditionalProperties *Schema
	PropertyNames        *Schema

	AllOf, AnyOf, OneOf []*Schema
	Not, If, Then, Else *Schema

	UnevaluatedItems, UnevaluatedProperties *Schema

	ContentMediaType, ContentEncoding string
	ContentSchema                     *Schema // of the value that a text is of

	Discriminator *Discriminator

	// extensions are the objects that extensions of the schema stand in, the schema
	// itself first; texts are those of the members of an enumeration, where they do not
	// stand in extensions.
	extensions []*tree.Node
	texts      *memberTexts

	doc       *Document // that follows the reference
	to        *Schema   // what the reference leads to
	value     *Schema   // see Value
	following bool      // the reference is being followed
	last      *Schema   // see end, with whether it is known and is being found
	ended     bool
	ending    bool

	// keywords are what stands beside the reference that this schema was made of, and
	// target is where that leads; both nil where nothing stands beside it. Same is the
	// schema with the same rules, where a schema differs in what it tells people only.
	keywords, target, same *Schema

	merged *Schema // the schema whose allOf was merged into this one
	flat   *Schema // this schema with its allOf merged into it

	null        finding // null is one of its values
	unevaluated finding // it looks at what other schemas have not looked at

	alias      string   // a component that is a reference to it, where it is none itself
	inlineName api.Name // of the type, where references lead to a schema that is no component
	typ        api.Type // what references to it are read as
	reading    bool     // that is being found out
	made       api.Type // the type with a name that was made of it
	rules      string   // its name in the table of rules
	resting    bool     // its rules are being read
	inside     bool     // a type is being made of it
}

// finding is something about a schema that is found out once. While it is, schemas that
// lead back there take it for false.
type finding struct{ known, is bool }

func (f *finding) find(is func() bool) bool {
	if !f.known {
		f.known = true
		f.is = is()
	}
	return f.is
}

// The names of types.
const (
	TypeNull    = "null"
	TypeBoolean = "boolean"
	TypeObject  = "object"
	TypeArray   = "array"
	TypeNumber  = "number"
	TypeString  = "string"
	TypeInteger = "integer"
)

// Types are the names of types; nil when a schema says nothing of them.
type Types []string

// Is reports whether there is one type, called name.
func (t Types) Is(name string) bool { return len(t) == 1 && t[0] == name }

// Includes reports whether the type called name is one of them.
func (t Types) Includes(name string) bool { return slices.Contains(t, name) }

// Bound is a bound that is out of what is allowed: a number, or in OpenAPI 3.0 whether
// the bound beside it is out.
type Bound struct {
	Value string
	Is    bool
}

// Discriminator is what tells alternatives apart.
type Discriminator struct {
	Property string
	Mapping  []Mapping // by value
}

// Mapping is a value of a discriminator, and the schema that it is for: a name, or a
// reference at a place.
type Mapping struct {
	Value, Ref string
	at         tree.Place
}

// Named is a schema with a name: a property.
type Named struct {
	Name   string
	Schema *Schema
}

// Properties are schemas by name, in the order of the document.
type Properties struct {
	list  []Named
	index map[string]int // where there are many
}

// manyProperties is how many properties are looked up by an index.
const manyProperties = 12

// Len is how many there are.
func (p *Properties) Len() int { return len(p.list) }

// All returns the properties in their order.
func (p *Properties) All() []Named { return p.list }

// Get returns the schema of a property, nil when there is none.
func (p *Properties) Get(name string) *Schema {
	if i := p.find(name); i >= 0 {
		return p.list[i].Schema
	}
	return nil
}

func (p *Properties) find(name string) int {
	if len(p.list) <= manyProperties {
		return slices.IndexFunc(p.list, func(n Named) bool { return n.Name == name })
	}
	if p.index == nil {
		p.index = make(map[string]int, len(p.list))
		for i, n := range p.list {
			p.index[n.Name] = i
		}
	}
	if i, ok := p.index[name]; ok {
		return i
	}
	return -1
}

// set adds a property, or replaces the one with its name.
func (p *Properties) set(name string, s *Schema) {
	if i := p.find(name); i >= 0 {
		p.list[i].Schema = s
		return
	}
	if p.index != nil {
		p.index[name] = len(p.list)
	}
	p.list = append(p.list, Named{name, s})
}

// clone returns properties that can be changed.
func (p *Properties) clone() Properties {
	return Properties{list: slices.Clone(p.list)}
}

// parts are s and the parts of its allOf, and theirs, each once.
func (s *Schema) parts() iter.Seq[*Schema] {
	return func(yield func(*Schema) bool) {
		if len(s.AllOf) == 0 {
			yield(s)
			return
		}
		seen := map[*Schema]bool{}
		var walk func(s *Schema) bool
		walk = func(s *Schema) bool {
			if s == nil || seen[s] {
				return true
			}
			seen[s] = true
			if !yield(s) {
				return false
			}
			for _, part := range s.AllOf {
				if !walk(part.Value()) {
					return false
				}
			}
			return true
		}
		walk(s)
	}
}

// Extension returns the value of an extension, nil when there is none.
func (s *Schema) Extension(name string) *tree.Node {
	for _, n := range s.extensions {
		if v := n.Get(name); v != nil {
			return v
		}
	}
	return nil
}

// isBool reports whether s is the schema true or false.
func (s *Schema) isBool(want bool) bool { return s != nil && s.Always != nil && *s.Always == want }

// values returns a schema that says something about the values it is for; nil for none
// and for true and false.
func values(s *Schema) *Schema {
	if s == nil || s.Ref == "" && s.Always != nil {
		return nil
	}
	return s
}

// constant returns the constant of s, nil where it is null or there is none.
func (s *Schema) constant() *tree.Node {
	if s.Const.IsNull() {
		return nil
	}
	return s.Const
}
