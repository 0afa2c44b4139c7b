// Package source reads the documents that describe a service. It reads under
// limits, tells what a document is by its content, and lets a document refer
// to files inside allowed directories only.
package source

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/diag"
)

// MaxSize is the number of bytes that a document, or all that it refers to
// together, may have.
const MaxSize = 64 << 20

// Kind is the format of a document.
type Kind string

// The formats that odagen tells apart. OpenAPI may be YAML or JSON.
const (
	OpenAPI  Kind = "OpenAPI"
	Swagger  Kind = "Swagger"
	CSDLXML  Kind = "CSDL XML"
	CSDLJSON Kind = "CSDL JSON"
	Overlay  Kind = "Overlay"
)

// Document is a document that describes a service.
type Document struct {
	Path    string // as the user gave it, for diagnostics
	Abs     string
	Data    []byte // UTF-8 without a byte order mark
	Kind    Kind
	Version string        // of the format, as the document says: "3.1.0", "4.0"
	At      diag.Position // where the document says its version

	Overlays []*Document // that are applied to an OpenAPI document, in this order
}

// Open reads the document at path and tells its kind. A fault is added to
// diags and gives nil. From is the place that names path, and where a file
// that cannot be read is reported; the zero Position stands for path itself.
func Open(path string, from diag.Position, diags *diag.List) *Document {
	return open(path, from, MaxSize, diags)
}

// Take is Open for the text of a document, which path only names.
func Take(path string, raw []byte, diags *diag.List) *Document {
	return take(path, raw, diag.Position{File: path}, diags)
}

func open(path string, from diag.Position, limit int64, diags *diag.List) *Document {
	if from.File == "" {
		from.File = path
	}
	raw, err := []byte(nil), remote(path)
	if err == nil {
		raw, err = readFile(path, limit, os.Open)
	}
	if err != nil {
		diags.Add(Diagnose(err, from))
		return nil
	}
	return take(path, raw, from, diags)
}

// IsURL reports whether a source is named by a URL, and not by a path.
func IsURL(text string) bool {
	scheme, rest, ok := strings.Cut(text, "://")
	return ok && len(scheme) > 1 && rest != "" && !strings.ContainsAny(scheme, `/\.`)
}

// fileName is a name that a shell takes as it is.
var fileName = regexp.MustCompile(`^\w[\w.-]*$`)

// remote is the Fault of a URL in the place of a file.
func remote(path string) error {
	if !IsURL(path) {
		return nil
	}
	f := &Fault{
		Code: "remote-source", Message: fmt.Sprintf("%q is a URL, and odagen reads files", path),
		Hint: "name the file by its path",
	}
	if u, err := url.Parse(path); err == nil && u.Scheme != "file" {
		name := strings.TrimPrefix(path[strings.LastIndexByte(path, '/')+1:], "$")
		name, _, _ = strings.Cut(name, "?")
		switch {
		case name == "metadata":
			name = "metadata.xml"
		case name == u.Host || !fileName.MatchString(name):
			name = "openapi.yaml"
		}
		f.Hint = fmt.Sprintf("download it, and name the file: curl -fL -o %s '%s'", name, strings.ReplaceAll(path, "'", "%27"))
	}
	return f
}

func take(path string, raw []byte, from diag.Position, diags *diag.List) *Document {
	abs, err := filepath.Abs(path)
	if err != nil {
		diags.Add(Diagnose(unreadable(path, err), from))
		return nil
	}
	doc := &Document{Path: path, Abs: abs}
	data, fault := decodeText(raw)
	if fault == nil {
		doc.Data = data
		fault = doc.detect()
	}
	if fault != nil {
		diags.Add(Diagnose(fault.in(path), diag.Position{File: path, Line: 1, Col: 1}))
		return nil
	}
	return doc
}

// A Fault is why a file could not be read. Whoever knows where the file was
// named makes a diagnostic of it with Diagnose.
type Fault struct {
	Code    string
	Message string
	Hint    string
	// Pos is the place in the file that was read; zero for the file as a whole.
	Pos diag.Position
}

func (f *Fault) Error() string { return f.Message }

// in gives the place of a fault, which knows its line only, the name of the
// file.
func (f *Fault) in(file string) *Fault {
	if f.Pos.Line > 0 {
		f.Pos.File = file
	}
	return f
}

// Diagnose makes a diagnostic of an error of this package. It stands where the
// Fault is, or at pos, the place that names the file.
func Diagnose(err error, pos diag.Position) diag.Diagnostic {
	var f *Fault
	if !errors.As(err, &f) {
		return diag.Internal(pos, err)
	}
	if f.Pos.Line > 0 {
		pos = f.Pos
	}
	return diag.Diagnostic{Code: f.Code, Pos: pos, Message: f.Message, Hint: f.Hint}
}

// readFile reads the regular file at path, which open opens. The kind of file
// is asked first: opening a named pipe waits for its writer.
func readFile(path string, limit int64, open func(string) (*os.File, error)) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, unreadable(path, err)
	}
	if !info.Mode().IsRegular() {
		what := "a special file"
		if info.IsDir() {
			what = "a directory"
		}
		return nil, &Fault{Code: "not-a-file", Message: fmt.Sprintf("%q is %s", path, what), Hint: "name a file"}
	}
	f, err := open(path)
	if err != nil {
		return nil, unreadable(path, err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err != nil {
		return nil, unreadable(path, err)
	}
	if int64(len(data)) > limit {
		return nil, &Fault{
			Code:    "too-large",
			Message: fmt.Sprintf("%q does not fit in the %d bytes that a description and its references may have", path, limit),
			Hint:    "split the description and generate from its parts",
		}
	}
	return data, nil
}

func unreadable(path string, err error) *Fault {
	if errors.Is(err, fs.ErrNotExist) {
		return &Fault{
			Code:    "not-found",
			Message: fmt.Sprintf("there is no file %q", path),
			Hint:    "check the spelling; a path is relative to the file that names it, or to the current directory",
		}
	}
	var pathErr *fs.PathError
	if errors.As(err, &pathErr) {
		err = pathErr.Err
	}
	return &Fault{Code: "unreadable", Message: fmt.Sprintf("%q: %v", path, err), Hint: "check the permissions of the file"}
}
