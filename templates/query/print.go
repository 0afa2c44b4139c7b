package query

import (
	"strconv"
	"strings"

	"github.com/seed-349153d7/odagen/templates/internal/jsonstr"
)

// Append appends a node as text, which is not percent-encoded: an Option with its name
// and "=", Options with ";" between, and all else as it stands in the value of an option.
// AppendQuery and AppendURI make what goes into a URL.
//
// A Name that is a word of the language, as null, is printed as it is.
func Append(dst []byte, n Node) []byte {
	switch n := n.(type) {
	case Expr:
		return appendExpr(dst, n, 0)
	case Segment:
		return appendSegment(dst, n)
	case Options:
		for i, o := range n {
			if i > 0 {
				dst = append(dst, ';')
			}
			dst = Append(dst, o)
		}
		return dst
	case Option:
		dst = append(append(dst, NameOf(n)...), '=')
		return appendValue(dst, n)
	case Search:
		return appendSearch(dst, n, 0)
	case Step:
		return appendStep(dst, n)
	case Grouping:
		return appendGrouping(dst, n)
	}
	return dst
}

// appendExpr appends an expression that stands where an operator binds as close as prec:
// in parentheses when its own binds less.
func appendExpr(dst []byte, x Expr, prec int) []byte {
	if x == nil {
		return dst
	}
	if precOf(x) < prec {
		return append(appendExpr(append(dst, '('), x, 0), ')')
	}
	switch x := x.(type) {
	case Literal:
		return appendLiteral(dst, x)
	case Path:
		return appendPath(dst, x)
	case Not:
		return appendExpr(append(dst, "not "...), x.X, precUnary)
	case Negate:
		start := len(dst) + 1
		dst = appendExpr(append(dst, '-'), x.X, precUnary)
		if start < len(dst) && (digit(dst[start]) || dst[start] == 'I') { // -5 and -INF are literals, -(5) is not
			dst = append(appendExpr(append(dst[:start], '('), x.X, 0), ')')
		}
		return dst
	case Binary:
		own := ops[x.Op].prec
		left := own
		if b, ok := x.X.(Binary); ok && ops[b.Op].prec == precMember && own > ops[And].prec {
			left = precPrimary // as the grammar has no "a has b eq c"
		}
		dst = appendExpr(dst, x.X, left)
		dst = append(append(append(dst, ' '), ops[x.Op].name...), ' ')
		return appendExpr(dst, x.Y, own+1)
	case Call:
		return appendExprs(append(append(dst, funcs[x.Func].name...), '('), x.Args, ')')
	case Cast:
		return appendTyped(append(dst, "cast("...), x.X, x.Type)
	case IsOf:
		return appendTyped(append(dst, "isof("...), x.X, x.Type)
	case Case:
		dst = append(dst, "case("...)
		for i, pair := range x.Pairs {
			if i > 0 {
				dst = append(dst, ',')
			}
			// 10:15 would be a time.
			dst = append(appendExpr(dst, pair.If, 0), " : "...)
			dst = appendExpr(dst, pair.Then, 0)
		}
		return append(dst, ')')
	case List:
		dst = append(dst, '(')
		for i, item := range x.Items {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = appendLiteral(dst, item)
		}
		return append(dst, ')')
	}
	return appendJSON(dst, x)
}

func precOf(x Expr) int {
	switch x := x.(type) {
	case Binary:
		return ops[x.Op].prec
	case Not, Negate:
		return precUnary
	}
	return precPrimary
}

func appendExprs(dst []byte, list []Expr, end byte) []byte {
	for i, x := range list {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = appendExpr(dst, x, 0)
	}
	return append(dst, end)
}

func appendTyped(dst []byte, x Expr, t TypeName) []byte {
	if x != nil {
		dst = append(appendExpr(dst, x, 0), ',')
	}
	return append(appendTypeName(dst, t), ')')
}

func appendTypeName(dst []byte, t TypeName) []byte {
	if t.Collection {
		return append(append(append(dst, collection...), t.Name...), ')')
	}
	return append(dst, t.Name...)
}

// appendJSON appends an array or an object.
func appendJSON(dst []byte, x Expr) []byte {
	switch x := x.(type) {
	case Array:
		dst = append(dst, '[')
		for i, item := range x.Items {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = appendJSON(dst, item)
		}
		return append(dst, ']')
	case Object:
		dst = append(dst, '{')
		for i, m := range x.Members {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = append(jsonstr.AppendQuoted(dst, m.Name), ':')
			dst = appendJSON(dst, m.Value)
		}
		return append(dst, '}')
	case Literal:
		if x.Kind == String {
			return jsonstr.AppendQuoted(dst, x.Text)
		}
	}
	return appendExpr(dst, x, 0)
}

var prefixes = [...]string{Duration: "duration", Bytes: "binary", Geography: "geography", Geometry: "geometry"}

func appendLiteral(dst []byte, l Literal) []byte {
	switch l.Kind {
	case String:
		return appendQuoted(dst, l.Text)
	case Enum:
		return appendQuoted(append(dst, l.Type...), l.Text)
	case Duration, Bytes, Geography, Geometry:
		return appendQuoted(append(dst, prefixes[l.Kind]...), l.Text)
	}
	return append(dst, l.Text...)
}

func appendQuoted(dst []byte, s string) []byte {
	dst = append(dst, '\'')
	for {
		i := strings.IndexByte(s, '\'')
		if i < 0 {
			return append(append(dst, s...), '\'')
		}
		dst = append(append(dst, s[:i+1]...), '\'')
		s = s[i+1:]
	}
}

func appendPath(dst []byte, path Path) []byte {
	for i, s := range path {
		switch s.(type) {
		case Key, Args, Overload:
		default:
			if i > 0 {
				dst = append(dst, '/')
			}
		}
		dst = appendSegment(dst, s)
	}
	return dst
}

func appendSegment(dst []byte, s Segment) []byte {
	switch s := s.(type) {
	case Name:
		return append(dst, s.Name...)
	case Var:
		return append(dst, s.Name...)
	case Word:
		return append(dst, s.Word...)
	case Raw:
		return append(dst, s.Text...)
	case Alias:
		return append(append(dst, '@'), s.Name...)
	case Annotation:
		dst = append(append(dst, '@'), s.Term...)
		if s.Qualifier != "" {
			dst = append(append(dst, '#'), s.Qualifier...)
		}
		return dst
	case Key:
		return append(appendExpr(append(dst, '('), s.Value, 0), ')')
	case Args:
		return appendArgs(dst, s.List)
	case Overload:
		return append(append(append(dst, '('), strings.Join(s.Params, ",")...), ')')
	case Operations:
		return append(append(dst, s.Namespace...), ".*"...)
	case Count:
		dst = append(dst, "$count"...)
		if s.Options != nil {
			dst = append(Append(append(dst, '('), s.Options), ')')
		}
		return dst
	case FilterBy:
		return append(appendExpr(append(dst, "$filter("...), s.X, 0), ')')
	case Lambda:
		return appendLambda(dst, s)
	case Aggregated:
		return append(appendAggregate(append(dst, "aggregate("...), s.Item), ')')
	case CrossJoin:
		dst = append(dst, "$crossjoin("...)
		for i, set := range s.Sets {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = append(dst, set.Name...)
		}
		return append(dst, ')')
	}
	return dst
}

func appendArgs(dst []byte, args []Arg) []byte {
	dst = append(dst, '(')
	for i, a := range args {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(append(dst, a.Name...), '=')
		dst = appendExpr(dst, a.Value, 0)
	}
	return append(dst, ')')
}

func appendLambda(dst []byte, l Lambda) []byte {
	if l.All {
		dst = append(dst, "all("...)
	} else {
		dst = append(dst, "any("...)
	}
	if l.X != nil {
		dst = append(append(dst, l.Var...), ':')
		dst = appendExpr(dst, l.X, 0)
	}
	return append(dst, ')')
}

// NameOf returns the name of an option, with its "$" or "@".
func NameOf(o Option) string {
	switch o := o.(type) {
	case Filter:
		return "$filter"
	case OrderBy:
		return "$orderby"
	case Select:
		return "$select"
	case Expand:
		return "$expand"
	case Compute:
		return "$compute"
	case SearchBy:
		return "$search"
	case Apply:
		return "$apply"
	case Top:
		return "$top"
	case Skip:
		return "$skip"
	case InlineCount:
		return "$count"
	case Levels:
		return "$levels"
	case Index:
		return "$index"
	case Temporal:
		return o.Name
	case AliasValue:
		return "@" + o.Name
	case Opaque:
		return o.Name
	}
	return ""
}

// appendValue appends the value of an option.
func appendValue(dst []byte, o Option) []byte {
	switch o := o.(type) {
	case Filter:
		return appendExpr(dst, o.X, 0)
	case OrderBy:
		return appendOrder(dst, o.Items)
	case Select:
		return appendItems(dst, o.Items)
	case Expand:
		return appendItems(dst, o.Items)
	case Compute:
		return appendComputed(dst, o.Items)
	case SearchBy:
		return appendSearch(dst, o.X, 0)
	case Apply:
		return appendSteps(dst, o.Steps)
	case Top:
		return strconv.AppendInt(dst, o.N, 10)
	case Skip:
		return strconv.AppendInt(dst, o.N, 10)
	case InlineCount:
		return strconv.AppendBool(dst, o.Count)
	case Levels:
		if o.N == 0 {
			return append(dst, "max"...)
		}
		return strconv.AppendInt(dst, o.N, 10)
	case Index:
		return strconv.AppendInt(dst, o.N, 10)
	case Temporal:
		return appendExpr(append(dst, o.Bound...), o.X, 0)
	case AliasValue:
		return appendExpr(dst, o.Value, 0)
	case Opaque:
		return append(dst, o.Value...)
	}
	return dst
}

func appendOrder(dst []byte, items []Order) []byte {
	for i, item := range items {
		if i > 0 {
			dst = append(dst, ',')
		}
		if dst = appendExpr(dst, item.X, 0); item.Desc {
			dst = append(dst, " desc"...)
		}
	}
	return dst
}

func appendItems(dst []byte, items []Item) []byte {
	for i, item := range items {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = appendPath(dst, item.Path)
		if item.Options != nil {
			dst = append(Append(append(dst, '('), item.Options), ')')
		}
	}
	return dst
}

func appendComputed(dst []byte, items []Computed) []byte {
	for i, item := range items {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = appendAs(appendExpr(dst, item.X, 0), item.As)
	}
	return dst
}

func appendAs(dst []byte, n Name) []byte {
	return append(append(dst, " as "...), n.Name...)
}

// How close the operators of $search bind.
const (
	precSearchOr = iota + 1
	precSearchAnd
	precSearchNot
)

func appendSearch(dst []byte, s Search, prec int) []byte {
	own := precSearchNot
	switch s := s.(type) {
	case SearchOr:
		own = precSearchOr
	case SearchAnd:
		own = precSearchAnd
	case SearchWord:
		if s.Text == "NOT" && prec > 0 { // before another word it would be an operator
			own = -1
		}
	}
	if own < prec {
		return append(appendSearch(append(dst, '('), s, 0), ')')
	}
	switch s := s.(type) {
	case SearchOr:
		dst = append(appendSearch(dst, s.X, precSearchOr), " OR "...)
		return appendSearch(dst, s.Y, precSearchAnd)
	case SearchAnd:
		dst = append(appendSearch(dst, s.X, precSearchAnd), " AND "...)
		return appendSearch(dst, s.Y, precSearchNot)
	case SearchNot:
		return appendSearch(append(dst, "NOT "...), s.X, precSearchNot)
	case SearchWord:
		return append(dst, s.Text...)
	case SearchPhrase:
		return append(append(append(dst, '"'), s.Text...), '"')
	case SearchText:
		return appendQuoted(dst, s.Text)
	}
	return dst
}
