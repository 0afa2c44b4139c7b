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

// contents names the methods for the streams of s in scope, which has its other
// methods.
func contents(scope *naming.Scope, s *api.Struct) []content {
	var out []content
	var w wants
	add := func(segment, what string, name naming.Ident) {
		set := naming.Kind("Set").Plus(name)
		w.add("content "+segment, name, name.Plus(naming.Kind("Stream")))
		w.add("set content "+segment, set, set.Plus(naming.Kind("Stream")))
		out = append(out, content{segment: segment, what: what})
	}
	if s.Media {
		add("$value", "the content of the entity", naming.Kind("Content"))
	}
	for _, prop := range s.AllProperties() {
		if prop.Type == api.Stream {
			add(prop.Name, "the content of "+prop.Name, naming.Exported(prop.Name).Plus(naming.Kind("Content")))
		}
	}
	scope.Give(w...)
	for i := range out {
		c := &out[i]
		c.get = scope.Of("content " + c.segment)
		if isUpdated(s) {
			c.set = scope.Of("set content " + c.segment)
		}
	}
	return out
}

// contentCalls plans the methods of a client for the streams of s.
func contentCalls(recv naming.Ident, scope *naming.Scope, s *api.Struct) []callPlan {
	var out []callPlan
	for _, c := range contents(scope, s) {
		out = append(out, callPlan{
			Kind: contentCall, Recv: recv, Name: c.get, Segment: c.segment,
			Doc: prose(fmt.Sprintf("%s reads %s.", c.get, c.what)),
		})
		if c.set != (naming.Ident{}) {
			out = append(out, callPlan{
				Kind: setContentCall, Recv: recv, Name: c.set, Segment: c.segment,
				Doc: prose(fmt.Sprintf("%s replaces %s.", c.set, c.what)),
			})
		}
	}
	return out
}

// contentMethods plans the methods of a service for the streams of s.
func contentMethods(of string, scope *naming.Scope, s *api.Struct, key []keyPlan) []serverMethodPlan {
	var out []serverMethodPlan
	for _, c := range contents(scope, s) {
		out = append(out, serverMethodPlan{
			Kind: contentCall, Name: c.get, Key: key, Segment: c.segment, Method: of + "." + c.get.String(),
			Doc: prose(fmt.Sprintf("%s returns %s; nil is none. Its type is set with odata.SetHeader.", c.get, c.what)),
		})
		if c.set != (naming.Ident{}) {
			out = append(out, serverMethodPlan{
				Kind: setContentCall, Name: c.set, Key: key, Segment: c.segment, Method: of + "." + c.set.String(),
				Doc: prose(fmt.Sprintf("%s replaces %s.", c.set, c.what)),
			})
		}
	}
	return out
}

// emitContent emits
//
//	func (r *PhotoRef) Content(ctx context.Context, opts ...odata.RequestOption) ([]byte, error) {
//		return odata.Bytes(ctx, r.At.Child("$value"), opts...)
//	}
func (f *file) emitContent(c callPlan) {
	f.decl(c.Doc, method(c.Recv, c.Name).
		Params(ctxParam(), f.optsParam()).
		Params(jen.Index().Byte(), jen.Error()).
		Block(
			jen.Return(f.odata("Bytes").Call(jen.Id("ctx"), at().Dot("Child").Call(jen.Lit(c.Segment)), opts())),
		))
}

// contentParams are contentType string, content []byte.
func contentParams() []jen.Code {
	return []jen.Code{jen.Id("contentType").String(), jen.Id("content").Index().Byte()}
}

// emitSetContent emits
//
//	func (r *PhotoRef) SetContent(ctx context.Context, contentType string, content []byte, opts ...odata.RequestOption) error {
//		return odata.PutBytes(ctx, r.At.Child("$value"), contentType, content, opts...)
//	}
func (f *file) emitSetContent(c callPlan) {
	f.decl(c.Doc, method(c.Recv, c.Name).
		Params(append(append([]jen.Code{ctxParam()}, contentParams()...), f.optsParam())...).Error().
		Block(
			jen.Return(f.odata("PutBytes").Call(
				jen.Id("ctx"), at().Dot("Child").Call(jen.Lit(c.Segment)), jen.Id("contentType"), jen.Id("content"), opts(),
			)),
		))
}
