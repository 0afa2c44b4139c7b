package jsonschema

import (
	"slices"
	"strconv"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/diag"
	"github.com/seed-349153d7/odagen/generator/internal/tree"
)

// Dialect is how schemas are written.
type Dialect int

// The dialects: that of Swagger 2.0, that of OpenAPI 3.0, and JSON Schema 2020-12,
// which OpenAPI has from 3.1 on.
const (
	Swagger Dialect = iota
	OpenAPI30
	Draft2020
)

// Document reads the schemas of a document and of those that it refers to, each once.
type Document struct {
	files   *tree.Files
	dialect Dialect
	diags   *diag.List
	read    map[identity]*Schema
	depth   int // of references that are being followed
}

// identity is what tells a schema from others: its value, and its place where the value
// may be at several.
type identity struct {
	node    *tree.Node
	pointer string
}

// NewDocument returns the schemas of files. What is wrong with their references, and was
// not found before, is added to diags.
func NewDocument(files *tree.Files, dialect Dialect, diags *diag.List) *Document {
	return &Document{files: files, dialect: dialect, diags: diags, read: map[identity]*Schema{}}
}

// Schema reads the schema at a place; nil when nothing is there.
func (d *Document) Schema(p tree.Place) *Schema {
	if p.Node == nil || p.Node.IsNull() {
		return nil
	}
	key := identity{node: p.Node}
	if p.Node.IsShared() {
		key.pointer = p.Pointer()
	}
	if s := d.read[key]; s != nil {
		return s
	}
	s := &Schema{Place: p, doc: d, extensions: []*tree.Node{p.Node}}
	d.read[key] = s
	switch p.Node.Kind {
	case tree.Bool:
		is := p.Node.Text == "true"
		s.Always = &is
	case tree.Map:
		d.fill(s)
	}
	return s
}

// Component reads the schema at a place, which is a component called name.
func (d *Document) Component(p tree.Place, name string) *Schema {
	s := d.Schema(p)
	if s == nil {
		return nil
	}
	s.Name = name
	return s
}

// dialectOf returns how the schemas of a file are written: as the file says, or as in
// the document that refers to it.
func (d *Document) dialectOf(t *tree.Tree) Dialect {
	switch version := t.Root.Scalar("openapi"); {
	case t == d.files.Main() || version == "":
		return d.dialect
	case strings.HasPrefix(version, "3.0"):
		return OpenAPI30
	}
	return Draft2020
}

// fill reads the keywords of an object.
func (d *Document) fill(s *Schema) {
	dialect := d.dialectOf(s.Place.Tree)
	s.Ref = s.Place.Text("$ref")
	if s.Ref != "" && dialect != Draft2020 {
		return // what stands beside a reference does not count
	}
	for _, m := range s.Place.Members() {
		if m.Text("$ref") != "" && !holdsSchema[m.Name()] {
			m = d.inline(m)
		}
		switch {
		case d.texts(s, m) || d.numbers(s, m) || d.parts(s, m):
		case dialect == Swagger:
			d.swagger(s, m)
		default:
			d.latest(s, m)
		}
	}
	if dialect == Swagger && s.Types.Is("file") {
		s.Types, s.Format = Types{TypeString}, "binary"
	}
}

// holdsSchema are the keywords whose value is a schema, or any value. Anywhere else the
// standard has no reference.
var holdsSchema = map[string]bool{
	"items": true, "additionalProperties": true, "not": true, "if": true, "then": true, "else": true, "contains": true,
	"propertyNames": true, "unevaluatedItems": true, "unevaluatedProperties": true, "contentSchema": true, "default": true, "const": true,
}

// inline returns what a reference leads to, as if it stood at m. That it leads to
// nothing, the check says.
func (d *Document) inline(m tree.Place) tree.Place {
	to, fault := d.files.Resolve(m)
	if fault != nil {
		return m
	}
	to = to.InPlaceOf(m)
	to.Key = m.Key
	return to
}

// texts reads what a schema says to people, and about its form.
func (d *Document) texts(s *Schema, m tree.Place) bool {
	text, isTrue := "", m.Node.IsScalar() && m.Node.Text == "true"
	if m.Node.IsScalar() && !m.Node.IsNull() {
		text = m.Node.Text
	}
	switch m.Name() {
	case "type":
		s.Types = types(m.Node)
	case "title":
		s.Title = text
	case "description":
		s.Description = text
	case "externalDocs":
		s.DocsURL = m.Text("url")
	case "format":
		s.Format = text
	case "pattern":
		s.Pattern = text
	case "deprecated":
		s.Deprecated = isTrue
	case "readOnly":
		s.ReadOnly = isTrue
	case "writeOnly":
		s.WriteOnly = isTrue
	case "uniqueItems":
		s.UniqueItems = isTrue
	case "default":
		s.Default = m.Node
	case "enum":
		if m.Node.Kind == tree.List {
			s.Enum = m.Node.Content
			s.NoValues = len(s.Enum) == 0
		}
	default:
		return false
	}
	return true
}

// types reads one type, or several.
func types(n *tree.Node) Types {
	if n.IsText() {
		return Types{n.Text}
	}
	var all Types
	for _, item := range n.Content {
		if item.IsScalar() {
			all = append(all, item.Text)
		}
	}
	return all
}

// numbers reads the bounds of numbers, lengths and counts.
func (d *Document) numbers(s *Schema, m tree.Place) bool {
	switch m.Name() {
	case "minimum":
		s.Minimum = decimal(m.Node)
	case "maximum":
		s.Maximum = decimal(m.Node)
	case "exclusiveMinimum":
		s.ExclusiveMinimum = bound(m.Node)
	case "exclusiveMaximum":
		s.ExclusiveMaximum = bound(m.Node)
	case "multipleOf":
		s.MultipleOf = decimal(m.Node)
	case "minLength":
		s.MinLength = orZero(count(m.Node))
	case "maxLength":
		s.MaxLength = count(m.Node)
	case "minItems":
		s.MinItems = orZero(count(m.Node))
	case "maxItems":
		s.MaxItems = count(m.Node)
	case "minProperties":
		s.MinProperties = orZero(count(m.Node))
	case "maxProperties":
		s.MaxProperties = count(m.Node)
	default:
		return false
	}
	return true
}

// parts reads the schemas in a schema that all dialects have.
func (d *Document) parts(s *Schema, m tree.Place) bool {
	switch m.Name() {
	case "allOf":
		s.AllOf = d.list(m)
	case "items":
		s.Items = d.Schema(m)
	case "properties":
		s.Properties = d.named(m)
	case "additionalProperties":
		s.AdditionalProperties = d.Schema(m)
	case "required":
		s.Required = strs(m)
	default:
		return false
	}
	return true
}

// swagger reads what Swagger 2.0 has in its own way.
func (d *Document) swagger(s *Schema, m tree.Place) {
	switch m.Name() {
	case "discriminator":
		if m.Node.IsText() {
			s.Discriminator = &Discriminator{Property: m.Node.Text}
		}
	case "x-nullable":
		s.Nullable = m.Node.Kind == tree.Bool && m.Node.Text == "true"
	}
}

// latest reads what came with OpenAPI 3.
func (d *Document) latest(s *Schema, m tree.Place) {
	switch m.Name() {
	case "nullable":
		s.Nullable = m.Node.Text == "true"
	case "const":
		s.Const = m.Node
	case "discriminator":
		s.Discriminator = d.discriminator(m)
	case "oneOf":
		s.OneOf = d.list(m)
	case "anyOf":
		s.AnyOf = d.list(m)
	case "not":
		s.Not = d.Schema(m)
	case "if":
		s.If = d.Schema(m)
	case "then":
		s.Then = d.Schema(m)
	case "else":
		s.Else = d.Schema(m)
	case "prefixItems":
		s.PrefixItems = d.list(m)
	case "contains":
		s.Contains = d.Schema(m)
	case "minContains":
		s.MinContains = count(m.Node)
	case "maxContains":
		s.MaxContains = count(m.Node)
	case "patternProperties":
		s.PatternProperties = d.named(m)
	case "dependentSchemas":
		s.DependentSchemas = d.named(m)
	case "propertyNames":
		s.PropertyNames = d.Schema(m)
	case "unevaluatedItems":
		s.UnevaluatedItems = d.Schema(m)
	case "unevaluatedProperties":
		s.UnevaluatedProperties = d.Schema(m)
	case "dependentRequired":
		s.DependentRequired = dependentRequired(m)
	case "contentMediaType":
		s.ContentMediaType = m.Node.Text
	case "contentSchema":
		s.ContentSchema = d.Schema(m)
	case "contentEncoding":
		s.ContentEncoding = m.Node.Text
	}
}

func (d *Document) list(p tree.Place) []*Schema {
	var all []*Schema
	for _, item := range p.Items() {
		if s := d.Schema(item); s != nil {
			all = append(all, s)
		}
	}
	return all
}

func (d *Document) named(p tree.Place) Properties {
	var all Properties
	for _, m := range p.Members() {
		if s := d.Schema(m); s != nil {
			all.list = append(all.list, Named{m.Name(), s})
		}
	}
	return all
}

func (d *Document) discriminator(p tree.Place) *Discriminator {
	out := &Discriminator{Property: p.Text("propertyName")}
	for _, m := range p.Get("mapping").Members() {
		out.Mapping = append(out.Mapping, Mapping{Value: m.Name(), Ref: m.Node.Text, at: m})
	}
	if m := p.Get("defaultMapping"); m.Exists() && strings.HasPrefix(p.Tree.Root.Scalar("openapi"), "3.2") {
		d.diags.Add(diag.Diagnostic{
			Severity: diag.Warning, Code: "default-mapping", Pos: m.At(), Pointer: m.Local(),
			Message: "an object that no other schema is for is kept as JSON text, not read as " + strconv.Quote(m.Node.Text),
			Hint:    "read it with json.Unmarshal",
		})
	}
	return out
}

func dependentRequired(p tree.Place) []api.DependentRequired {
	var all []api.DependentRequired
	for _, m := range p.Members() {
		all = append(all, api.DependentRequired{Name: m.Name(), Required: strs(m)})
	}
	slices.SortFunc(all, func(a, b api.DependentRequired) int { return strings.Compare(a.Name, b.Name) })
	return all
}

// strs are the texts of a list.
func strs(p tree.Place) []string {
	if p.Node.Kind != tree.List {
		return nil
	}
	all := make([]string, 0, len(p.Node.Content))
	for _, item := range p.Node.Content {
		all = append(all, item.Text)
	}
	return all
}

// count reads a number of things; nil when it is none.
func count(n *tree.Node) *uint64 {
	digits := decimal(n)
	if c, err := strconv.ParseUint(digits, 10, 64); err == nil {
		return &c
	}
	return nil
}

func orZero(n *uint64) uint64 {
	if n == nil {
		return 0
	}
	return *n
}

func bound(n *tree.Node) Bound {
	if n.Kind == tree.Bool {
		return Bound{Is: n.Text == "true"}
	}
	return Bound{Value: decimal(n)}
}

// exactDigits is how many digits of a number surely survive in a float64.
const exactDigits = 15

// decimal returns the text of a number: the shortest one, or that of the document
// where a float64 has not all digits. It is "" for what is no number.
func decimal(n *tree.Node) string {
	text := n.Digits()
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || len(text) > exactDigits {
		return text
	}
	return strconv.FormatFloat(f, 'f', -1, 64)
}
