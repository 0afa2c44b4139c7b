package openapi

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/seed-349153d7/odagen/generator/internal/diag"
	"github.com/seed-349153d7/odagen/generator/internal/source"
)

var (
	faultLine = regexp.MustCompile(`line (\d+)(?:, column (\d+))?`)
	faultRef  = regexp.MustCompile(`in fragment in URI: "([^"]*)"|error resolving reference "([^"]*)"|reference[^"]*"([^"]*)"|(?:bad data in|in URI|next to \$ref) "([^"]*)"`)
)

// syntaxFault makes a diagnostic of what the YAML library says about a file.
func syntaxFault(file string, err error) diag.Diagnostic {
	d := diag.Diagnostic{
		Code: "not-yaml", Pos: diag.Position{File: file, Line: 1, Col: 1}, Message: err.Error(), Hint: "correct the YAML here",
	}
	var load *yaml.LoadError
	if errors.As(err, &load) {
		d.Message = strings.TrimPrefix(load.Message, "yaml: ")
		if load.Mark.Line > 0 {
			d.Pos.Line, d.Pos.Col = load.Mark.Line, load.Mark.Column
		}
	}
	return d
}

// loadFault makes a diagnostic of what kin-openapi says when it cannot load doc.
// It knows lines of the syntax only; a reference is looked up in the text.
func (r *reader) loadFault(doc *source.Document, err error) diag.Diagnostic {
	message := err.Error()
	var fault *source.Fault
	if m := faultRef.FindStringSubmatch(message); m != nil && errors.As(err, &fault) {
		return source.Diagnose(err, find(doc, strings.Join(m[1:], "")))
	}
	if errors.As(err, &fault) {
		return source.Diagnose(err, diag.Position{File: r.file, Line: 1, Col: 1})
	}
	if m := faultRef.FindStringSubmatch(message); m != nil {
		ref := strings.Join(m[1:], "")
		return diag.Diagnostic{
			Code:    "ref-not-found",
			Pos:     find(doc, ref),
			Message: fmt.Sprintf("the reference %q leads to nothing that could be read", ref),
			Hint:    "correct the reference, or add what it names",
		}
	}
	pos := diag.Position{File: r.file, Line: 1, Col: 1}
	if m := faultLine.FindStringSubmatch(message); m != nil && r.texts[r.abs] != nil {
		line, _ := strconv.Atoi(m[1])
		pos = r.texts[r.abs].At(line)
	}
	for _, prefix := range []string{"failed to unmarshal data: ", "yaml error: ", "yaml: ", "construct errors: ", faultLine.FindString(message) + ": "} {
		message = strings.TrimPrefix(message, prefix)
	}
	return diag.Diagnostic{
		Code:    "not-openapi",
		Pos:     pos,
		Message: "the document does not have the form of OpenAPI: " + oneLine(message),
		Hint:    "compare the place with the OpenAPI specification",
	}
}

// oneLine returns the first line of a message of kin-openapi, which prints whole
// schemas.
func oneLine(message string) string {
	message, _, _ = strings.Cut(message, "\n")
	return message
}
