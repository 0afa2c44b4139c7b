package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/seed-349153d7/odagen/generator/internal/diag"
	"github.com/seed-349153d7/odagen/generator/internal/source"
)

func read(data string) (Config, []diag.Diagnostic) {
	var diags diag.List
	r := &reader{file: filepath.FromSlash("dir/odagen.yaml"), diags: &diags}
	cfg := r.read([]byte(data))
	return cfg, diags.Sorted()
}

func TestAConfiguration(t *testing.T) {
	cfg, diags := read(`# a comment
version: 1
targets:
  - source: remoteassistance.openapi.yaml
    output: ../gen/graph
    package: graph
    emit: [server, models]
    include: [deviceManagement/remoteAssistancePartners]
    exclude: &none ["x"]
    runtime: ../gen/runtime
  - source: /abs/metadata.xml
    output: Out-2
    exclude: *none
    baseURL: https://graph.microsoft.com/v1.0
    runtime:
      import: example.com/odata
    references: {"http://example.org/v1/": csdl, "http://example.org/a.xml": /abs/a.xml}
  - {source: a.json, output: type, odata: false}
`)
	if len(diags) > 0 {
		t.Fatalf("read reported %v", diags)
	}
	want := Config{File: "dir/odagen.yaml", Targets: []Target{
		{
			Source: "dir/remoteassistance.openapi.yaml", Output: "gen/graph", Package: "graph",
			Emit:    []string{Models, Server},
			Include: []string{"deviceManagement/remoteAssistancePartners"},
			Exclude: []string{"x"},
			Runtime: Runtime{Dir: "gen/runtime"},
		},
		{
			Source: "/abs/metadata.xml", Output: "dir/Out-2", Package: "out2",
			Emit:    []string{Models, Client, Server},
			Exclude: []string{"x"},
			Runtime: Runtime{Import: "example.com/odata"},
			BaseURL: "https://graph.microsoft.com/v1.0",
			References: []source.Mapped{
				{URL: "http://example.org/v1/", Path: "dir/csdl"}, {URL: "http://example.org/a.xml", Path: "/abs/a.xml"},
			},
		},
		{
			Source: "dir/a.json", Output: "dir/type", Package: "typeapi",
			Emit:    []string{Models, Client, Server},
			Runtime: Runtime{Dir: "dir/type/runtime"},
			OData:   new(bool),
		},
	}}
	if diff := cmp.Diff(want, cfg, cmpopts.IgnoreFields(Target{}, "At")); diff != "" {
		t.Errorf("read (-want +got):\n%s", diff)
	}
	if at := cfg.Targets[0].At["emit/1"]; at.String() != "dir/odagen.yaml:7:20" {
		t.Errorf("place of the second thing to emit = %v", at)
	}
}

func TestAFaultOfTheConfigurationIsReported(t *testing.T) {
	const head = "version: 1\ntargets:\n  - source: a\n    output: b\n"
	tests := []struct{ name, data, want, hint string }{
		{"empty", "", `1:1: empty-file: the file is empty`, `begin with "version: 1" and "targets:"`},
		{"references in a list", head + "    references: [a]\n", `5:17: wrong-type: "references" is a list, want paths by URLs`, `write "references: {https://example.org/: directory/}"`},
		{"a reference twice", head + "    references: {\"u:a\": b, \"u:a\": c}\n", `5:28: duplicate-key: "u:a" is set twice`, "remove one of the two"},
		{"a reference without a path", head + "    references: {\"u:a\": 1}\n", `5:25: wrong-type: the path for "u:a" is the number "1", want a string`, "write a string, in quotes if need be"},
		{"comment alone", "# c\n", `1:1: not-yaml: no documents in stream`, "correct the YAML here"},
		{"not YAML", "version: 1\ntargets: [\n", `3:1: not-yaml: did not find expected node content`, "correct the YAML here"},
		{"two documents", "version: 1\n---\n", `1:1: not-yaml: expected single document, found multiple`, "correct the YAML here"},
		{"not UTF-8", "a: \xe9\n", `1:1: not-yaml: incomplete UTF-8 octet sequence`, "correct the YAML here"},
		{"no mapping", "- a\n", `1:1: wrong-type: the file is a list, want settings`, `settings here are "version", "targets"`},
		{"no version", "targets:\n- {source: a, output: b}\n", `1:1: missing-setting: "version" is not set`, `write "version: 1"`},
		{"version 2", "version: 2\ntargets:\n- {source: a, output: b}\n", `1:10: unsupported-version: version "2" is not one that odagen reads`, `write "version: 1"`},
		{"no targets", "version: 1\n", `1:1: missing-setting: "targets" is not set`, `list a target: "- source: ..." and "output: ..."`},
		{"empty targets", "version: 1\ntargets: []\n", `2:10: missing-setting: "targets" is empty`, `list a target: "- source: ..." and "output: ..."`},
		{"targets no list", "version: 1\ntargets: a\n", `2:10: wrong-type: "targets" is "a", want a list`, `list a target: "- source: ..." and "output: ..."`},
		{"target no mapping", "version: 1\ntargets: [a]\n", `2:11: wrong-type: the target is "a", want settings`, `settings here are "source", "output", "package", "emit", "include", "exclude", "runtime", "baseURL", "overlays", "roots", "references", "silence", "odata", "binary"`},
		{"unknown key", "version: 1\ntarget:\n- {source: a, output: b}\n", `2:1: unknown-key: "target" is not a setting`, `did you mean "targets"?`},
		{"relative base URL", head + "    baseURL: /v1.0\n", `5:14: bad-value: "/v1.0" is not an absolute URL`, `write it whole, as in https://graph.microsoft.com/v1.0`},
		{"unknown target key", head + "    framworks: []\n", `5:5: unknown-key: "framworks" is not a setting`, `settings here are "source", "output", "package", "emit", "include", "exclude", "runtime", "baseURL", "overlays", "roots", "references", "silence", "odata", "binary"`},
		{"alphabet", head + "    binary: base32\n", `5:13: unknown-value: binary: "base32" is not an alphabet`, `values here are "base64url", "base64"`},
		{"misspelt source", "version: 1\ntargets:\n- sorce: a\n  output: b\n", `3:3: unknown-key: "sorce" is not a setting`, `did you mean "source"?`},
		{"no output", "version: 1\ntargets:\n- source: a\n", `3:3: missing-setting: "output" is not set`, "name the directory to generate into"},
		{"key twice", head + "    output: c\n", `5:5: duplicate-key: "output" is set twice`, "remove one of the two"},
		{"source a number", "version: 1\ntargets:\n- source: 5\n  output: b\n", `3:11: wrong-type: "source" is the number "5", want a string`, "write a string, in quotes if need be"},
		{"source a list", "version: 1\ntargets:\n- source: [a]\n  output: b\n", `3:11: wrong-type: "source" is a list, want a string`, "write a string, in quotes if need be"},
		{"source null", "version: 1\ntargets:\n- source:\n  output: b\n", `3:10: wrong-type: "source" is empty, want a string`, "write a string, in quotes if need be"},
		{"source empty", "version: 1\ntargets:\n- source: ''\n  output: b\n", `3:11: empty-value: "source" is empty`, "write a value, or leave the setting out"},
		{"package true", head + "    package: true\n", `5:14: wrong-type: "package" is the truth value "true", want a string`, "write a string, in quotes if need be"},
		{"package 2x", head + "    package: 2x-y\n", `5:14: not-a-package-name: package "2x-y" is not a Go identifier`, `a name for it would be "xy"`},
		{"package func", head + "    package: func\n", `5:14: not-a-package-name: package "func" is not a Go identifier`, `a name for it would be "funcapi"`},
		{"package _", head + "    package: _\n", `5:14: not-a-package-name: package "_" is not a Go identifier`, `a name for it would be "api"`},
		{"emit modles", head + "    emit: [client, modles]\n", `5:20: unknown-value: emit: "modles" is not something to emit`, `did you mean "models"?`},
		{"emit fake", head + "    emit: [fake]\n", `5:12: unknown-value: emit: "fake" is not something to emit`, `values here are "models", "client", "server", "interface", "framework/chi", "framework/echo", "framework/fiber", "framework/gin", "framework/gorilla", "framework/iris"`},
		{"emit chi", head + "    emit: [models, chi]\n", `5:20: unknown-value: emit: "chi" is not something to emit`, `did you mean "framework/chi"?`},
		{"emit a framework without server", head + "    emit: [models, framework/gin]\n", `5:11: missing-value: emit: "framework/gin" without "server", which it leads to`, `add "server"`},
		{"emit without models", head + "    emit: [client]\n", `5:11: missing-value: emit: "client" without "models", which it is made of`, `add "models"`},
		{"emit empty", head + "    emit: []\n", `5:11: empty-value: "emit" is empty`, "write a value, or leave the setting out"},
		{"emit a string", head + "    emit: models\n", `5:11: wrong-type: "emit" is "models", want a list of strings`, `write "emit: [...]"`},
		{"emit numbers", head + "    emit: [1]\n", `5:12: wrong-type: an item of "emit" is the number "1", want a string`, "write a string, in quotes if need be"},
		{"odata yes", head + "    odata: yes\n", `5:12: wrong-type: "odata" is "yes", want true or false`, `write "odata: true" or "odata: false"`},
		{"odata empty", head + "    odata:\n", `5:11: wrong-type: "odata" is empty, want true or false`, `write "odata: true" or "odata: false"`},
		{"runtime a list", head + "    runtime: []\n", `5:14: wrong-type: "runtime" is a list, want a string`, "write a string, in quotes if need be"},
		{"runtime without import", head + "    runtime: {}\n", `5:14: missing-setting: runtime: "import" is not set`, "name the import path of the runtime"},
		{"runtime misspelt", head + "    runtime: {imprt: a/b}\n", `5:15: unknown-key: "imprt" is not a setting`, `did you mean "import"?`},
		{"recursive alias", "version: 1\ntargets: &t [*t]\n", `2:10: wrong-type: the target is a list, want settings`, `settings here are "source", "output", "package", "emit", "include", "exclude", "runtime", "baseURL", "overlays", "roots", "references", "silence", "odata", "binary"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, diags := read(tt.data)
			var got []string
			for _, d := range diags {
				got = append(got, strings.TrimPrefix(filepath.ToSlash(d.Error()), "dir/odagen.yaml:"))
			}
			if diff := cmp.Diff(strings.Split(tt.want, "|"), got); diff != "" {
				t.Fatalf("read(%q) (-want +got):\n%s", tt.data, diff)
			}
			if hint := diags[len(diags)-1].Hint; hint != tt.hint {
				t.Errorf("hint = %q, want %q", hint, tt.hint)
			}
		})
	}
}

func TestAFileThatCannotBeRead(t *testing.T) {
	dir := t.TempDir()
	large := filepath.Join(dir, "large.yaml")
	if err := os.WriteFile(large, make([]byte, maxSize+1), 0o644); err != nil {
		t.Fatal(err)
	}
	for file, code := range map[string]string{
		filepath.Join(dir, "none.yaml"): "not-found",
		dir:                             "unreadable",
		os.DevNull:                      "unreadable",
		large:                           "unreadable",
	} {
		var diags diag.List
		Read(file, &diags)
		if got := diags.Sorted(); len(got) != 1 || got[0].Code != code || got[0].Pos.File != file || got[0].Hint == "" {
			t.Errorf("Read(%q) reported %+v, want %s", file, got, code)
		}
	}
}

// An import path is one that Go imports, and not in the place of a directory.
func TestImportPathsAndDirectories(t *testing.T) {
	for path, want := range map[string]string{
		"example.com/odata":         "",
		"app/internal/runtime":      "",
		"github.com/a/b_c/v2~x+y.z": "",
		"unsafe":                    "is one of the standard library, or of no module",
		"C":                         "is one of the standard library, or of no module",
		"a\"; import \"os/x":        `has a character that import paths do not have in "a\"; import \"os"`,
		"../rel/x":                  `has the element ".."`,
		"./x/y":                     `has the element "."`,
		"/abs/x":                    "has an empty element",
		"a//b":                      "has an empty element",
		"a/b/":                      "has an empty element",
		"a/b\nc":                    `has a character that import paths do not have in "b\nc"`,
		"example.com/\u202eevil":    `has a character that import paths do not have in "\u202eevil"`,
		`example.com\b/c`:           `has a character that import paths do not have in "example.com\\b"`,
		"example.com/x.":            `has the element "x."`,
	} {
		if got := notImportPath(path); got != want {
			t.Errorf("notImportPath(%q) = %q, want %q", path, got, want)
		}
		if want == "" {
			continue
		}
		var diags diag.List
		target := Target{Source: "a", Output: "b", Runtime: Runtime{Import: path}}
		target.complete(diag.Position{}, &diags)
		if got := diags.Sorted(); len(got) != 1 || got[0].Code != "not-an-import-path" {
			t.Errorf("runtime: {import: %q} reported %v", path, got)
		}
	}
	for text, like := range map[string]bool{
		"github.com/x/odata": true, "example.org/runtime": true, "gen/runtime": false, "./github.com/x": false,
		"../github.com/x": false, "runtime": false, "a.b": false, "v1.0/graph": false, "graph.v1/x": false, "": false,
	} {
		if got := importLike("runtime", text) != nil; got != like {
			t.Errorf("importLike(%q) = %t, want %t", text, got, like)
		}
	}
}

func TestTheNameOfAConfigurationThatIsNearlyRightIsTold(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "odagen.yml"), []byte("version: 1\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	var diags diag.List
	Read(filepath.Join(dir, Name), &diags)
	if got, want := diags.Sorted()[0].Hint, "there is odagen.yml: rename it to odagen.yaml, or write --config odagen.yml"; got != want {
		t.Errorf("hint = %q, want %q", got, want)
	}
}

func TestAURLIsKeptAsItIs(t *testing.T) {
	const url = "https://example.com/v1/$metadata"
	cfg, _ := read("version: 1\ntargets:\n- {source: '" + url + "', output: b, overlays: ['" + url + "']}\n")
	flags := FromFlags(Flags{Source: url, Output: "b"}, new(diag.List))
	for _, got := range []string{cfg.Targets[0].Source, cfg.Targets[0].Overlays[0], flags.Targets[0].Source} {
		if got != url {
			t.Errorf("the source is %q", got)
		}
	}
}

func TestFlagsAreCheckedAsTheFileIs(t *testing.T) {
	var diags diag.List
	cfg := FromFlags(Flags{Source: "./a.xml", Output: "gen/go-api/", Runtime: "rt"}, &diags)
	want := Config{Targets: []Target{{
		Source: "a.xml", Output: "gen/go-api", Package: "goapi",
		Emit: []string{Models, Client, Server}, Runtime: Runtime{Dir: "rt"},
	}}}
	if diff := cmp.Diff(want, cfg); diff != "" || diags.Len() > 0 {
		t.Errorf("FromFlags: %v (-want +got):\n%s", diags.Sorted(), diff)
	}
	FromFlags(Flags{Package: "a b", Emit: []string{"x"}, Output: "o"}, &diags)
	var got []string
	for _, d := range diags.Sorted() {
		got = append(got, d.Error())
	}
	wantLines := []string{
		`missing-setting: "source" is not set`,
		`not-a-package-name: package "a b" is not a Go identifier`,
		`unknown-value: emit: "x" is not something to emit`,
	}
	if diff := cmp.Diff(wantLines, got); diff != "" {
		t.Errorf("diagnostics (-want +got):\n%s", diff)
	}
}

// FuzzRead holds that any bytes are a configuration that is complete, or a
// diagnostic with a place.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		"version: 1\ntargets:\n- {source: a, output: b, emit: [models], runtime: {import: c}}\n",
		"version: 1\ntargets: &t [*t]\n", "a: &a {<<: *a}\n", "? [x]\n: y\n", "{{{", "\xff\xfe", "- \x00",
		"version: 1\ntargets:\n- &x {source: *x}\n", "version: !!int 1\ntargets: !t\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		cfg, diags := read(string(data))
		for _, d := range diags {
			if d.Code == "" || d.Hint == "" || d.Pos.Line < 1 {
				t.Errorf("read(%q) reported %+v", data, d)
			}
		}
		if len(diags) > 0 {
			return
		}
		if len(cfg.Targets) == 0 {
			t.Errorf("read(%q): no target and no diagnostic", data)
		}
		for _, target := range cfg.Targets {
			if target.Source == "" || target.Output == "" || target.Package == "" || len(target.Emit) == 0 {
				t.Errorf("read(%q) = %+v", data, target)
			}
		}
	})
}
