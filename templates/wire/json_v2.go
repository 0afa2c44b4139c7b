//go:build go1.27

package wire

import (
	"encoding/json/jsontext"

	"github.com/seed-349153d7/odagen/templates/internal/buffer"
)

// MarshalTo writes o to enc, for a method MarshalJSONTo of encoding/json/v2. It
// needs half of the time that a method MarshalJSON does there, and no memory.
//
//go:noinline
func MarshalTo(enc *jsontext.Encoder, o Object) error {
	b := buffer.New()
	defer b.Free()
	var err error
	if b.Bytes, err = Append(b.Bytes, o); err != nil {
		return err
	}
	return enc.WriteValue(b.Bytes)
}

// UnmarshalFrom reads the next value of dec into o, for a method UnmarshalJSONFrom
// of encoding/json/v2. It leaves o as it is when that is null.
//
//go:noinline
func UnmarshalFrom(dec *jsontext.Decoder, o Object) error {
	data, err := dec.ReadValue()
	if err != nil {
		return err
	}
	return UnmarshalJSON(data, o)
}
