package golang

import (
	"fmt"

	"github.com/dave/jennifer/jen"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/naming"
)

// content is a stream that an entity has: that of a media entity, or a property.
type content struct {
	segment  string // of a path
	what     string
	get, set naming.Ident // set is zero where it cannot be changed
}

// wantContents asks for the names of the methods for the streams of s: after all others
// that are new.
func wantContents(s *api.Struct) wants {
	var w wants
	add := func(key string, name naming.Ident) {
		w = append(w, naming.Want{Key: key, Names: []naming.Ident{name, name.Plus(naming.Kind("Stream"))}, Rank: besideRank, Keep: true})
	}
	for _, c := range contents(s) {
		add("content "+c.segment, c.get)
		add("set content "+c.segment, c.set)
	}
	return w
}

// contents returns the streams of s, with what suits them as names.
func contents(s *api.Struct) []content {
	var out []content
	add := func(segment, what string, name naming.Ident) {
		out = append(out, content{segment, what, name, naming.Kind("Set").Plus(name)})
	}
	if s.Media {
		add("$value", "the content of the entity", naming.Kind("Content"))
	}
	for _, prop := range s.AllProperties() {
		if prop.Type == api.Stream {
			add(prop.Name, "the content of "+prop.Name, naming.Exported(prop.Name).Plus(naming.Kind("Content")))
		}
	}
	return out
}

// contentsIn returns the streams of s, with the names of their methods in scope.
func contentsIn(scope *naming.Scope, s *api.Struct) []content {
	out := contents(s)
	for i := range out {
		c := &out[i]
		c.get = scope.Of("content " + c.segment)
		c.set = naming.Ident{}
		if isUpdated(s) {
			c.set = scope.Of("set content " + c.segment)
		}
	}
	return out
}

// contentCalls plans the methods of a client for the streams of s.
func contentCalls(recv naming.Ident, scope *naming.Scope, s *api.Struct) []callPlan {
	var out []callPlan
	for _, c := range contentsIn(scope, s) {
		read := prose(fmt.Sprintf("%s reads %s.", c.get, c.what))
		out = append(out, callPlan{
			Kind: contentCall, Recv: recv, Segment: c.segment,
			funcPlan: funcPlan{c.get, read, clientSignature(contentCall, nil)},
		})
		if c.set != (naming.Ident{}) {
			replace := prose(fmt.Sprintf("%s replaces %s with what it reads.", c.set, c.what))
			out = append(out, callPlan{
				Kind: setContentCall, Recv: recv, Segment: c.segment,
				funcPlan: funcPlan{c.set, replace, clientSignature(setContentCall, nil)},
			})
		}
	}
	return out
}

// contentMethods plans the methods of a service for the streams of s.
func contentMethods(of string, scope *naming.Scope, s *api.Struct, key []keyPlan) []serverMethodPlan {
	var out []serverMethodPlan
	add := func(kind callKind, segment string, name naming.Ident, doc string) {
		m := serverMethod(kind, of, name, doc, key, nil)
		m.Segment = segment
		out = append(out, m)
	}
	for _, c := range contentsIn(scope, s) {
		add(contentCall, c.segment, c.get, fmt.Sprintf("%s returns %s, and is done with it when it is closed. The error server.ErrNotFound says that there is none.", c.get, c.what))
		if c.set != (naming.Ident{}) {
			add(setContentCall, c.segment, c.set, fmt.Sprintf("%s replaces %s with what it reads.", c.set, c.what))
		}
	}
	return out
}

// emitContent emits
//
//	func (r *PhotoRef) Content(ctx context.Context, opts ...odata.Option) (*api.Content, error) {
//		return odataclient.Content(ctx, r.At.Child("$value"), opts...)
//	}
func (f *file) emitContent(c callPlan) {
	f.emitMethod(c.Recv, c.funcPlan, jen.Return(
		f.call("Content").Call(jen.Id("ctx"), at().Dot("Child").Call(jen.Lit(c.Segment)), opts()),
	))
}

// emitSetContent emits
//
//	func (r *PhotoRef) SetContent(ctx context.Context, content *api.Content, opts ...client.CallOption) error {
//		return odataclient.SetContent(ctx, r.At.Child("$value"), content, opts...)
//	}
func (f *file) emitSetContent(c callPlan) {
	f.emitMethod(c.Recv, c.funcPlan, jen.Return(
		f.call("SetContent").Call(jen.Id("ctx"), at().Dot("Child").Call(jen.Lit(c.Segment)), jen.Id("content"), opts()),
	))
}
