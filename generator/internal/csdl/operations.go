package csdl

import (
	"fmt"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/api"
)

// addBound adds the bound actions and functions of a schema to the types that
// they are bound to. Those of a vocabulary are for other services to have.
func (p *mapper) addBound(s *Schema) {
	if isVocabulary(s) {
		return
	}
	for _, o := range s.Operations {
		if !o.Bound || len(o.Parameters) == 0 {
			continue
		}
		binding := o.Parameters[0].Type
		d := p.structs[binding.Name]
		if d == nil {
			p.warn(o.Pos, "left-out", fmt.Sprintf("%s is bound to %q, which has no calls", o, binding.Name), "nothing is generated for it")
			continue
		}
		if d.vocabulary {
			continue
		}
		out := p.operation(s.Namespace, o)
		out.Namespace = s.Namespace
		if binding.Collection {
			d.out.SetOps = append(d.out.SetOps, out)
		} else {
			d.out.Operations = append(d.out.Operations, out)
		}
	}
}

// operation makes an Operation without its binding parameter.
func (p *mapper) operation(namespace string, o *Operation) *api.Operation {
	targets := overloadTargets(namespace, o)
	out := &api.Operation{
		Name: o.Name, Function: o.Function, Doc: docOf(p.annotations(o.Annotations, targets...)), Pos: o.Pos,
		Composable: o.Composable, EntitySetPath: o.EntitySetPath,
	}
	params := o.Parameters
	if o.Bound {
		params = params[1:]
	}
	for _, param := range params {
		notes := p.annotations(param.Annotations, each(targets, "/"+param.Name)...)
		q := &api.Param{Name: param.Name, Doc: docOf(notes), Pos: param.Pos, Nullable: param.Type.Nullable && !param.Type.Collection, NullItems: param.Type.NullItems}
		q.Type, q.Facets = p.typeOf(param.Type)
		p.validate(&q.Facets, q.Type, notes)
		q.Required = (o.Function || !q.Nullable && !q.NullItems) && find(notes, "Org.OData.Core.V1.OptionalParameter") == nil
		out.Params = append(out.Params, q)
	}
	if o.Return != nil {
		out.Result, _ = p.typeOf(o.Return.Type)
		out.ResultNullable = o.Return.Type.Nullable && !o.Return.Type.Collection || o.Return.Type.NullItems
	}
	return out
}

// overloadTargets returns the paths that annotations can name an overload by
// (CSDL 4.01, 14.2.2), the most exact first: the types of all parameters, which
// services write for actions too, for an action that of the binding parameter, and
// all overloads.
func overloadTargets(namespace string, o *Operation) []string {
	types := make([]string, len(o.Parameters))
	for i, param := range o.Parameters {
		types[i] = param.Type.Name
		if param.Type.Collection {
			types[i] = "Collection(" + param.Type.Name + ")"
		}
	}
	name := namespace + "." + o.Name
	targets := []string{name + "(" + strings.Join(types, ",") + ")"}
	switch {
	case o.Function:
	case !o.Bound && len(types) > 0:
		targets = append(targets, name+"()")
	case o.Bound && len(types) > 1:
		targets = append(targets, name+"("+types[0]+")")
	}
	return append(targets, name)
}

// each appends suffix to each of targets.
func each(targets []string, suffix string) []string {
	all := make([]string, len(targets))
	for i, t := range targets {
		all[i] = t + suffix
	}
	return all
}

// maxImports is how many overloads a container may make callable.
const maxImports = 100_000

// addImport adds the overloads that an import makes callable. What is said of
// the import comes before what is said of the operation.
func (p *mapper) addImport(i *Import, notes []*Annotation) {
	for _, o := range p.operations[i.Operation] {
		if o.Bound || o.Function != i.Function {
			continue
		}
		if len(p.api.Imports) == maxImports {
			p.lose(i.Pos, "/"+i.Name, fmt.Sprintf("import %q", i.Name), wrong("too-many-imports", fmt.Sprintf("the container makes more than %d operations callable", maxImports),
				"remove some of the imports"))
			return
		}
		out := p.operation(namespaceOf(i.Operation), o)
		out.Name = i.Name
		if doc := docOf(notes); doc.Text != "" || doc.Deprecated != "" {
			out.Doc = doc
		}
		p.api.Imports = append(p.api.Imports, out)
	}
}
