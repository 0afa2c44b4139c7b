package golang

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/naming"
)

// The functions below write the docs of declarations: a sentence about what is
// declared, then what the document says.

// docOf joins a first sentence and what d says.
func docOf(first string, d api.Doc) []string {
	parts := []string{first}
	if text := d.Text; text != "" {
		parts = append(parts, text)
	}
	if len(d.Permissions) > 0 {
		parts = append(parts, "Permissions, from least to most privileged: "+strings.Join(d.Permissions, ", ")+".")
	}
	if d.URL != "" {
		parts = append(parts, "See "+d.URL)
	}
	if d.Deprecated != "" {
		parts = append(parts, "Deprecated: "+d.Deprecated)
	}
	return prose(strings.Join(parts, "\n\n"))
}

func (p *planner) packageDoc() []string {
	title := p.api.Title
	if title == "" {
		title = p.api.Source
	}
	return docOf(fmt.Sprintf("Package %s is a client and a server for %s, generated from %s.",
		p.opts.Package, title, p.api.Source), api.Doc{Text: p.api.Doc})
}

func structDoc(s *api.Struct, name naming.Ident) []string {
	kind := "complex type"
	if len(s.AllKey()) > 0 {
		kind = "entity type"
	}
	return docOf(fmt.Sprintf("%s is the %s %s.", name, kind, s.Name), s.Doc)
}

// fieldDoc is what the document says of a property or parameter; of what it does
// not say, the name is all there is.
func fieldDoc(kind, wire string, d api.Doc, name naming.Ident) []string {
	first := sentence(d.Text)
	if first == "" {
		first = fmt.Sprintf("%s is the %s %s.", name, kind, plainName(wire))
	}
	d.Text = ""
	return docOf(first, d)
}

// plainName is a wire name in a sentence: in quotes when it is no plain word.
func plainName(wire string) string {
	if q := strconv.Quote(wire); wire == "" || len(q) != len(wire)+2 || strings.ContainsAny(wire, " .,;:()") {
		return q
	}
	return wire
}

func enumDoc(e *api.Enum, name naming.Ident) []string {
	return docOf(fmt.Sprintf("%s is the enumeration %s.", name, e.Name), e.Doc)
}

func memberDoc(m api.EnumValue, name naming.Ident) []string {
	if m.Doc.Text == "" {
		return []string{fmt.Sprintf("%s is %q.", name, m.Name)}
	}
	return docOf(sentence(m.Doc.Text), api.Doc{Deprecated: m.Doc.Deprecated})
}

// sentence ends text with a full stop if it has no end.
func sentence(text string) string {
	text = strings.TrimSpace(text)
	if text == "" || strings.ContainsAny(text[len(text)-1:], ".!?:;)") {
		return text
	}
	return text + "."
}
