package csdl

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/diag"
)

// The namespaces of CSDL XML 4.0 and 4.01, and what those of older versions
// start with.
const (
	edmxNS = "http://docs.oasis-open.org/odata/ns/edmx"
	edmNS  = "http://docs.oasis-open.org/odata/ns/edm"
	oldNS  = "http://schemas.microsoft.com/ado/"
	xmlNS  = "http://www.w3.org/XML/1998/namespace"
)

// element is an element of XML.
type element struct {
	offset   int
	space    string
	name     string
	attrs    []xml.Attr
	children []*element
	text     []byte // of an element without children
	stray    int    // where text in it begins, 0 for none
}

// attr returns the value of an attribute without namespace.
func (e *element) attr(name string) (value string, ok bool) {
	for _, a := range e.attrs {
		if a.Name.Local == name && a.Name.Space == "" {
			return a.Value, true
		}
	}
	return "", false
}

// first returns the value of an attribute, "" when there is none.
func (e *element) first(name string) string {
	v, _ := e.attr(name)
	return v
}

// readXML reads a CSDL XML document. It is nil when it is none of version 4.
func readXML(s *scope) *Document {
	root := s.parseXML()
	if root == nil || !s.isVersion4(root) {
		return nil
	}
	doc := &Document{Pos: s.at(root.offset), Version: strings.TrimSpace(root.first("Version"))}
	s.declareXML(root)
	s.checkSyntax(root)
	if root.name == "Schema" {
		root = &element{children: []*element{{name: "DataServices", children: []*element{root}}}}
	}
	for _, c := range root.children {
		if c.name == "Reference" {
			take(s, &doc.References, c.String(), "", func() *Reference { return s.xmlReference(c) })
			continue
		}
		for _, e := range c.children {
			doc.Schemas = append(doc.Schemas, s.xmlSchema(e))
		}
	}
	return doc
}

// declareXML declares the aliases in e: names that stand before a schema have them too.
func (s *scope) declareXML(e *element) {
	for _, c := range e.children {
		switch c.name {
		case "DataServices", "Reference":
			s.declareXML(c)
		case "Schema", "Include":
			s.declare(s.at(c.offset), c.first("Alias"), c.first("Namespace"))
		}
	}
	if e.name == "Schema" {
		s.declare(s.at(e.offset), e.first("Alias"), e.first("Namespace"))
	}
}

// parseXML returns the tree of elements, nil for what is not well-formed. A document
// type, and with it every entity, is refused: CSDL has none, and they let a small
// document grow.
func (s *scope) parseXML() *element {
	if !s.checkCharacters() {
		return nil
	}
	dec := xml.NewDecoder(strings.NewReader(s.text))
	dec.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	top := &element{}
	open := []*element{top}
	prefixes := prefixes{}
	for {
		offset := int(dec.InputOffset())
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			s.syntaxFault(dec, err)
			return nil
		}
		last := open[len(open)-1]
		switch t := token.(type) {
		case xml.StartElement:
			e := &element{offset: offset, space: t.Name.Space, name: t.Name.Local, attrs: t.Attr}
			s.checkPrefixes(prefixes, e)
			last.children = append(last.children, e)
			open = append(open, e)
			if len(open)-1 > maxDepth {
				s.error(s.at(offset), "too-deep", fmt.Sprintf("element %q is nested %d deep", e.name, len(open)-1), "flatten the document")
				return nil
			}
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			if len(last.children) == 0 && len(open) > 1 {
				last.text = append(last.text, t...)
			}
			if i := strings.IndexFunc(s.text[offset:dec.InputOffset()], isNoSpace); i >= 0 && last.stray == 0 {
				last.stray = offset + i
			}
		case xml.Directive:
			s.error(s.at(offset), "document-type", "the document has a document type, which CSDL does not have", "remove the <!...> declaration")
			return nil
		}
		if !s.checkToken(token, offset, s.text[offset:dec.InputOffset()]) {
			return nil
		}
	}
	switch {
	case len(top.children) != 1:
		s.error(diag.Position{File: s.file, Line: 1, Col: 1}, "not-xml",
			fmt.Sprintf("the document has %d root elements", len(top.children)), "put the model into one edmx:Edmx element")
		return nil
	case top.stray > 0:
		s.error(s.at(top.stray), "not-xml", "text stands outside the root element", "take it out")
		return nil
	}
	return top.children[0]
}

func isNoSpace(r rune) bool { return !strings.ContainsRune(" \t\r\n", r) }

func (s *scope) syntaxFault(dec *xml.Decoder, err error) {
	message := err.Error()
	if syntax := (*xml.SyntaxError)(nil); errors.As(err, &syntax) {
		message = syntax.Msg
	}
	s.error(s.at(int(dec.InputOffset())), "not-xml", message, "correct the XML here")
}

// prefixes are the namespaces that the document declares so far; a prefix
// without a declaration comes as its own namespace from the XML decoder.
type prefixes map[string]bool

// checkPrefixes reports names with a prefix that is not declared, once each.
func (s *scope) checkPrefixes(known prefixes, e *element) {
	for _, a := range e.attrs {
		if a.Name.Space == "xmlns" || a.Name.Space == "" && a.Name.Local == "xmlns" {
			known[a.Value] = true
		}
	}
	report := func(space string) {
		if space == "" || space == "xmlns" || space == xmlNS || known[space] {
			return
		}
		known[space] = true
		s.warn(s.at(e.offset), "undeclared-prefix", fmt.Sprintf("prefix %q in element %q is not declared", space, e.name),
			fmt.Sprintf("add xmlns:%s to the root element", space))
	}
	report(e.space)
	for _, a := range e.attrs {
		report(a.Name.Space)
	}
}

// version4 are the versions of OData 4.
var version4 = regexp.MustCompile(`^4\.[0-9]+$`)

// oldElements are those of OData V1 to V3 that V4 does not have.
var oldElements = map[string]bool{
	"Association": true, "AssociationSet": true, "ValueTerm": true, "RowType": true,
	"CollectionType": true, "ReferenceType": true, "TypeRef": true, "Using": true,
}

// isVersion4 reports a document that is not CSDL, or CSDL of an older version.
func (s *scope) isVersion4(root *element) bool {
	pos := s.at(root.offset)
	if e := findOld(root); e != nil {
		s.oldVersion(s.at(e.offset), e.name)
		return false
	}
	isEdmx := root.name == "Edmx" && root.space == edmxNS
	isSchema := root.name == "Schema" && root.space == edmNS
	if !isEdmx && !isSchema {
		s.error(pos, "unknown-format", fmt.Sprintf("the root element %q is not one of CSDL", root.name),
			`CSDL XML starts with <edmx:Edmx Version="4.0">`)
		return false
	}
	if isSchema {
		return true
	}
	version, ok := root.attr("Version")
	switch {
	case !ok:
		s.error(pos, "missing-attribute", `element "Edmx" has no attribute "Version"`, `add Version="4.0" or Version="4.01"`)
	case version4.MatchString(strings.TrimSpace(version)):
		return true
	default:
		s.error(pos, "unsupported-version", fmt.Sprintf("CSDL %q is not a version that odagen reads", version), "the versions read are 4.0 and 4.01")
	}
	return false
}

// findOld returns the first element that stands for OData V1 to V3.
func findOld(e *element) *element {
	relationship, _ := e.attr("Relationship")
	if strings.HasPrefix(e.space, oldNS) || oldElements[e.name] && e.space == edmNS || relationship != "" {
		return e
	}
	for _, c := range e.children {
		if old := findOld(c); old != nil {
			return old
		}
	}
	return nil
}

func (s *scope) oldVersion(pos diag.Position, name string) {
	s.error(pos, "odata-version", fmt.Sprintf("element %q is of OData V2 or V3; odagen reads OData V4", name),
		"ask the service for its V4 metadata, or convert the document to V4")
}
