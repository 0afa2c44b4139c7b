// Command cut cuts from a CSDL document what some types need: the types that
// their properties and base types lead to, without navigation.
//
//	go run ./internal/cut FILE microsoft.graph.remoteAssistancePartner \
//		microsoft.graph.user microsoft.graph.event >testdata/graph.csdl.xml
package main

import (
	"encoding/xml"
	"fmt"
	"io"
	"log"
	"os"
	"strings"
)

// node is an element of the document.
type node struct {
	XMLName  xml.Name
	Attrs    []xml.Attr `xml:",any,attr"`
	Children []*node    `xml:",any"`
}

func (n *node) attr(name string) string {
	for _, a := range n.Attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// cutter knows the types of all schemas by their qualified names.
type cutter struct {
	types   map[string]*node
	aliases map[string]string
	kept    map[*node]bool
}

func main() {
	log.SetFlags(0)
	if len(os.Args) < 3 {
		log.Fatal("usage: cut FILE TYPE...")
	}
	data, err := os.ReadFile(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	var root node
	if err := xml.Unmarshal(data, &root); err != nil {
		log.Fatal(err)
	}
	var schemas []*node
	for _, child := range root.Children {
		if child.XMLName.Local == "DataServices" {
			schemas = child.Children
		}
	}
	c := &cutter{types: map[string]*node{}, aliases: map[string]string{}, kept: map[*node]bool{}}
	for _, s := range schemas {
		c.aliases[s.attr("Alias")] = s.attr("Namespace")
		for _, t := range s.Children {
			switch t.XMLName.Local {
			case "EntityType", "ComplexType", "EnumType", "TypeDefinition":
				c.types[s.attr("Namespace")+"."+t.attr("Name")] = t
			}
		}
	}
	for _, name := range os.Args[2:] {
		c.keep(name)
	}
	c.print(os.Stdout, schemas)
}

// keep keeps the type called name and what it needs.
func (c *cutter) keep(name string) {
	name = strings.TrimSuffix(strings.TrimPrefix(name, "Collection("), ")")
	if dot := strings.LastIndexByte(name, '.'); dot > 0 && c.aliases[name[:dot]] != "" {
		name = c.aliases[name[:dot]] + name[dot:]
	}
	t := c.types[name]
	if t == nil || c.kept[t] {
		return
	}
	c.kept[t] = true
	c.keep(t.attr("BaseType"))
	var children []*node
	for _, child := range t.Children {
		switch child.XMLName.Local {
		case "NavigationProperty", "Annotation":
			continue
		case "Property":
			c.keep(child.attr("Type"))
		}
		children = append(children, child)
	}
	t.Children = children
}

// print writes the document with the schemas that have a type left.
func (c *cutter) print(w io.Writer, schemas []*node) {
	fmt.Fprintln(w, xml.Header+`<!-- Cut from the metadata of Microsoft Graph v1.0 (github.com/microsoftgraph/msgraph-metadata,
     MIT License: see graph.csdl.LICENSE.txt) by internal/cut. -->
<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">
  <edmx:DataServices>`)
	for _, s := range schemas {
		var kept []*node
		for _, t := range s.Children {
			if c.kept[t] {
				kept = append(kept, t)
			}
		}
		if len(kept) == 0 {
			continue
		}
		fmt.Fprintf(w, "    <Schema Namespace=%q Alias=%q xmlns=\"http://docs.oasis-open.org/odata/ns/edm\">\n", s.attr("Namespace"), s.attr("Alias"))
		for _, t := range kept {
			printNode(w, t, "      ")
		}
		fmt.Fprintln(w, "    </Schema>")
	}
	fmt.Fprintln(w, "  </edmx:DataServices>\n</edmx:Edmx>")
}

func printNode(w io.Writer, n *node, indent string) {
	fmt.Fprintf(w, "%s<%s", indent, n.XMLName.Local)
	for _, a := range n.Attrs {
		if a.Name.Local == "xmlns" || a.Name.Space != "" {
			continue
		}
		fmt.Fprintf(w, ` %s="`, a.Name.Local)
		if err := xml.EscapeText(w, []byte(a.Value)); err != nil {
			log.Fatal(err)
		}
		fmt.Fprint(w, `"`)
	}
	if len(n.Children) == 0 {
		fmt.Fprintln(w, "/>")
		return
	}
	fmt.Fprintln(w, ">")
	for _, child := range n.Children {
		printNode(w, child, indent+"  ")
	}
	fmt.Fprintf(w, "%s</%s>\n", indent, n.XMLName.Local)
}
