package openapi

import (
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/diag"
	"github.com/seed-349153d7/odagen/generator/internal/tree"
)

// Options say what the document leaves to others.
type Options struct {
	Form api.Form // that the paths are to be read in; "" leaves it to the document

	// What an earlier run decided, and what goes on where nobody says otherwise.
	Known api.Decisions

	// Strict asks for a second opinion on a document that nothing is wrong with.
	Strict bool
}

// form decides in which form the paths are read, from what is said to what is
// likely: a target, a mark for the whole document, an earlier run, signs of OData in
// the document. Details of paths never decide: they change.
func (r *reader) form(t *tree.Tree) {
	r.api.Form, r.api.FormPos = r.opts.Form, diag.Position{File: t.File, Line: 1, Col: 1}
	if mark := oDataMark(t.Root); mark != nil {
		r.api.FormPos = t.At(mark)
		if r.api.Form == "" {
			r.api.Form = api.FormOData
		}
	}
	if r.api.Form == "" {
		r.api.Form = r.opts.Known.Form
	}
	if r.api.Form != "" {
		return
	}
	signs := findSigns(t.Root)
	r.api.Form = api.FormPlain
	switch {
	case signs.odata != nil:
		r.api.Form, r.api.FormPos = api.FormOData, t.At(signs.odata)
	case signs.option != nil:
		r.warn(t.PlaceOf(signs.option), "form-not-said",
			"a parameter is called as one of OData, and nothing says that the API is one; its paths are plain operations",
			`say "odata: true" or "odata: false" in the target`)
	}
}

// oDataMark returns the key that marks a document as one of OData 4: what SAP's and
// older converters write at its root or in "info", and odagen convert too.
func oDataMark(root *tree.Node) *tree.Node {
	for _, at := range []*tree.Node{root, root.Get("info")} {
		for k, v := range at.Members() {
			if k.Text == "x-odata-version" && strings.HasPrefix(v.Text, "4") || k.Text == "x-sap-api-type" && v.Text == "ODATAV4" {
				return k
			}
		}
	}
	return nil
}

// signs are the first places of what tells OData from other APIs where nothing is said.
type signs struct {
	odata  *tree.Node // only OData has it
	option *tree.Node // other APIs have borrowed it: $filter and its like
}

// converterKeys are what Microsoft's converter of OData models writes, and nobody else.
var converterKeys = map[string]bool{"x-ms-docs-key-type": true, "x-ms-docs-operation-type": true, "x-ms-navigationProperty": true}

// pageControl are the control information of collections as OData 4.01 writes it.
var pageControl = []string{"@count", "@nextLink", "@deltaLink"}

func findSigns(root *tree.Node) signs {
	var s signs
	once := tree.Once{}
	var walk func(n *tree.Node)
	walk = func(n *tree.Node) {
		if s.odata != nil || n.IsScalar() || !once.First(n) {
			return
		}
		s.look(n)
		for i, c := range n.Content {
			if n.Kind != tree.Map || i%2 == 1 && !tree.IsData(n.Content[i-1].Text) {
				walk(c)
			}
		}
	}
	walk(root)
	return s
}

// look looks for signs in the members of a map.
func (s *signs) look(n *tree.Node) {
	for k, v := range n.Members() {
		switch {
		case converterKeys[k.Text]:
			s.odata = k
		case k.Text == "properties":
			s.properties(v)
		case k.Text == "name" && strings.HasPrefix(v.Text, "$") && isSystemOption(v.Text) && n.Scalar("in") == "query" && s.option == nil:
			s.option = k
		}
		if s.odata != nil {
			return
		}
	}
}

// properties looks for control information among the properties of a schema.
func (s *signs) properties(n *tree.Node) {
	for k := range n.Members() {
		if strings.HasPrefix(k.Text, "@odata.") {
			s.odata = k
			return
		}
	}
	if n.Get("value") == nil {
		return
	}
	for _, name := range pageControl {
		if v := n.Get(name); v != nil {
			s.odata = v
			return
		}
	}
}
