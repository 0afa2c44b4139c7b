package main

import (
	"bytes"
	"encoding/json"

	"github.com/bytedance/sonic"
	"github.com/go-faster/jx"
	jsonv2 "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	gojson "github.com/goccy/go-json"
	"github.com/mailru/easyjson"
	"github.com/mailru/easyjson/jwriter"
	segmentio "github.com/segmentio/encoding/json"

	"github.com/seed-349153d7/odagen/bench/graph"
	"github.com/seed-349153d7/odagen/bench/internal/easy"
	"github.com/seed-349153d7/odagen/bench/internal/ogen"
	"github.com/seed-349153d7/odagen/bench/internal/payload"
	"github.com/seed-349153d7/odagen/bench/internal/plain"
	"github.com/seed-349153d7/odagen/templates/api"
	"github.com/seed-349153d7/odagen/templates/wire"
)

// codec is a way to decode and encode the types of the payloads.
type codec struct {
	name   string
	module string // whose version is told; "" for the standard library
	kinds  map[payload.Kind]kind
	loss   string // why what comes out may be another value than what went in
}

// kind decodes a text into a new value, and encodes that value; buf is there to
// be used again by those that can.
type kind struct {
	decode func(text []byte) (any, error)
	encode func(value any, buf []byte) ([]byte, error)
}

// codecs are the codecs in the order of the table; odagen is the first.
func codecs() []codec {
	return append([]codec{
		{name: "odagen", kinds: map[payload.Kind]kind{
			payload.Partner: object[graph.RemoteAssistancePartner](), payload.PartnerPage: page[*graph.RemoteAssistancePartner](),
			payload.User: object[graph.User](), payload.UserPage: page[*graph.User](),
			payload.Event: object[graph.Event](),
		}},
		{name: "encoding/json", kinds: reflected(json.Unmarshal, marshal(json.Marshal))},
		{name: "json/v2", module: "github.com/go-json-experiment/json", kinds: reflected(
			func(text []byte, to any) error { return jsonv2.Unmarshal(text, to) },
			func(v any, buf []byte) ([]byte, error) {
				b := bytes.NewBuffer(buf[:0])
				err := jsonv2.MarshalEncode(jsontext.NewEncoder(b), v)
				return b.Bytes(), err
			})},
		{name: "sonic", module: "github.com/bytedance/sonic", kinds: reflected(sonic.Unmarshal, marshal(sonic.Marshal))},
		{name: "sonic ConfigStd", module: "github.com/bytedance/sonic", kinds: reflected(sonic.ConfigStd.Unmarshal, marshal(sonic.ConfigStd.Marshal))},
		{name: "goccy/go-json", module: "github.com/goccy/go-json", kinds: reflected(
			func(text []byte, to any) error { return gojson.Unmarshal(text, to) }, marshal(gojson.Marshal))},
		{name: "segmentio/encoding", module: "github.com/segmentio/encoding", kinds: reflected(segmentio.Unmarshal,
			func(v any, buf []byte) ([]byte, error) {
				return segmentio.Append(buf[:0], v, segmentio.EscapeHTML|segmentio.SortMapKeys)
			})},
		{name: "easyjson", module: "github.com/mailru/easyjson", kinds: map[payload.Kind]kind{
			payload.Partner: easyKind[easy.RemoteAssistancePartner](), payload.PartnerPage: easyKind[easy.RemoteAssistancePartnerPage](),
			payload.User: easyKind[easy.User](), payload.UserPage: easyKind[easy.UserPage](),
			payload.Event: easyKind[easy.Event](),
		}},
		{name: "ogen (jx)", module: "github.com/ogen-go/ogen", kinds: map[payload.Kind]kind{
			payload.Partner: jxKind[ogen.RemoteAssistancePartner](), payload.PartnerPage: jxKind[ogen.RemoteAssistancePartnerPage](),
			payload.User: jxKind[ogen.User](), payload.UserPage: jxKind[ogen.UserPage](),
			payload.Event: jxKind[ogen.Event](),
		}},
	}, sdk()...)
}

// object is the generated code for an object.
func object[T any, P interface {
	*T
	wire.Object
}]() kind {
	return kind{
		decode: func(text []byte) (any, error) {
			v := P(new(T))
			return v, wire.Unmarshal(text, v)
		},
		encode: func(v any, buf []byte) ([]byte, error) { return wire.Append(buf[:0], v.(P)) },
	}
}

// page is the generated code for a page.
func page[T wire.Object]() kind {
	return kind{
		decode: func(text []byte) (any, error) {
			p, err := wire.DecodePage[T](text)
			return &p, err
		},
		encode: func(v any, buf []byte) ([]byte, error) { return wire.AppendPage(buf[:0], *v.(*api.Page[T])) },
	}
}

// reflected are codecs that take any struct.
func reflected(unmarshal func([]byte, any) error, appendTo func(any, []byte) ([]byte, error)) map[payload.Kind]kind {
	return map[payload.Kind]kind{
		payload.Partner:     reflectedKind[plain.RemoteAssistancePartner](unmarshal, appendTo),
		payload.PartnerPage: reflectedKind[plain.RemoteAssistancePartnerPage](unmarshal, appendTo),
		payload.User:        reflectedKind[plain.User](unmarshal, appendTo),
		payload.UserPage:    reflectedKind[plain.UserPage](unmarshal, appendTo),
		payload.Event:       reflectedKind[plain.Event](unmarshal, appendTo),
	}
}

func reflectedKind[T any](unmarshal func([]byte, any) error, appendTo func(any, []byte) ([]byte, error)) kind {
	return kind{
		decode: func(text []byte) (any, error) {
			v := new(T)
			return v, unmarshal(text, v)
		},
		encode: appendTo,
	}
}

// marshal is for codecs that give a new text each time.
func marshal(f func(any) ([]byte, error)) func(any, []byte) ([]byte, error) {
	return func(v any, _ []byte) ([]byte, error) { return f(v) }
}

// easyKind is what easyjson generates.
func easyKind[T any, P interface {
	*T
	easyjson.MarshalerUnmarshaler
}]() kind {
	return kind{
		decode: func(text []byte) (any, error) {
			v := P(new(T))
			return v, easyjson.Unmarshal(text, v)
		},
		encode: func(v any, buf []byte) ([]byte, error) {
			var w jwriter.Writer
			v.(P).MarshalEasyJSON(&w)
			return w.BuildBytes(buf[:0])
		},
	}
}

// jxKind is what ogen generates, with an encoder that is used again.
func jxKind[T any, P interface {
	*T
	Decode(*jx.Decoder) error
	Encode(*jx.Encoder)
}]() kind {
	e := jx.GetEncoder()
	return kind{
		decode: func(text []byte) (any, error) {
			v := P(new(T))
			return v, v.Decode(jx.DecodeBytes(text))
		},
		encode: func(v any, _ []byte) ([]byte, error) {
			e.Reset()
			v.(P).Encode(e)
			return e.Bytes(), nil
		},
	}
}
