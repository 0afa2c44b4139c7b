package config

import (
	"encoding/json"
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// schema is what the test reads of a JSON Schema.
type schema struct {
	Properties           map[string]schema `json:"properties"`
	AdditionalProperties json.RawMessage   `json:"additionalProperties"`
	Required             []string          `json:"required"`
	Const                json.Number       `json:"const"`
	Enum                 []string          `json:"enum"`
	Items                *schema           `json:"items"`
	Defs                 map[string]schema `json:"$defs"`
}

func TestTheSchemaSaysWhatTheReaderAccepts(t *testing.T) {
	data, err := os.ReadFile("odagen.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	var s schema
	if err := json.Unmarshal(data, &s); err != nil {
		t.Fatal(err)
	}
	target, runtime := s.Defs["target"], s.Defs["runtime"]
	for _, tt := range []struct {
		what     string
		schema   schema
		keys     []string
		required []string
	}{
		{"the file", s, fileKeys, fileKeys},
		{"a target", target, targetKeys, []string{"source", "output"}},
		{"a runtime", runtime, runtimeKeys, runtimeKeys},
	} {
		var names []string
		for name := range tt.schema.Properties {
			names = append(names, name)
		}
		slices.Sort(names)
		if diff := cmp.Diff(slices.Sorted(slices.Values(tt.keys)), names); diff != "" {
			t.Errorf("settings of %s (-reader +schema):\n%s", tt.what, diff)
		}
		if diff := cmp.Diff(tt.required, tt.schema.Required); diff != "" {
			t.Errorf("required settings of %s (-reader +schema):\n%s", tt.what, diff)
		}
		if string(tt.schema.AdditionalProperties) != "false" {
			t.Errorf("the schema lets %s have other settings", tt.what)
		}
	}
	if diff := cmp.Diff(emits, target.Properties["emit"].Items.Enum); diff != "" {
		t.Errorf("emit (-reader +schema):\n%s", diff)
	}
	if got := s.Properties["version"].Const.String(); got != version {
		t.Errorf("version = %s in the schema, %s in the reader", got, version)
	}
}
