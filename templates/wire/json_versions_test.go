package wire

import (
	"encoding/json"
	"testing"

	"github.com/seed-349153d7/odagen/templates/api"
)

type jsonVersion struct {
	name      string
	marshal   func(any) ([]byte, error)
	unmarshal func([]byte, any) error
}

// jsonVersions gets version 2 from a file that is built where there is one.
var jsonVersions = []jsonVersion{{"v1", json.Marshal, json.Unmarshal}}

// A generated type has MarshalJSON and UnmarshalJSON; each version of
// encoding/json uses them wherever the type stands in a user's own struct.
func TestObjectsWorkInsideOfOtherStructsInEachVersion(t *testing.T) {
	type holder struct {
		P    partner
		PP   *partner
		List []partner
		M    map[string]*partner
		Any  any
		None *partner `json:",omitzero"`
		Text struct {
			When api.DateTimeOffset
			Sum  api.Decimal
			Any  api.Raw
		}
	}
	const text = `{"P":{"@odata.type":"#test.partner","id":"a","count":1.0,"x":[1e400]},"PP":{"id":"b","name":null},"List":[{"id":"c"},{}],` +
		`"M":{"k":{"id":"d"}},"Any":null,"Text":{"When":"2016-12-31T23:58:36.6670033-08:00","Sum":12.50,"Any":{"a":-0}}}`
	for _, v := range jsonVersions {
		var h holder
		if err := v.unmarshal([]byte(text), &h); err != nil {
			t.Errorf("%s: %v", v.name, err)
			continue
		}
		if got, err := v.marshal(h); err != nil || string(got) != text {
			t.Errorf("%s: %v\n got %s\nwant %s", v.name, err, got, text)
		}
		if got, err := v.marshal(&h.P); err != nil || len(got) == 0 {
			t.Errorf("%s: %s, %v", v.name, got, err)
		}
		// null leaves a value as it is.
		if err := v.unmarshal([]byte(`{"P":null,"PP":null}`), &h); err != nil || h.PP != nil {
			t.Errorf("%s: null: %v, %v", v.name, err, h.PP)
		}
		if err := v.unmarshal([]byte(`{"P":{"name":5}}`), &h); err == nil {
			t.Errorf("%s: a number as a name", v.name)
		}
	}
}
