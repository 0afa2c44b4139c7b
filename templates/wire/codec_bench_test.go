package wire

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/seed-349153d7/odagen/templates/api"
)

// The benchmarks come in pairs: the codec, and encoding/json on a plain struct of
// the same shape. What counts is the ratio within one run.

// remotePartner is the type that the generator makes of the documented entity.
type remotePartner struct {
	ID                     string
	DisplayName            api.Opt[string]
	OnboardingURL          api.Opt[string]
	OnboardingStatus       api.Opt[status]
	LastConnectionDateTime api.Opt[api.DateTimeOffset]
	OData                  api.Members
}

var remotePartnerType = Type{
	Name: "microsoft.graph.remoteAssistancePartner",
	Of:   (*remotePartner)(nil),
	Properties: []Property{
		{Name: "id", Flags: Key},
		{Name: "displayName", Flags: Nullable},
		{Name: "onboardingUrl", Flags: Nullable},
		{Name: "onboardingStatus"},
		{Name: "lastConnectionDateTime"},
	},
}

func (*remotePartner) WireType() *Type { return &remotePartnerType }

// plainPartner is what a program without a generator would write.
type plainPartner struct {
	Type                   string  `json:"@odata.type,omitempty"`
	ID                     string  `json:"id,omitempty"`
	DisplayName            *string `json:"displayName,omitempty"`
	OnboardingURL          *string `json:"onboardingUrl,omitempty"`
	OnboardingStatus       *string `json:"onboardingStatus,omitempty"`
	LastConnectionDateTime *string `json:"lastConnectionDateTime,omitempty"`
}

// partnerJSON is the documented example as a service writes it.
const partnerJSON = `{"@odata.type":"#microsoft.graph.remoteAssistancePartner","id":"7443c8b9-c8b9-7443-b9c8-4374b9c84374",` +
	`"displayName":"Display Name value","onboardingUrl":"https://example.com/onboardingUrl/",` +
	`"onboardingStatus":"onboarding","lastConnectionDateTime":"2016-12-31T23:58:36.6670033-08:00"}`

// pageJSON is a page of n of them.
func pageJSON(n int) []byte {
	item := partnerJSON
	items := make([]string, n)
	for i := range items {
		items[i] = strings.Replace(item, "7443c8b9", fmt.Sprintf("%08x", i), 1)
	}
	return []byte(`{"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#partners","value":[` +
		strings.Join(items, ",") + `]}`)
}

// wide has properties as a user of a directory has: many, mostly strings.
type wide struct {
	P0, P1, P2, P3, P4, P5, P6, P7, P8, P9, P10, P11, P12, P13, P14, P15, P16, P17, P18, P19,
	P20, P21, P22, P23, P24, P25, P26, P27, P28, P29, P30, P31, P32, P33, P34, P35, P36, P37, P38, P39 api.Opt[string]
	P40, P41, P42, P43, P44, P45, P46, P47 api.Opt[bool]
	P48, P49, P50, P51, P52, P53           api.Opt[api.DateTimeOffset]
	P54, P55, P56, P57                     api.Opt[int32]
	P58, P59                               []string

	OData api.Members
}

var wideType = Type{Name: "test.wide", Of: (*wide)(nil), Properties: wideProperties()}

func wideProperties() []Property {
	p := make([]Property, 60)
	for i := range p {
		p[i] = Property{Name: fmt.Sprintf("property%cName%d", 'A'+i%20, i), Flags: Nullable}
	}
	return p
}

func (*wide) WireType() *Type { return &wideType }

// wideJSON has each step-th property.
func wideJSON(step int) []byte {
	values := func(i int) string {
		switch {
		case i < 40:
			return fmt.Sprintf(`"value of property %d"`, i)
		case i < 48:
			return "true"
		case i < 54:
			return `"2016-12-31T23:58:36Z"`
		case i < 58:
			return "12345"
		}
		return `["one","two"]`
	}
	var b bytes.Buffer
	for i := 0; i < 60; i += step {
		fmt.Fprintf(&b, ",%q:%s", wideType.Properties[i].Name, values(i))
	}
	b.WriteByte('}')
	text := b.Bytes()
	text[0] = '{'
	return text
}

func benchmarkDecode[T any](b *testing.B, data []byte, decode func([]byte, *T) error) {
	b.ReportAllocs()
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		v := new(T)
		if err := decode(data, v); err != nil {
			b.Fatal(err)
		}
	}
}

func benchmarkAppend(b *testing.B, data []byte, o Object) {
	if err := Unmarshal(data, o); err != nil {
		b.Fatal(err)
	}
	buf := make([]byte, 0, 4096)
	b.ReportAllocs()
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if _, err := Append(buf, o); err != nil {
			b.Fatal(err)
		}
	}
}

func benchmarkMarshal(b *testing.B, v any) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := json.Marshal(v); err != nil {
			b.Fatal(err)
		}
	}
}

func stdlib[T any](data []byte, v *T) error { return json.Unmarshal(data, v) }

func BenchmarkDecodeObject(b *testing.B) {
	data := []byte(partnerJSON)
	b.Run("odata", func(b *testing.B) {
		benchmarkDecode(b, data, func(data []byte, p *remotePartner) error { return Unmarshal(data, p) })
	})
	b.Run("json", func(b *testing.B) { benchmarkDecode(b, data, stdlib[plainPartner]) })
}

func BenchmarkDecodePage(b *testing.B) {
	data := pageJSON(1000)
	b.Run("odata", func(b *testing.B) {
		benchmarkDecode(b, data, func(data []byte, p *api.Page[*remotePartner]) (err error) {
			*p, err = DecodePage[*remotePartner](data)
			return err
		})
	})
	b.Run("json", func(b *testing.B) {
		benchmarkDecode(b, data, stdlib[struct {
			Context string          `json:"@odata.context"`
			Value   []*plainPartner `json:"value"`
		}])
	})
}

func BenchmarkEncodeObject(b *testing.B) {
	data := []byte(partnerJSON)
	b.Run("odata", func(b *testing.B) { benchmarkAppend(b, data, new(remotePartner)) })
	b.Run("json", func(b *testing.B) {
		var p plainPartner
		if err := json.Unmarshal(data, &p); err != nil {
			b.Fatal(err)
		}
		benchmarkMarshal(b, &p)
	})
}

func BenchmarkWide(b *testing.B) {
	for _, bm := range []struct {
		name string
		step int
	}{{"all", 1}, {"few", 15}} {
		data := wideJSON(bm.step)
		b.Run("decode/"+bm.name+"/odata", func(b *testing.B) {
			benchmarkDecode(b, data, func(data []byte, w *wide) error { return Unmarshal(data, w) })
		})
		b.Run("decode/"+bm.name+"/json", func(b *testing.B) { benchmarkDecode(b, data, stdlib[plainWide]) })
		b.Run("encode/"+bm.name+"/odata", func(b *testing.B) { benchmarkAppend(b, data, new(wide)) })
		b.Run("encode/"+bm.name+"/json", func(b *testing.B) {
			var w plainWide
			if err := json.Unmarshal(data, &w); err != nil {
				b.Fatal(err)
			}
			benchmarkMarshal(b, &w)
		})
	}
}
