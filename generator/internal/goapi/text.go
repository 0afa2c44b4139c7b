package goapi

import (
	"go/ast"
	"strings"
)

// expr is the Go source of a type or a value, on one line.
func expr(e ast.Expr) string {
	switch e := e.(type) {
	case nil:
		return ""
	case *ast.Ident:
		return e.Name
	case *ast.BasicLit:
		return e.Value
	case *ast.SelectorExpr:
		return expr(e.X) + "." + e.Sel.Name
	case *ast.StarExpr:
		return "*" + expr(e.X)
	case *ast.ArrayType:
		return "[" + expr(e.Len) + "]" + expr(e.Elt)
	case *ast.MapType:
		return "map[" + expr(e.Key) + "]" + expr(e.Value)
	case *ast.IndexExpr:
		return expr(e.X) + "[" + expr(e.Index) + "]"
	case *ast.IndexListExpr:
		return expr(e.X) + "[" + list(e.Indices) + "]"
	case *ast.FuncType:
		return "func" + signature(e)
	case *ast.Ellipsis:
		return "..." + expr(e.Elt)
	case *ast.InterfaceType:
		return "interface{}"
	case *ast.UnaryExpr:
		return e.Op.String() + expr(e.X)
	case *ast.CallExpr:
		return expr(e.Fun) + "(" + list(e.Args) + ")"
	case *ast.StructType:
		var fields []string
		for _, f := range e.Fields.List {
			fields = append(fields, strings.Join(fieldNames(f), ", ")+" "+expr(f.Type))
		}
		return "struct{" + strings.Join(fields, "; ") + "}"
	}
	return "?"
}

func list(all []ast.Expr) string {
	var texts []string
	for _, e := range all {
		texts = append(texts, expr(e))
	}
	return strings.Join(texts, ", ")
}

// signature is what a function takes and returns, without names.
func signature(f *ast.FuncType) string {
	text := "(" + types(f.Params) + ")"
	switch results := types(f.Results); {
	case results == "":
	case strings.Contains(results, ", ") && f.Results.NumFields() > 1:
		text += " (" + results + ")"
	default:
		text += " " + results
	}
	return text
}

func types(fields *ast.FieldList) string {
	if fields == nil {
		return ""
	}
	var texts []string
	for _, f := range fields.List {
		for range max(1, len(f.Names)) {
			texts = append(texts, expr(f.Type))
		}
	}
	return strings.Join(texts, ", ")
}

// base is the name of a type without its package, its arguments and pointers.
func base(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	case *ast.StarExpr:
		return base(e.X)
	case *ast.IndexExpr:
		return base(e.X)
	case *ast.IndexListExpr:
		return base(e.X)
	}
	return ""
}

// incomparable are the types of the runtime that cannot be compared with ==.
var incomparable = map[string]bool{
	"api.Opt": true, "api.Members": true, "api.Raw": true, "api.Page": true, "wire.Raw": true, "server.Verifier": true,
}

// comparable reports whether values of the type called name can be compared. Seen are
// the types around it.
func (l *Lister) comparable(name string, seen []string) bool {
	for _, s := range seen {
		if s == name {
			return true
		}
	}
	seen = append(seen, name)
	if s := l.structs[name]; s != nil {
		for _, f := range s.Fields.List {
			if !l.comparableExpr(f.Type, seen) {
				return false
			}
		}
		return true
	}
	if e := l.other[name]; e != nil {
		return l.comparableExpr(e, seen)
	}
	return true
}

func (l *Lister) comparableExpr(e ast.Expr, seen []string) bool {
	switch e := e.(type) {
	case *ast.Ident:
		return l.comparable(e.Name, seen)
	case *ast.SelectorExpr:
		return !incomparable[expr(e)]
	case *ast.IndexExpr:
		return l.comparableExpr(e.X, seen)
	case *ast.MapType, *ast.FuncType:
		return false
	case *ast.ArrayType:
		return e.Len != nil && l.comparableExpr(e.Elt, seen)
	case *ast.StructType:
		for _, f := range e.Fields.List {
			if !l.comparableExpr(f.Type, seen) {
				return false
			}
		}
	}
	return true
}
