package main

import (
	"fmt"
	"go/format"
	"log"
	"strings"

	"github.com/seed-349153d7/odagen/bench/internal/shape"
)

// layout is a way to lay out the codec of a struct.
type layout struct {
	name string
	emit func(b *strings.Builder, s shape.Struct, suffix string)
}

var layouts = []layout{
	{"types alone", func(*strings.Builder, shape.Struct, string) {}},
	{"property list", emitList},
	{"switch and calls", emitSwitch},
}

// source returns a package with the structs, copied so often that it is large,
// and the number of lines without the structs themselves.
func source(l layout, structs []shape.Struct, copies int) (text []byte, lines int) {
	var types, code strings.Builder
	for n := range copies {
		suffix := ""
		if n > 0 {
			suffix = fmt.Sprintf("Copy%d", n)
		}
		for _, s := range structs {
			emitStruct(&types, s, suffix)
			l.emit(&code, s, suffix)
		}
	}
	head := "package models\n\nimport \"layouts/lean\"\n"
	formatted, err := format.Source([]byte(code.String()))
	if err != nil {
		log.Fatal(err)
	}
	text, err = format.Source([]byte(head + types.String() + code.String()))
	if err != nil {
		log.Fatal(err)
	}
	return text, strings.Count(string(formatted), "\n")
}

// emitStruct emits
//
//	type User struct {
//		ID lean.Opt[string]
//		Phones []*Phone
//	}
func emitStruct(b *strings.Builder, s shape.Struct, suffix string) {
	fmt.Fprintf(b, "\ntype %s%s struct {\n", s.Name, suffix)
	for _, p := range s.Properties {
		kind := p.Kind
		if p.Structured {
			kind = "*" + kind + suffix
		}
		if p.List {
			fmt.Fprintf(b, "%s []%s\n", p.Name, kind)
		} else {
			fmt.Fprintf(b, "%s lean.Opt[%s]\n", p.Name, kind)
		}
	}
	b.WriteString("}\n")
}

// emitList emits
//
//	var userType = lean.Type{
//		New: func() lean.Listed { return new(User) },
//		Names: []string{
//			"id",
//		},
//	}
//
//	func (*User) LeanType() *lean.Type { return &userType }
//
//	func (v *User) LeanFields(f []any) []any {
//		return append(f,
//			&v.ID,
//		)
//	}
func emitList(b *strings.Builder, s shape.Struct, suffix string) {
	name := s.Name + suffix
	fmt.Fprintf(b, "\nvar type%[1]s = lean.Type{\nNew: func() lean.Listed { return new(%[1]s) },\nNames: []string{\n", name)
	for _, p := range s.Properties {
		fmt.Fprintf(b, "%q,\n", p.Wire)
	}
	fmt.Fprintf(b, "},\n}\n\nfunc (*%[1]s) LeanType() *lean.Type { return &type%[1]s }\n\n", name)
	fmt.Fprintf(b, "func (v *%s) LeanFields(f []any) []any {\nreturn append(f,\n", name)
	for _, p := range s.Properties {
		switch {
		case p.Structured && p.List:
			fmt.Fprintf(b, "lean.Many(&v.%s),\n", p.Name)
		case p.Structured:
			fmt.Fprintf(b, "lean.One(&v.%s),\n", p.Name)
		default:
			fmt.Fprintf(b, "&v.%s,\n", p.Name)
		}
	}
	b.WriteString(")\n}\n")
}

// emitSwitch emits
//
//	func (v *User) LeanDecode(d *lean.Decoder, name []byte) bool {
//		switch string(name) {
//		case "id":
//			return d.OptString(&v.ID)
//		}
//		return d.Skip()
//	}
//
//	func (v *User) LeanEncode(e *lean.Encoder) {
//		e.OptString("id", &v.ID)
//	}
func emitSwitch(b *strings.Builder, s shape.Struct, suffix string) {
	name := s.Name + suffix
	fmt.Fprintf(b, "\nfunc (v *%s) LeanDecode(d *lean.Decoder, name []byte) bool {\nswitch string(name) {\n", name)
	for _, p := range s.Properties {
		fmt.Fprintf(b, "case %q:\n", p.Wire)
		switch kind := p.Kind + suffix; {
		case p.Structured && p.List:
			fmt.Fprintf(b, "return lean.DecodeMany(d, &v.%s, func() *%s { return new(%[2]s) })\n", p.Name, kind)
		case p.Structured:
			fmt.Fprintf(b, "return lean.DecodeOne(d, &v.%s, new(%s))\n", p.Name, kind)
		case p.List:
			fmt.Fprintf(b, "return d.Strings(&v.%s)\n", p.Name)
		default:
			fmt.Fprintf(b, "return d.Opt%s(&v.%s)\n", exported(p.Kind), p.Name)
		}
	}
	fmt.Fprintf(b, "}\nreturn d.Skip()\n}\n\nfunc (v *%s) LeanEncode(e *lean.Encoder) {\n", name)
	for _, p := range s.Properties {
		switch {
		case p.Structured && p.List:
			fmt.Fprintf(b, "lean.EncodeMany(e, %q, v.%s)\n", p.Wire, p.Name)
		case p.Structured:
			fmt.Fprintf(b, "lean.EncodeOne(e, %q, &v.%s)\n", p.Wire, p.Name)
		case p.List:
			fmt.Fprintf(b, "e.ListString(%q, v.%s)\n", p.Wire, p.Name)
		default:
			fmt.Fprintf(b, "e.Opt%s(%q, &v.%s)\n", exported(p.Kind), p.Wire, p.Name)
		}
	}
	b.WriteString("}\n")
}

func exported(name string) string { return strings.ToUpper(name[:1]) + name[1:] }
