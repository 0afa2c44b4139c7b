package wire

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/seed-349153d7/odagen/internal/corpus"

	"github.com/seed-349153d7/odagen/templates/api"
)

var update = flag.Bool("update", false, "write the tables of verdicts in testdata")

// equalJSON compares JSON values: numbers by their text, objects without order.
func equalJSON(t testing.TB, a, b []byte) bool {
	t.Helper()
	return reflect.DeepEqual(parsed(t, a), parsed(t, b))
}

func parsed(t testing.TB, text []byte) any {
	t.Helper()
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber()
	var v any
	if err := dec.Decode(&v); err != nil {
		t.Fatalf("encoding/json does not read %q: %v", text, err)
	}
	return v
}

// verdict reads text in each place where JSON of any kind can stand. It is "kept"
// when the text is accepted and comes back without loss, else the message.
func verdict(t *testing.T, text []byte) string {
	t.Helper()
	places := map[string]error{}
	_, places["value"] = api.ParseRaw(string(text))
	member := bytes.Join([][]byte{[]byte(`{"x":`), text, []byte(`}`)}, nil)
	places["member"] = Unmarshal(member, new(partner))
	raw := bytes.Join([][]byte{[]byte(`{"anything":`), text, []byte(`}`)}, nil)
	places["untyped property"] = Unmarshal(raw, new(partner))
	for place, err := range places {
		if (err == nil) != (places["value"] == nil) {
			t.Errorf("as a value: %v, as an %s: %v", places["value"], place, err)
		}
	}
	if err := places["value"]; err != nil {
		return err.Error()
	}
	for _, text := range [][]byte{member, raw} {
		keeps(t, text)
	}
	if text[0] == '{' {
		// Names that come twice are text within an undeclared member, and an error
		// in an object of a type.
		if err := Unmarshal(text, new(partner)); err != nil {
			return "kept; as an object: " + err.Error()
		}
		keeps(t, text)
	}
	return "kept"
}

// keeps decodes and encodes an object and compares.
func keeps(t *testing.T, text []byte) {
	t.Helper()
	var p partner
	if err := Unmarshal(text, &p); err != nil {
		t.Errorf("Unmarshal(%.60q): %v", text, err)
		return
	}
	back, err := Marshal(&p)
	if err != nil || !equalJSON(t, text, back) {
		t.Errorf("Marshal(Unmarshal(%.60q)) = %.60q, %v", text, back, err)
	}
}

func suite(t *testing.T, dir string, each func(t *testing.T, name string, text []byte)) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(corpus.Dir(t), "json", dir, "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no files in json/%s: %v", dir, err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimSuffix(filepath.Base(file), ".json")
		t.Run(name, func(t *testing.T) { each(t, name, text) })
	}
}

// TestTheJSONSuite holds the scanner to RFC 8259: y_ is accepted and comes back, n_
// is refused, and what the RFC leaves open is decided in i_verdicts.txt.
func TestTheJSONSuite(t *testing.T) {
	var table strings.Builder
	suite(t, "test_parsing", func(t *testing.T, name string, text []byte) {
		got := verdict(t, text)
		switch name[0] {
		case 'y':
			// An object with a name twice is JSON, and none that OData has.
			if got != "kept" && !strings.HasPrefix(got, "kept; as an object: decode test.partner: /a: the name comes twice") {
				t.Errorf("must be accepted: %s", got)
			}
		case 'n':
			if strings.HasPrefix(got, "kept") {
				t.Error("must be refused")
			}
		default:
			fmt.Fprintf(&table, "%s\n\t%s\n", name, got)
		}
	})
	checkTable(t, "i_verdicts.txt", table.String())
}

// TestWhatOtherParsersChangeIsKept reads texts that parsers are known to change in
// passing: each is refused or comes back without loss.
func TestWhatOtherParsersChangeIsKept(t *testing.T) {
	var table strings.Builder
	suite(t, "test_transform", func(t *testing.T, name string, text []byte) {
		fmt.Fprintf(&table, "%s\n\t%s\n", name, verdict(t, text))
	})
	checkTable(t, "transform_verdicts.txt", table.String())
}

func checkTable(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil || got != string(want) {
		t.Errorf("%s is out of date (go test -run %s -update): %v\n%s", file, t.Name(), err, got)
	}
}
