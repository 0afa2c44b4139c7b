//go:build go1.27

package wire

import (
	"encoding/json/jsontext"
	"encoding/json/v2"
	"testing"
)

func init() {
	jsonVersions = append(jsonVersions, jsonVersion{
		"v2",
		func(v any) ([]byte, error) { return json.Marshal(v) },
		func(b []byte, v any) error { return json.Unmarshal(b, v) },
	})
}

func BenchmarkInsideOfAnotherStruct(b *testing.B) {
	type holder struct{ P remoteInV1 }
	text := []byte(`{"P":` + partnerJSON + `}`)
	b.Run("v1", func(b *testing.B) { benchmarkDecode(b, text, stdlib[holder]) })
	b.Run("v2", func(b *testing.B) {
		benchmarkDecode(b, text, func(data []byte, h *holder) error { return json.Unmarshal(data, h) })
	})
	b.Run("v2 with UnmarshalJSONFrom", func(b *testing.B) {
		type holder struct{ P remoteInV2 }
		benchmarkDecode(b, text, func(data []byte, h *holder) error { return json.Unmarshal(data, h) })
	})
	var one struct{ P remoteInV1 }
	var two struct{ P remoteInV2 }
	if err := json.Unmarshal(text, &one); err != nil {
		b.Fatal(err)
	}
	two.P.remotePartner = one.P.remotePartner
	for name, v := range map[string]any{"encode v2": &one, "encode v2 with MarshalJSONTo": &two} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := json.Marshal(v); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// remoteInV1 has the methods of generated code, and remoteInV2 those that only
// version 2 knows.
type (
	remoteInV1 struct{ remotePartner }
	remoteInV2 struct{ remotePartner }
)

func (p remoteInV1) MarshalJSON() ([]byte, error)     { return Marshal(&p.remotePartner) }
func (p *remoteInV1) UnmarshalJSON(data []byte) error { return UnmarshalJSON(data, &p.remotePartner) }

func (p *remoteInV2) MarshalJSONTo(enc *jsontext.Encoder) error {
	return MarshalTo(enc, &p.remotePartner)
}

func (p *remoteInV2) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	return UnmarshalFrom(dec, &p.remotePartner)
}

func TestTheMethodsOfVersion2DoWhatThoseOfVersion1Do(t *testing.T) {
	var v struct {
		P    remoteInV2
		List []*remoteInV2
	}
	const text = `{"P":` + partnerJSON + `,"List":[{"id":"a"},null]}`
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatal(err)
	}
	if got, err := json.Marshal(&v); err != nil || string(got) != text {
		t.Errorf("%v\n got %s\nwant %s", err, got, text)
	}
	if err := json.Unmarshal([]byte(`{"P":{"displayName":5}}`), &v); err == nil {
		t.Error("a number as a name")
	}
}
