package convert

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/csdl"
	"github.com/seed-349153d7/odagen/generator/internal/diag"
	"github.com/seed-349153d7/odagen/generator/internal/source"
)

// CSDLJSON returns the document as CSDL JSON 4.01, or as its predecessor of 4.0
// where the document is of that version. Defaults of CSDL XML that JSON does
// not have are written out. Elements whose names do not fit into JSON objects are
// added to diags.
func CSDLJSON(in Input, diags *diag.List) []byte {
	w := newJSONWriter(in)
	w.diags = diags
	root := obj("$Version", versionOf(in.Document))
	for _, s := range in.Schemas {
		for _, c := range s.Containers {
			root.set("$EntityContainer", s.Namespace+"."+c.Name)
		}
	}
	if len(in.References) > 0 {
		refs := obj()
		for _, r := range in.References {
			refs.set(twin(r.URI, ".xml", ".json"), w.reference(r))
		}
		root.set("$Reference", refs)
	}
	for _, s := range in.Schemas {
		w.add(root, s.Pos, s.Namespace, w.schema(s))
	}
	return printJSON(root)
}

// jsonWriter makes CSDL JSON of the parts of a document.
type jsonWriter struct {
	aliases
	fromXML bool
	version string
	uris    map[string]string // of referenced documents, by namespace
	diags   *diag.List
}

// add adds an element of the model to o. Names that are there already, or that
// JSON keeps for itself, are faults.
func (w *jsonWriter) add(o *object, pos diag.Position, name string, element any) {
	switch {
	case o.has(name):
		w.diags.Add(diag.Diagnostic{
			Code: "duplicate-name", Pos: pos, Message: fmt.Sprintf("%q is there already; a JSON object has each name once", name),
			Hint: "give each element its own name",
		})
	case strings.HasPrefix(name, "$") || strings.Contains(name, "@"):
		w.diags.Add(diag.Diagnostic{
			Code: "bad-name", Pos: pos, Message: fmt.Sprintf("%q is not a name in CSDL JSON", name),
			Hint: "use letters, digits and underscores in names",
		})
	}
	o.set(name, element)
}

func newJSONWriter(in Input) *jsonWriter {
	w := &jsonWriter{aliases: aliasesOf(in.Document), fromXML: in.Kind != source.CSDLJSON, version: versionOf(in.Document), uris: map[string]string{}}
	for _, r := range in.References {
		for _, inc := range r.Includes {
			w.uris[inc.Namespace] = r.URI
		}
	}
	return w
}

func (w *jsonWriter) reference(r *csdl.Reference) *object {
	o := obj()
	var includes, external array
	for _, inc := range r.Includes {
		i := obj("$Namespace", inc.Namespace)
		i.setIf("$Alias", inc.Alias)
		w.annotate(i, "", inc.Annotations)
		includes = append(includes, i)
	}
	for _, e := range r.External {
		i := obj("$TermNamespace", e.TermNamespace)
		i.setIf("$TargetNamespace", e.TargetNamespace)
		i.setIf("$Qualifier", e.Qualifier)
		external = append(external, i)
	}
	if includes != nil {
		o.set("$Include", includes)
	}
	if external != nil {
		o.set("$IncludeAnnotations", external)
	}
	w.annotate(o, "", r.Annotations)
	return o
}

func (w *jsonWriter) schema(s *csdl.Schema) *object {
	o := obj()
	o.setIf("$Alias", s.Alias)
	w.annotate(o, "", s.Annotations)
	external := obj()
	for _, p := range schemaParts(s) {
		switch v := p.part.(type) {
		case *csdl.StructuredType:
			w.add(o, v.Pos, v.Name, w.structuredType(v))
		case *csdl.EnumType:
			w.add(o, v.Pos, v.Name, w.enumType(v))
		case *csdl.TypeDefinition:
			t := obj("$Kind", "TypeDefinition", "$UnderlyingType", w.name(v.Underlying))
			w.facets(t, v.Facets, v.Underlying, false)
			w.annotate(t, "", v.Annotations)
			w.add(o, v.Pos, v.Name, t)
		case *csdl.Operation:
			overloads, ok := o.values[v.Name].(array)
			if ok {
				o.set(v.Name, append(overloads, w.operation(v)))
			} else {
				w.add(o, v.Pos, v.Name, array{w.operation(v)})
			}
		case *csdl.Term:
			w.add(o, v.Pos, v.Name, w.term(v))
		case *csdl.EntityContainer:
			w.add(o, v.Pos, v.Name, w.container(v, s.Namespace+"."+v.Name))
		case *csdl.Annotations:
			w.external(external, v)
		}
	}
	if len(external.names) > 0 {
		o.set("$Annotations", external)
	}
	return o
}

// external adds annotations to those of their target.
func (w *jsonWriter) external(all *object, a *csdl.Annotations) {
	target, ok := all.values[w.path(a.Target)].(*object)
	if !ok {
		target = obj()
		all.set(w.path(a.Target), target)
	}
	w.annotate(target, "", qualified(a))
}

// qualified returns the annotations of a with its qualifier.
func qualified(a *csdl.Annotations) []*csdl.Annotation {
	all := make([]*csdl.Annotation, len(a.Annotations))
	for i, note := range a.Annotations {
		with := *note
		if with.Qualifier == "" {
			with.Qualifier = a.Qualifier
		}
		all[i] = &with
	}
	return all
}

func (w *jsonWriter) structuredType(t *csdl.StructuredType) *object {
	o := obj("$Kind", kindOf(t))
	o.setIf("$BaseType", w.name(t.BaseType))
	o.flag("$Abstract", t.Abstract)
	o.flag("$OpenType", t.Open)
	o.flag("$HasStream", t.HasStream)
	var key array
	for _, k := range t.Key {
		if k.Alias != "" {
			key = append(key, obj(k.Alias, k.Path))
		} else {
			key = append(key, k.Path)
		}
	}
	if key != nil {
		o.set("$Key", key)
	}
	w.annotate(o, "", t.Annotations)
	for _, p := range typeParts(t) {
		switch v := p.part.(type) {
		case *csdl.Property:
			prop := obj()
			w.typeRef(prop, v.Type, false)
			w.defaultValue(prop, v.Default, v.Type)
			w.annotate(prop, "", v.Annotations)
			w.add(o, v.Pos, v.Name, prop)
		case *csdl.NavigationProperty:
			w.add(o, v.Pos, v.Name, w.navigation(v))
		}
	}
	return o
}

// kindOf returns the name that CSDL gives the kind of t.
func kindOf(t *csdl.StructuredType) string {
	if t.Entity {
		return "EntityType"
	}
	return "ComplexType"
}

func (w *jsonWriter) navigation(n *csdl.NavigationProperty) *object {
	o := obj("$Kind", "NavigationProperty")
	n.Type.Nullable = n.Type.Nullable && !n.Type.Collection
	w.typeRef(o, n.Type, false)
	o.setIf("$Partner", w.path(n.Partner))
	o.flag("$ContainsTarget", n.ContainsTarget)
	if len(n.Constraints) > 0 {
		all := obj()
		for _, c := range n.Constraints {
			all.set(c.Property, c.Referenced)
			w.annotate(all, c.Property, c.Annotations)
		}
		o.set("$ReferentialConstraint", all)
	}
	if n.OnDelete != nil {
		o.set("$OnDelete", n.OnDelete.Action)
		w.annotate(o, "$OnDelete", n.OnDelete.Annotations)
	}
	w.annotate(o, "", n.Annotations)
	return o
}

func (w *jsonWriter) enumType(t *csdl.EnumType) *object {
	o := obj("$Kind", "EnumType")
	o.setIf("$UnderlyingType", w.name(t.Underlying))
	o.flag("$IsFlags", t.Flags)
	w.annotate(o, "", t.Annotations)
	for i, m := range t.Members {
		value := m.Value
		if value == "" {
			value = strconv.Itoa(i)
		}
		w.add(o, m.Pos, m.Name, numberOr(value))
		w.annotate(o, m.Name, m.Annotations)
	}
	return o
}

func (w *jsonWriter) operation(op *csdl.Operation) *object {
	o := obj("$Kind", "Action")
	if op.Function {
		o.set("$Kind", "Function")
	}
	o.flag("$IsBound", op.Bound)
	o.setIf("$EntitySetPath", w.path(op.EntitySetPath))
	o.flag("$IsComposable", op.Composable)
	var params array
	for _, p := range op.Parameters {
		param := obj("$Name", p.Name)
		w.typeRef(param, p.Type, false)
		w.annotate(param, "", p.Annotations)
		params = append(params, param)
	}
	if params != nil {
		o.set("$Parameter", params)
	}
	if op.Return != nil {
		r := obj()
		w.typeRef(r, op.Return.Type, false)
		w.annotate(r, "", op.Return.Annotations)
		o.set("$ReturnType", r)
	}
	w.annotate(o, "", op.Annotations)
	return o
}

func (w *jsonWriter) term(t *csdl.Term) *object {
	o := obj("$Kind", "Term")
	w.typeRef(o, t.Type, false)
	w.defaultValue(o, t.Default, t.Type)
	if len(t.AppliesTo) > 0 {
		o.set("$AppliesTo", list(t.AppliesTo))
	}
	o.setIf("$BaseTerm", w.name(t.Base))
	w.annotate(o, "", t.Annotations)
	return o
}

func (w *jsonWriter) container(c *csdl.EntityContainer, name string) *object {
	o := obj("$Kind", "EntityContainer")
	o.setIf("$Extends", w.name(c.Extends))
	w.annotate(o, "", c.Annotations)
	for _, p := range containerParts(c) {
		switch v := p.part.(type) {
		case *csdl.EntitySet:
			w.add(o, v.Pos, v.Name, w.set(v, name))
		case *csdl.Import:
			i := obj()
			if v.Function {
				i.set("$Function", w.name(v.Operation))
			} else {
				i.set("$Action", w.name(v.Operation))
			}
			i.setIf("$EntitySet", w.path(inContainer(v.EntitySet, name)))
			i.flag("$IncludeInServiceDocument", v.Advertised)
			w.annotate(i, "", v.Annotations)
			w.add(o, v.Pos, v.Name, i)
		}
	}
	return o
}

func (w *jsonWriter) set(s *csdl.EntitySet, container string) *object {
	o := obj()
	o.flag("$Collection", !s.Singleton)
	o.set("$Type", w.name(s.Type))
	o.flag("$Nullable", s.Nullable)
	if s.Hidden {
		o.set("$IncludeInServiceDocument", false)
	}
	if len(s.Bindings) > 0 {
		all := obj()
		for _, b := range s.Bindings {
			all.set(w.path(b.Path), w.path(inContainer(b.Target, container)))
		}
		o.set("$NavigationPropertyBinding", all)
	}
	w.annotate(o, "", s.Annotations)
	return o
}

// typeRef adds a type and its facets. A type test has no default for Scale.
func (w *jsonWriter) typeRef(o *object, t csdl.TypeRef, isTest bool) {
	if t.Name != "Edm.String" {
		o.set("$Type", w.name(t.Name))
	}
	o.flag("$Collection", t.Collection)
	o.flag("$Nullable", t.Nullable && !isTest)
	if w.fromXML && t.Name == "Edm.DateTimeOffset" && t.Precision == "" {
		t.Precision = "0"
	}
	w.facets(o, t.Facets, t.Name, isTest)
}

func (w *jsonWriter) facets(o *object, f csdl.Facets, typ string, isTest bool) {
	if w.fromXML && typ == "Edm.Decimal" && f.Scale == "" && !isTest {
		f.Scale = "0"
	}
	if f.MaxLength != "" && f.MaxLength != "max" {
		o.set("$MaxLength", numberOr(f.MaxLength))
	}
	if f.Unicode == "false" {
		o.set("$Unicode", false)
	}
	if f.Precision != "" {
		o.set("$Precision", numberOr(f.Precision))
	}
	if f.Scale != "" && (f.Scale != "variable" || isTest) {
		o.set("$Scale", numberOr(f.Scale))
	}
	if f.SRID != "" {
		o.set("$SRID", f.SRID) // a string, even where it is a number (CSDL JSON 4.01, 7.2.6)
	}
}

// defaultValue adds a default. XML does not say whether it is a string, so the
// type does.
func (w *jsonWriter) defaultValue(o *object, text string, t csdl.TypeRef) {
	switch {
	case text == "":
	case text == "null":
		o.set("$DefaultValue", nil)
	case text == "true", text == "false":
		o.set("$DefaultValue", text == "true")
	case t.Name == "Edm.String":
		o.set("$DefaultValue", text)
	default:
		o.set("$DefaultValue", numberOr(text))
	}
}
