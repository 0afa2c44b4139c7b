package schema

import (
	"strings"

	"github.com/seed-349153d7/odagen/templates/wire"
)

// isRegex is Pattern of ECMA-262, 22.2.1, with the flag u but for braces, which can
// stand for themselves. Whether names and numbers of groups exist is not checked.
func isRegex(s string) bool {
	r := regexText{in: s}
	return r.terms() && r.in == ""
}

// regexText is what is left of a regular expression. Its methods move behind what
// they are called for, and return whether it stood there.
type regexText struct {
	in    string
	depth int
}

func (r *regexText) Take(prefix string) bool {
	rest, ok := strings.CutPrefix(r.in, prefix)
	r.in = rest
	return ok
}

func (r *regexText) one(set string) bool {
	if r.in == "" || strings.IndexByte(set, r.in[0]) < 0 {
		return false
	}
	r.in = r.in[1:]
	return true
}

// terms stops before a closing bracket, or at the end.
func (r *regexText) terms() bool {
	for r.in != "" && r.in[0] != ')' {
		if !r.term() {
			return false
		}
		if r.one("*+?") || r.repeat() {
			r.Take("?")
		}
	}
	return true
}

func (r *regexText) term() bool {
	switch {
	case r.one("*+?"), r.repeat():
		return false // there is nothing to repeat
	case r.Take("("):
		r.depth++
		ok := r.depth <= wire.MaxDepth && r.group() && r.terms() && r.Take(")")
		r.depth--
		return ok
	case r.Take("["):
		return r.class()
	case r.Take(`\`):
		return r.escape()
	}
	r.in = r.in[1:]
	return true
}

// repeat is as in {2,3}. It looks no further than the digits: an expression of braces
// would be read as often as it has them.
func (r *regexText) repeat() bool {
	rest, ok := strings.CutPrefix(r.in, "{")
	after := strings.TrimLeft(rest, "0123456789")
	if ok = ok && after != rest; ok && after != "" && after[0] == ',' {
		after = strings.TrimLeft(after[1:], "0123456789")
	}
	if after, closed := strings.CutPrefix(after, "}"); ok && closed {
		r.in = after
		return true
	}
	return false
}

// group is what follows the bracket of a group before its terms.
func (r *regexText) group() bool {
	switch {
	case !r.Take("?"), r.Take(":"), r.Take("="), r.Take("!"), r.Take("<="), r.Take("<!"):
		return true
	case r.Take("<"):
		return r.name()
	}
	flags, rest, ok := strings.Cut(r.in, ":")
	r.in = rest
	return ok && flags != "" && strings.Trim(flags, "ims-") == ""
}

// name is the name of a group and what closes it.
func (r *regexText) name() bool {
	name, rest, ok := strings.Cut(r.in, ">")
	r.in = rest
	return ok && name != "" && !isDigits(name[:1]) && !strings.ContainsAny(name, "()[]{}<?*+.\\ ")
}

func (r *regexText) class() bool {
	for !r.Take("]") {
		if r.in == "" || r.Take(`\`) && !r.escape() {
			return false
		}
		if r.in != "" && r.in[0] != ']' && r.in[0] != '\\' {
			r.in = r.in[1:]
		}
	}
	return true
}

// escape is what follows a backslash.
func (r *regexText) escape() bool {
	switch {
	case r.one("dDwWsSbBtnvfr0123456789^$\\.*+?()[]{}|/-"):
		return true
	case r.Take("k<"):
		return r.name()
	case r.Take("c"):
		return r.in != "" && isAlnum(rune(r.in[0])) && !isDigits(r.in[:1]) && r.skip(1)
	case r.Take("x"):
		return r.hex(2)
	case r.Take("u{"), r.Take("p{"), r.Take("P{"):
		inner, rest, ok := strings.Cut(r.in, "}")
		r.in = rest
		return ok && inner != ""
	case r.Take("u"):
		return r.hex(4)
	case r.in == "" || isAlnum(rune(r.in[0])):
		return false
	}
	return r.skip(1)
}

func (r *regexText) hex(n int) bool {
	return len(r.in) >= n && strings.Trim(r.in[:n], "0123456789abcdefABCDEF") == "" && r.skip(n)
}

func (r *regexText) skip(n int) bool {
	r.in = r.in[n:]
	return true
}
