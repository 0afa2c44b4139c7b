//go:build goexperiment.jsonv2 && !go1.27

package wire

import "encoding/json/v2"

func init() {
	jsonVersions = append(jsonVersions, jsonVersion{
		"v2",
		func(v any) ([]byte, error) { return json.Marshal(v) },
		func(b []byte, v any) error { return json.Unmarshal(b, v) },
	})
}
