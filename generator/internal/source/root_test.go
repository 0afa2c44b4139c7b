package source

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

func TestReferencesStayInsideTheAllowedDirectories(t *testing.T) {
	base := t.TempDir()
	write(t, filepath.Join(base, "doc", "a.yaml"), "a: 1\n")
	write(t, filepath.Join(base, "doc", "sub", "b.yaml"), "\xef\xbb\xbfb: 1\n")
	write(t, filepath.Join(base, "doc", "e f.yaml"), "e: 1\n")
	write(t, filepath.Join(base, "doc", "bad.yaml"), "x\n  \xff")
	write(t, filepath.Join(base, "doc2", "c.yaml"), "c: 1\n")
	write(t, filepath.Join(base, "shared", "d.yaml"), "d: 1\n")
	for link, target := range map[string]string{"in.yaml": "sub/b.yaml", "out.yaml": "../doc2/c.yaml", "dir": ".."} {
		if err := os.Symlink(target, filepath.Join(base, "doc", link)); err != nil {
			t.Fatal(err)
		}
	}
	tests := []struct{ ref, want, code string }{
		{ref: "a.yaml", want: "a: 1\n"},
		{ref: "./sub/../a.yaml", want: "a: 1\n"},
		{ref: "sub/b.yaml", want: "b: 1\n"},
		{ref: "e%20f.yaml", want: "e: 1\n"},
		{ref: "e f.yaml", want: "e: 1\n"},
		{ref: "in.yaml", want: "b: 1\n"},
		{ref: filepath.Join(base, "doc", "a.yaml"), want: "a: 1\n"},
		{ref: "file://" + filepath.ToSlash(filepath.Join(base, "doc", "a.yaml")), want: "a: 1\n"},
		{ref: "../shared/d.yaml", want: "d: 1\n"},
		{ref: "../doc2/c.yaml", code: "outside-root"},
		{ref: "dir/doc2/c.yaml", code: "outside-root"},
		{ref: "out.yaml", code: "outside-root"},
		{ref: "/etc/passwd", code: "outside-root"},
		{ref: "file:///etc/passwd", code: "outside-root"},
		{ref: "none.yaml", code: "not-found"},
		{ref: "sub", code: "not-a-file"},
		{ref: "bad.yaml", code: "not-text"},
		{ref: "https://example.com/a.yaml", code: "remote-reference"},
		{ref: "//host/a.yaml", code: "remote-reference"},
		{ref: "..%2fdoc2/c.yaml", code: "outside-root"},
		{ref: "file://host/a.yaml", code: "remote-reference"},
		{ref: "data:text/plain,x", code: "remote-reference"},
	}
	root := Allowed(filepath.Join(base, "doc"), filepath.Join(base, "shared"))
	for _, tt := range tests {
		data, err := root.Read(tt.ref)
		var fault *Fault
		if errors.As(err, &fault); fault == nil {
			fault = &Fault{}
		}
		if string(data) != tt.want || fault.Code != tt.code {
			t.Errorf("Read(%q) = %q, %q, want %q, %q", tt.ref, data, fault.Code, tt.want, tt.code)
		}
	}
}

func TestReferencesShareOneLimit(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "a"), "12345")
	write(t, filepath.Join(dir, "b"), "12345")
	root := Allowed(dir)
	root.left = 9
	if _, err := root.Read("a"); err != nil {
		t.Fatal(err)
	}
	var fault *Fault
	if _, err := root.Read("b"); !errors.As(err, &fault) || fault.Code != "too-large" {
		t.Errorf("Read past the limit: %v, want too-large", err)
	}
}

func TestAFaultInAReferencedFileStandsThere(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "bad"), "x\n  \xff")
	_, err := Allowed(dir).Read("bad")
	var fault *Fault
	if !errors.As(err, &fault) || fault.Pos.String() != "bad:2:3" {
		t.Errorf("Read: %v, want a fault at bad:2:3", err)
	}
}
