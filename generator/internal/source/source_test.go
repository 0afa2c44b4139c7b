package source

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-349153d7/odagen/generator/internal/diag"
)

func write(t *testing.T, path, data string) string {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(data), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// said returns the lines of diags, with dir left out.
func said(diags *diag.List, dir string) []string {
	var lines []string
	for _, d := range diags.Sorted() {
		lines = append(lines, strings.ReplaceAll(d.Error(), dir+string(filepath.Separator), ""))
	}
	return lines
}

func withUTF16(s string, bigEndian bool) string {
	var b strings.Builder
	for _, r := range "\ufeff" + s {
		if bigEndian {
			b.Write([]byte{byte(r >> 8), byte(r)})
		} else {
			b.Write([]byte{byte(r), byte(r >> 8)})
		}
	}
	return b.String()
}

func TestADocumentIsToldByItsContent(t *testing.T) {
	tests := []struct {
		name, data string
		kind       Kind
		version    string
		line, col  int
	}{
		{"OpenAPI YAML", "openapi: 3.1.0\ninfo: {}\n", OpenAPI, "3.1.0", 1, 1},
		{"version not first", "info:\n  openapi: no\nopenapi: \"3.0.3\"\n", OpenAPI, "3.0.3", 3, 1},
		{"quoted key", "# c\n'openapi': '3.0.3' # c\n", OpenAPI, "3.0.3", 2, 1},
		{"indented YAML", "  info: {}\n  openapi: 3.0.1\n", OpenAPI, "3.0.1", 2, 1},
		{"flow YAML", "{openapi: 3.0.1}", OpenAPI, "3.0.1", 1, 1},
		{"OpenAPI JSON", "{\n \"info\": {\"swagger\": \"2.0\"},\n \"openapi\": \"3.0.0\"}", OpenAPI, "3.0.0", 3, 2},
		{"byte order mark", "\xef\xbb\xbfopenapi: 3.1.0\n", OpenAPI, "3.1.0", 1, 1},
		{"CRLF", "info: {}\r\nopenapi: 3.1.0\r\n", OpenAPI, "3.1.0", 2, 1},
		{"UTF-16 little endian", withUTF16("openapi: 3.1.0\n", false), OpenAPI, "3.1.0", 1, 1},
		{"UTF-16 big endian", withUTF16("openapi: 3.1.0\n", true), OpenAPI, "3.1.0", 1, 1},
		{"UTF-16 without a mark", withUTF16("openapi: 3.1.0\n", false)[2:], OpenAPI, "3.1.0", 1, 1},
		{"UTF-16 big endian without a mark", withUTF16("openapi: 3.1.0\n", true)[2:], OpenAPI, "3.1.0", 1, 1},
		{"Swagger YAML", "swagger: \"2.0\"\n", Swagger, "2.0", 1, 1},
		{"Swagger JSON", `{"swagger":"2.0"}`, Swagger, "2.0", 1, 2},
		{"CSDL JSON", `{"$Version":"4.01"}`, CSDLJSON, "4.01", 1, 2},
		{
			"CSDL XML", "<?xml version=\"1.0\" encoding=\"utf-16\"?>\n<!-- c -->\n" +
				`<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"/>`, CSDLXML, "4.0", 3, 1,
		},
		{"CSDL XML 3", `<e:Edmx Version="1.0" xmlns:e="http://schemas.microsoft.com/ado/2007/06/edmx">`, CSDLXML, "1.0", 1, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			path := write(t, filepath.Join(t.TempDir(), "d"), tt.data)
			var diags diag.List
			doc := Open(path, diag.Position{}, &diags)
			if doc == nil {
				t.Fatalf("Open reported %q", diags.Sorted())
			}
			if doc.Kind != tt.kind || doc.Version != tt.version {
				t.Errorf("Open = %s %s, want %s %s", doc.Kind, doc.Version, tt.kind, tt.version)
			}
			if want := (diag.Position{File: path, Line: tt.line, Col: tt.col}); doc.At != want {
				t.Errorf("At = %v, want %v", doc.At, want)
			}
			if doc.Path != path || doc.Abs != path {
				t.Errorf("Open = %q, %q", doc.Path, doc.Abs)
			}
		})
	}
}

func TestADocumentWithAFaultIsReported(t *testing.T) {
	tests := []struct{ name, data, want string }{
		{"empty", "", "d:1:1: empty-document: the document is empty"},
		{"white space", " \n\t\n", "d:1:1: empty-document: the document is empty"},
		{"a mark alone", "\xff\xfe", "d:1:1: empty-document: the document is empty"},
		{"half a character", "\xff\xfea", "d:1:1: not-text: the document ends in the middle of a UTF-16 character"},
		{"Latin-1", "openapi: 3.1.0\nx: é\xe9\n", "d:2:5: not-text: the document is not UTF-8 text from here on"},
		{"other YAML", "a: 1\n", "d:1:1: unknown-format: the document is neither OpenAPI nor CSDL"},
		{"a list", "- openapi: 3.1.0\n", "d:1:1: unknown-format: the document is neither OpenAPI nor CSDL"},
		{"prose", "Hello\n", "d:1:1: unknown-format: the document is neither OpenAPI nor CSDL"},
		{"other JSON", `{"a":1}`, "d:1:1: unknown-format: the document is neither OpenAPI nor CSDL"},
		{"broken JSON", "{\n\"a\": 1,,}", "d:2:8: not-json: invalid character ',' looking for beginning of object key string"},
		{"cut JSON", "{\"a\": [1", "d:1:8: not-json: unexpected end of JSON input"},
		{"broken YAML", "a: b: c\n", "d:1:5: not-yaml: mapping values are not allowed in this context"},
		{"HTML", "<!DOCTYPE html>\n<html lang=en>", "d:1:1: unknown-format: the document is an HTML page"},
		{"other XML", "<svg/>", "d:1:1: unknown-format: the root element \"svg\" is not one of CSDL"},
		{"other namespace", "<Edmx/>", "d:1:1: unknown-format: the root element \"Edmx\" is not one of CSDL"},
		{"cut XML", "<?xml version='1.0'?>\n", "d:2:1: not-xml: the document ends before its root element"},
		{"broken XML", "\n<a", "d:2:3: not-xml: unexpected EOF"},
		{"Swagger 1.2", "{\"swagger\": \"1.2\"}", "d:1:2: unsupported-version: Swagger \"1.2\" is not a version that odagen reads"},
		{"Swagger 1.1", "swagger: 1.1\n", "d:1:1: unsupported-version: Swagger \"1.1\" is not a version that odagen reads"},
		{"a Swagger 1.2 listing", `{"swaggerVersion": "1.2", "apis": []}`, "d:1:2: unsupported-version: Swagger \"1.2\" is not a version that odagen reads"},
		{"OpenAPI 4", "openapi: 4.0.0\n", "d:1:1: unsupported-version: OpenAPI \"4.0.0\" is not a version that odagen reads"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			var diags diag.List
			doc := Open(write(t, filepath.Join(dir, "d"), tt.data), diag.Position{}, &diags)
			if doc != nil {
				t.Errorf("Open = %s %s, want nil", doc.Kind, doc.Version)
			}
			if diff := cmp.Diff([]string{tt.want}, said(&diags, dir)); diff != "" {
				t.Errorf("diagnostics (-want +got):\n%s", diff)
			}
			if diags.Sorted()[0].Hint == "" {
				t.Error("no hint")
			}
		})
	}
}

// A URL is kept as it was written, and how to get a file from it is told.
func TestAURLIsNoFile(t *testing.T) {
	for path, hint := range map[string]string{
		"https://graph.microsoft.com/v1.0/$metadata":  "download it, and name the file: curl -fL -o metadata.xml 'https://graph.microsoft.com/v1.0/$metadata'",
		"http://example.com/a/openapi.json?version=3": "download it, and name the file: curl -fL -o openapi.json 'http://example.com/a/openapi.json?version=3'",
		"https://example.com":                         "download it, and name the file: curl -fL -o openapi.yaml 'https://example.com'",
		"https://example.com/'$(touch x)'":            "download it, and name the file: curl -fL -o openapi.yaml 'https://example.com/%27$(touch x)%27'",
		"file:///tmp/a.yaml":                          "name the file by its path",
	} {
		var diags diag.List
		doc := Open(path, diag.Position{File: "odagen.yaml"}, &diags)
		if doc != nil || diags.Len() != 1 {
			t.Fatalf("Open(%q) = %v, %v", path, doc, diags.Sorted())
		}
		d := diags.Sorted()[0]
		if d.Message != `"`+path+`" is a URL, and odagen reads files` || d.Hint != hint {
			t.Errorf("Open(%q) reported %s; %s", path, d.Message, d.Hint)
		}
	}
	for _, path := range []string{"a.yaml", "C://a.yaml", "./x://y", "a/b://c", "://x"} {
		if IsURL(path) {
			t.Errorf("IsURL(%q) = true", path)
		}
	}
}

func TestAFileThatCannotBeReadIsReportedWhereItIsNamed(t *testing.T) {
	dir := t.TempDir()
	large := write(t, filepath.Join(dir, "large"), "openapi: 3.1.0\n")
	from := diag.Position{File: "odagen.yaml", Line: 3, Col: 13}
	for path, want := range map[string]string{
		filepath.Join(dir, "none"): `odagen.yaml:3:13: not-found: there is no file "none"`,
		dir + "/.":                 `odagen.yaml:3:13: not-a-file: "." is a directory`,
		os.DevNull:                 `odagen.yaml:3:13: not-a-file: "` + os.DevNull + `" is a special file`,
		large:                      `odagen.yaml:3:13: too-large: "large" does not fit in the 14 bytes that a description and its references may have`,
	} {
		var diags diag.List
		if doc := open(path, from, 14, &diags); doc != nil {
			t.Errorf("open(%q) = %v, want nil", path, doc)
		}
		if diff := cmp.Diff([]string{want}, said(&diags, dir)); diff != "" {
			t.Errorf("open(%q) (-want +got):\n%s", path, diff)
		}
	}
}
