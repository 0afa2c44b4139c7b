package golang

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/docs"
	"github.com/seed-349153d7/odagen/generator/internal/naming"
)

// The functions below write the docs of declarations: a sentence about what is
// declared, then what the document says. A field or a constant about which the
// document says nothing has none.

// prose is a comment of ours.
func prose(text string) []string {
	c := docs.New()
	c.Sentence(text)
	return c.Lines()
}

// docOf joins a first sentence and what d says.
func docOf(first string, d api.Doc) []string {
	c := docs.New()
	c.Sentence(first)
	c.Text(d.Text)
	addDetails(c, d)
	return c.Lines()
}

// fieldDoc is what the document says of a property, a parameter or a member.
func fieldDoc(d api.Doc) []string {
	c := docs.NewField()
	c.Text(d.Text)
	c.Stop()
	addDetails(c, d)
	return c.Lines()
}

// addDetails adds what d says beside its text.
func addDetails(c *docs.Comment, d api.Doc) {
	if len(d.Permissions) > 0 {
		c.Sentence("Permissions, from least to most privileged: " + strings.Join(d.Permissions, ", ") + ".")
	}
	if d.Default != "" {
		c.Sentence("The default is " + d.Default + ".")
	}
	if d.URL != "" {
		c.Line("See " + d.URL)
	}
	if d.Deprecated != "" {
		c.Text("Deprecated: " + d.Deprecated)
	}
}

func (p *planner) packageDoc() []string {
	title := p.api.Title
	if title == "" {
		title = p.api.Source
	}
	return docOf(fmt.Sprintf("Package %s is a client and a server for %s, generated from %s.",
		p.opts.Package, title, p.api.Source), api.Doc{Text: p.api.Doc})
}

// structDoc speaks of OData where the document does.
func (p *planner) structDoc(s *api.Struct, name naming.Ident) []string {
	kind := "type"
	switch {
	case p.api.Form != api.FormOData:
	case len(s.AllKey()) > 0:
		kind = "entity type"
	default:
		kind = "complex type"
	}
	return docOf(fmt.Sprintf("%s is the %s %s.", name, kind, s.Name), s.Doc)
}

// plainName is a wire name in a sentence: in quotes when it is no plain word.
func plainName(wire string) string {
	if q := strconv.Quote(wire); wire == "" || len(q) != len(wire)+2 || strings.ContainsAny(wire, " .,;:()") {
		return q
	}
	return wire
}
