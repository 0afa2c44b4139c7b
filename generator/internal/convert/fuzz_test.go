package convert

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/seed-349153d7/odagen/generator/internal/diag"
	"github.com/seed-349153d7/odagen/generator/internal/source"
)

// FuzzConvert converts any text that has a syntax tree to every format. What
// comes out is well-formed, and CSDL JSON comes back from CSDL JSON.
func FuzzConvert(f *testing.F) {
	for _, pattern := range []string{"../csdl/testdata/golden/*.txtar", "../../testdata/script/convert.txtar"} {
		files, _ := filepath.Glob(pattern)
		for _, file := range files {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				f.Fatal(err)
			}
			for _, doc := range archive.Files {
				f.Add(string(doc.Data))
			}
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		kind := source.CSDLXML
		if bytes.HasPrefix(bytes.TrimLeft([]byte(text), " \t\r\n"), []byte("{")) {
			kind = source.CSDLJSON
		}
		in := parseDoc(&source.Document{Path: "d", Data: []byte(text), Kind: kind})
		if in == nil {
			return
		}
		var diags diag.List
		asJSON, asXML := CSDLJSON(*in, &diags), CSDLXML(*in, &diags)
		openAPI := OpenAPI(*in, OpenAPIOptions{Version: "3.1.0", Server: DefaultServer, Levels: 2}, &diags)
		if !json.Valid(asJSON) || !json.Valid(openAPI) {
			t.Errorf("not JSON:\n%s\n%s", asJSON, openAPI)
		}
		if diags.Len() > 0 {
			return
		}
		if parseDoc(&source.Document{Path: "d", Data: asXML, Kind: source.CSDLXML}) == nil {
			t.Errorf("does not read back:\n%s", asXML)
		}
		back := parseDoc(&source.Document{Path: "d", Data: asJSON, Kind: source.CSDLJSON})
		if back == nil {
			t.Fatalf("does not read back:\n%s", asJSON)
		}
		sameText(t, "CSDL JSON read again", asJSON, CSDLJSON(*back, &diags))
	})
}
