package golang

import (
	"fmt"

	"github.com/dave/jennifer/jen"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/naming"
)

// streamPlan is the method of a client that asks for an answer as a sequence, where that
// is one of its media types.
type streamPlan struct {
	funcPlan
	Item goType
}

// streamField is the field of the whole answer with which a service answers so.
var streamField = naming.Kind("Stream")

// streamOf returns the sequence that one of the answers can be; nil for none.
func streamOf(answers []*api.Answer) *api.Content {
	for _, a := range answers {
		if a.Content.Stream != nil {
			return a.Content.Stream
		}
	}
	return nil
}

// stream plans the method of an endpoint whose answer can be a sequence instead.
func (p *planner) stream(out *endpointPlan, e *api.Endpoint) {
	c := streamOf(p.successes(e))
	if c == nil {
		return
	}
	name, item := p.root.Of("stream "+e.Name), p.sequence(*c).Type
	doc := docOf(fmt.Sprintf("%s is %s, and asks for %s.", name, out.Link, c.Media), api.Doc{Deprecated: e.Doc.Deprecated})
	out.Stream = &streamPlan{funcPlan{name, doc, takes(out.Signature.Params...).returns(seqOf{item})}, item}
}

// streamFields is the field of the whole answer for a sequence.
func (p *planner) streamFields(c *api.Content) []fieldPlan {
	if c == nil {
		return nil
	}
	doc := prose(fmt.Sprintf("%s is what a service answers in %s, in place of the others.", streamField, c.Media))
	return []fieldPlan{{Name: streamField, Type: seqOf{p.sequence(*c).Type}, Doc: doc}}
}

// emitStream emits
//
//	func (r *Client) ChatStream(ctx context.Context, p ChatParams, opts ...client.CallOption) iter.Seq2[api.EventOf[*Chunk], error] {
//		return restclient.Stream[api.EventOf[*Chunk]](ctx, r.transport, &chatEndpoint, &p, opts)
//	}
func (f *file) emitStream(e endpointPlan) {
	f.emitMethod(naming.Kind("Client"), e.Stream.funcPlan, jen.Return(
		f.restcall("Stream").Types(f.typ(e.Stream.Item)).Call(append(f.endpointArgs(e), f.sent(e)...)...),
	))
}
