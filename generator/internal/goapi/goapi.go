// Package goapi lists the exported Go API of generated files, a line for each name that
// a caller can write, and tells which changes of such a list break callers. It reads Go
// syntax alone: generated code refers to the runtime and the standard library by names
// that mean the same on both sides.
package goapi

import (
	"cmp"
	"go/ast"
	"slices"
	"strings"
)

// Kind is what an Entry is.
type Kind string

// The kinds.
const (
	Type   Kind = "type"
	Field  Kind = "field"
	Method Kind = "method" // of a type or of an interface
	Func   Kind = "func"
	Const  Kind = "const"
	Var    Kind = "var"
	Is     Kind = "is" // a type is one of those that an interface is closed to
)

// Entry is one name of the API.
type Entry struct {
	Name string // "Pet", "Pet.Name"
	Kind Kind
	Text string // its type, signature or value, as Go source without parameter names

	Interface  bool // of a Type and of a Method
	Pointer    bool // the receiver of a Method is a pointer
	Comparable bool // values of a Type can be compared with ==
	Closed     bool // an interface that no other package can implement
}

// Line is the entry as text.
func (e Entry) Line() string {
	switch e.Kind {
	case Method, Func:
		return e.Name + e.Text
	case Is:
		return e.Name + " is " + e.Text
	case Var:
		return strings.TrimSpace(e.Name + " var " + e.Text)
	}
	return e.Name + " " + e.Text
}

// Short leaves out the methods that a type has because it is an interface: those are
// listed there.
func Short(list []Entry) []Entry {
	methods, has := map[string][]string{}, map[string]bool{}
	for _, e := range list {
		if e.Kind == Method && e.Interface {
			of, name, _ := strings.Cut(e.Name, ".")
			methods[of] = append(methods[of], "."+name+e.Text)
		}
	}
	for _, e := range list {
		if e.Kind == Is {
			for _, m := range methods[e.Text] {
				has[e.Name+m] = true
			}
		}
	}
	return slices.DeleteFunc(slices.Clone(list), func(e Entry) bool { return e.Kind == Method && has[e.Name+e.Text] })
}

// mechanics are methods that generated types have for the runtime and for encoding/json.
// That a type has them is no news to a reader, and no change takes one away alone.
var mechanics = map[string]bool{
	"MarshalJSON": true, "MarshalJSONTo": true, "UnmarshalJSON": true, "UnmarshalJSONFrom": true,
	"WireType": true, "WireFields": true, "WireAnswer": true, "WireUnion": true,
}

// Lister collects the entries of a package, a file at a time.
type Lister struct {
	entries []Entry
	structs map[string]*ast.StructType
	other   map[string]ast.Expr        // types that are no struct, by name
	marks   map[string][]string        // unexported methods of interfaces, to the interfaces
	methods map[string]map[string]bool // unexported methods, by type
}

// Add adds what a file declares.
func (l *Lister) Add(f *ast.File) {
	if l.structs == nil {
		l.structs, l.other = map[string]*ast.StructType{}, map[string]ast.Expr{}
		l.marks, l.methods = map[string][]string{}, map[string]map[string]bool{}
	}
	for _, d := range f.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			l.addFunc(d)
		case *ast.GenDecl:
			for _, s := range d.Specs {
				switch s := s.(type) {
				case *ast.TypeSpec:
					l.addType(s)
				case *ast.ValueSpec:
					l.addValues(d, s)
				}
			}
		}
	}
}

func (l *Lister) addFunc(d *ast.FuncDecl) {
	if d.Recv == nil {
		if d.Name.IsExported() {
			l.add(Entry{Name: d.Name.Name, Kind: Func, Text: signature(d.Type)})
		}
		return
	}
	recv, pointer := d.Recv.List[0].Type, false
	if star, ok := recv.(*ast.StarExpr); ok {
		recv, pointer = star.X, true
	}
	name := base(recv)
	if !ast.IsExported(name) {
		return
	}
	if !d.Name.IsExported() {
		if l.methods[d.Name.Name] == nil {
			l.methods[d.Name.Name] = map[string]bool{}
		}
		l.methods[d.Name.Name][name] = true
		return
	}
	if !mechanics[d.Name.Name] {
		l.add(Entry{Name: name + "." + d.Name.Name, Kind: Method, Text: signature(d.Type), Pointer: pointer})
	}
}

func (l *Lister) addType(s *ast.TypeSpec) {
	name := s.Name.Name
	e := Entry{Name: name, Kind: Type}
	switch t := s.Type.(type) {
	case *ast.StructType:
		l.structs[name] = t
		e.Text = "struct"
		if !s.Name.IsExported() {
			return
		}
		for _, f := range t.Fields.List {
			for _, n := range fieldNames(f) {
				if ast.IsExported(n) {
					l.add(Entry{Name: name + "." + n, Kind: Field, Text: expr(f.Type)})
				}
			}
		}
	case *ast.InterfaceType:
		l.other[name] = s.Type
		if !s.Name.IsExported() {
			return
		}
		e.Text, e.Interface = "interface", true
		for _, m := range t.Methods.List {
			for _, n := range m.Names {
				switch sig, ok := m.Type.(*ast.FuncType); {
				case !n.IsExported():
					e.Closed = true
					l.marks[n.Name] = append(l.marks[n.Name], name)
				case ok:
					l.add(Entry{Name: name + "." + n.Name, Kind: Method, Text: signature(sig), Interface: true})
				}
			}
		}
	default:
		l.other[name] = s.Type
		e.Text = expr(s.Type)
		if s.Assign.IsValid() {
			e.Text = "= " + e.Text
		}
	}
	if s.Name.IsExported() {
		l.add(e)
	}
}

// fieldNames are the names of a field: an embedded one has that of its type.
func fieldNames(f *ast.Field) []string {
	if len(f.Names) == 0 {
		return []string{base(f.Type)}
	}
	var out []string
	for _, n := range f.Names {
		out = append(out, n.Name)
	}
	return out
}

func (l *Lister) addValues(d *ast.GenDecl, s *ast.ValueSpec) {
	for i, n := range s.Names {
		if !n.IsExported() {
			continue
		}
		e := Entry{Name: n.Name, Kind: Var}
		if s.Type != nil {
			e.Text = expr(s.Type)
		}
		if d.Tok.String() == "const" {
			e.Kind = Const
			if i < len(s.Values) {
				e.Text = strings.TrimSpace(e.Text + " = " + expr(s.Values[i]))
			}
		}
		l.add(e)
	}
}

func (l *Lister) add(e Entry) { l.entries = append(l.entries, e) }

// Entries returns what was added, sorted by name.
func (l *Lister) Entries() []Entry {
	out := slices.Clone(l.entries)
	for i := range out {
		if out[i].Kind == Type {
			out[i].Comparable = l.comparable(out[i].Name, nil)
		}
	}
	for mark, interfaces := range l.marks {
		for typ := range l.methods[mark] {
			for _, name := range interfaces {
				out = append(out, Entry{Name: typ, Kind: Is, Text: name})
			}
		}
	}
	slices.SortFunc(out, func(a, b Entry) int {
		return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(string(b.Kind), string(a.Kind)), strings.Compare(a.Text, b.Text))
	})
	return out
}
