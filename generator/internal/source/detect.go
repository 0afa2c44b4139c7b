package source

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/seed-349153d7/odagen/generator/internal/diag"
)

// kindOf maps the member that names the version to the kind of document.
var kindOf = map[string]Kind{"openapi": OpenAPI, "swagger": Swagger, "swaggerVersion": Swagger, "$Version": CSDLJSON, "overlay": Overlay}

// yamlMarker finds the version in block style, where a key at the start of a
// line belongs to the outermost mapping.
var yamlMarker = regexp.MustCompile(`(?m)^["']?(openapi|swagger|swaggerVersion|overlay)["']?[ \t]*:[ \t]+["']?([0-9][^\s"'#]*)`)

// versions are those that odagen reads. Another one may mean something else by the same
// words.
var versions = map[Kind]*regexp.Regexp{
	OpenAPI: regexp.MustCompile(`^3\.[0-2](\.[0-9]+)?(-.*)?$`),
	Swagger: regexp.MustCompile(`^2(\.0(\.[0-9]+)?)?$`),
}

// isCSDL reports whether a root element is one of CSDL XML: an Edmx, or a Schema
// that stands alone, of OData 4 or of the versions before, which the reader of CSDL
// refuses by name.
func isCSDL(root xml.Name) bool {
	if root.Local != "Edmx" && root.Local != "Schema" {
		return false
	}
	return strings.HasPrefix(root.Space, "http://docs.oasis-open.org/odata/ns/edm") ||
		strings.HasPrefix(root.Space, "http://schemas.microsoft.com/ado/")
}

// marker is the version of a document and the offset where it says so.
type marker struct {
	kind    Kind
	version string
	offset  int
}

// detect fills the kind and version of the document from its content.
func (d *Document) detect() *Fault {
	find := findYAML
	switch bytes.TrimLeft(d.Data, " \t\r\n")[0] {
	case '<':
		find = findXML
	case '{':
		find = findJSON
	}
	m, fault := find(d.Data)
	if fault != nil {
		return fault
	}
	line, col := place(d.Data, m.offset)
	if re := versions[m.kind]; re != nil && !re.MatchString(m.version) {
		return &Fault{
			Code:    "unsupported-version",
			Message: fmt.Sprintf("%s %q is not a version that odagen reads", m.kind, m.version),
			Hint:    "the versions read are Swagger 2.0, and OpenAPI 3.0, 3.1 and 3.2; converters to these are listed at https://tools.openapis.org",
			Pos:     diag.Position{Line: line, Col: col},
		}
	}
	d.Kind, d.Version = m.kind, m.version
	d.At = diag.Position{File: d.Path, Line: line, Col: col}
	return nil
}

func findXML(data []byte) (marker, *Fault) {
	dec := xml.NewDecoder(bytes.NewReader(data))
	// An HTML page is to be told from CSDL, and need not be XML.
	dec.Strict = false
	// The text is UTF-8 by now, whatever its declaration says.
	dec.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	for {
		offset := int(dec.InputOffset())
		token, err := dec.Token()
		if err != nil {
			line, col := dec.InputPos()
			return marker{}, &Fault{
				Code: "not-xml", Message: xmlMessage(err), Hint: "correct the XML here",
				Pos: diag.Position{Line: line, Col: col},
			}
		}
		root, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		if strings.EqualFold(root.Name.Local, "html") {
			return marker{}, unknownFormat("the document is an HTML page", "download the document itself, not the page that shows it")
		}
		if !isCSDL(root.Name) {
			return marker{}, unknownFormat(fmt.Sprintf("the root element %q is not one of CSDL", root.Name.Local), formatHint)
		}
		m := marker{kind: CSDLXML, offset: offset}
		for _, a := range root.Attr {
			if a.Name.Local == "Version" {
				m.version = a.Value
			}
		}
		return m, nil
	}
}

func xmlMessage(err error) string {
	var syntax *xml.SyntaxError
	switch {
	case errors.Is(err, io.EOF):
		return "the document ends before its root element"
	case errors.As(err, &syntax):
		return syntax.Msg
	}
	return err.Error()
}

// findJSON looks for the version among the members of the outermost object. A
// document that is not JSON may still be YAML in flow style.
func findJSON(data []byte) (marker, *Fault) {
	m, err := jsonMarker(data)
	if err == nil {
		if m.kind == "" {
			return m, unknownFormat("the document is neither OpenAPI nor CSDL", formatHint)
		}
		return m, nil
	}
	if m, fault := findYAML(data); fault == nil {
		return m, nil
	}
	// A decoder that reads tokens counts offsets from where it read last.
	offset := len(data)
	var all json.RawMessage
	var syntax *json.SyntaxError
	if errors.As(json.Unmarshal(data, &all), &syntax) {
		err, offset = syntax, int(syntax.Offset)-1
	}
	line, col := place(data, offset)
	return m, &Fault{
		Code: "not-json", Message: err.Error(), Hint: "correct the JSON here",
		Pos: diag.Position{Line: line, Col: col},
	}
}

// jsonMarker reads members until one names a version, and all when none does;
// the marker is then zero.
func jsonMarker(data []byte) (marker, error) {
	dec := json.NewDecoder(bytes.NewReader(data))
	if _, err := dec.Token(); err != nil {
		return marker{}, err
	}
	for dec.More() {
		name, err := dec.Token()
		if err != nil {
			return marker{}, err
		}
		key, _ := name.(string)
		offset := int(dec.InputOffset()) - len(key) - len(`""`)
		var value json.RawMessage
		if err := dec.Decode(&value); err != nil {
			return marker{}, err
		}
		var version string
		if kind, ok := kindOf[key]; ok && json.Unmarshal(value, &version) == nil {
			return marker{kind, version, offset}, nil
		}
	}
	_, err := dec.Token()
	return marker{}, err
}

// findYAML looks for the version at the start of a line, which needs no
// parser, and reads the whole document only when that finds nothing.
func findYAML(data []byte) (marker, *Fault) {
	if at := yamlMarker.FindSubmatchIndex(data); at != nil {
		return marker{kindOf[string(data[at[2]:at[3]])], string(data[at[4]:at[5]]), at[0]}, nil
	}
	var doc yaml.Node
	if err := yaml.Load(data, &doc); err != nil {
		return marker{}, yamlFault(err)
	}
	if len(doc.Content) == 1 && doc.Content[0].Kind == yaml.MappingNode {
		members := doc.Content[0].Content
		for i := 0; i+1 < len(members); i += 2 {
			kind, ok := kindOf[members[i].Value]
			if ok && members[i+1].Kind == yaml.ScalarNode {
				return marker{kind, members[i+1].Value, offsetOf(data, members[i].Line)}, nil
			}
		}
	}
	return marker{}, unknownFormat("the document is neither OpenAPI nor CSDL", formatHint)
}

// offsetOf returns the offset of the start of a line.
func offsetOf(data []byte, line int) int {
	offset := 0
	for range line - 1 {
		offset += bytes.IndexByte(data[offset:], '\n') + 1
	}
	return offset
}

func yamlFault(err error) *Fault {
	f := &Fault{Code: "not-yaml", Message: err.Error(), Hint: "correct the YAML here"}
	var load *yaml.LoadError
	if errors.As(err, &load) {
		f.Message = strings.TrimPrefix(load.Message, "yaml: ")
		f.Pos = diag.Position{Line: load.Mark.Line, Col: load.Mark.Column}
	}
	return f
}

const formatHint = `an OpenAPI document has "openapi: 3.1.0", CSDL XML <edmx:Edmx Version="4.0">, CSDL JSON "$Version": "4.0"`

func unknownFormat(message, hint string) *Fault {
	return &Fault{Code: "unknown-format", Message: message, Hint: hint}
}
