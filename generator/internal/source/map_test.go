package source

import (
	"os"
	"path/filepath"
	"testing"
)

func TestAURLIsWhereTheTargetSays(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "one.xml"), []byte("<a/>"), 0o644); err != nil {
		t.Fatal(err)
	}
	root := Allowed().Map([]Mapped{
		{"http://example.org/v1/", filepath.Join(dir, "v1")},
		{"http://example.org/v1/sub", filepath.Join(dir, "sub")},
		{"http://example.org/one", filepath.Join(dir, "one.xml")},
		{"/sap/opu/", dir},
	})
	for ref, want := range map[string]string{
		"http://example.org/v1/a.xml":         "v1/a.xml",
		"http://example.org/v1/b/a%20b.xml#x": "v1/b/a b.xml",
		"http://example.org/v1/sub/a.xml":     "sub/a.xml",
		"http://example.org/v1/subway/a.xml":  "v1/subway/a.xml",
		"http://example.org/one":              "one.xml",
		"http://example.org/onetwo":           "",
		"http://example.org/v1/../secret":     "",
		"http://example.org/v1/%2e%2e/secret": "",
		"http://example.org/v1//etc/a.xml":    "v1/etc/a.xml",
		"https://example.org/v1/a.xml":        "",
		"/sap/opu/odata/$metadata":            "odata/$metadata",
		"a.xml":                               "",
	} {
		got, ok := root.Local(ref)
		if want != "" {
			want = filepath.Join(dir, filepath.FromSlash(want))
		}
		if got != want || ok != (want != "") {
			t.Errorf("Local(%q) = %q, %t, want %q", ref, got, ok, want)
		}
	}
	if _, err := root.Read(filepath.ToSlash(filepath.Join(dir, "one.xml"))); err != nil {
		t.Errorf("a document that is mapped is not read: %v", err)
	}
	if _, ok := (*Root)(nil).Local("a"); ok {
		t.Error("nil maps something")
	}
}
