package schema

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/seed-349153d7/odagen/templates/internal/jsonstr"
)

// hasReferenceFormat is hasFormat for what refers to something.
func hasReferenceFormat(format, s string) bool {
	switch format {
	case "uri":
		return isReference(s, true, false)
	case "uri-reference":
		return isReference(s, false, false)
	case "iri":
		return isReference(s, true, true)
	case "iri-reference":
		return isReference(s, false, true)
	case "uri-template":
		return isTemplate(s)
	case "json-pointer":
		return isPointer(s)
	case "relative-json-pointer":
		n := len(s) - len(strings.TrimLeft(s, "0123456789"))
		return n > 0 && (s[0] != '0' || n == 1) && (s[n:] == "#" || isPointer(s[n:]))
	}
	return true
}

// isPointer is json-pointer of RFC 6901, 3.
func isPointer(s string) bool {
	if s != "" && s[0] != '/' {
		return false
	}
	for i := strings.IndexByte(s, '~'); i >= 0; i = strings.IndexByte(s, '~') {
		if s = s[i+1:]; s == "" || s[0] != '0' && s[0] != '1' {
			return false
		}
	}
	return true
}

const subDelims = "!$&'()*+,;="

// isReference is URI-reference of RFC 3986, 4.1, or URI when it is absolute;
// international is for RFC 3987.
func isReference(s string, absolute, international bool) bool {
	scheme, rest := cutScheme(s)
	if absolute && scheme == "" {
		return false
	}
	rest, fragment, _ := strings.Cut(rest, "#")
	rest, query, _ := strings.Cut(rest, "?")
	path := rest
	if after, ok := strings.CutPrefix(rest, "//"); ok {
		authority := after
		path = ""
		if i := strings.IndexByte(after, '/'); i >= 0 {
			authority, path = after[:i], after[i:]
		}
		if !isAuthority(authority, international) {
			return false
		}
	} else if first, _, _ := strings.Cut(path, "/"); scheme == "" && strings.Contains(first, ":") {
		return false // it would be a scheme
	}
	return hasChars(path, subDelims+":@/", international) && hasChars(query, subDelims+":@/?", international) &&
		hasChars(fragment, subDelims+":@/?", international)
}

// cutScheme returns what s has before its first colon, when that can be a scheme.
func cutScheme(s string) (scheme, rest string) {
	scheme, rest, ok := strings.Cut(s, ":")
	if !ok || scheme == "" || scheme[0] < 'A' {
		return "", s
	}
	for _, r := range scheme {
		if !isAlnum(r) && !strings.ContainsRune("+-.", r) {
			return "", s
		}
	}
	return scheme, rest
}

func isAuthority(s string, international bool) bool {
	if i := strings.LastIndexByte(s, '@'); i >= 0 {
		if !hasChars(s[:i], subDelims+":", international) {
			return false
		}
		s = s[i+1:]
	}
	if address, ok := strings.CutPrefix(s, "["); ok {
		address, port, ok := strings.Cut(address, "]")
		port, colon := strings.CutPrefix(port, ":")
		return ok && (isIPv6(address) || isFutureIP(address)) && (port == "" || colon && isDigits(port))
	}
	host, port, _ := strings.Cut(s, ":")
	return hasChars(host, subDelims, international) && (port == "" || isDigits(port))
}

// isFutureIP is IPvFuture of RFC 3986, 3.2.2.
func isFutureIP(s string) bool {
	version, address, ok := strings.Cut(s, ".")
	return ok && len(version) > 1 && (version[0] == 'v' || version[0] == 'V') &&
		strings.Trim(version[1:], "0123456789abcdefABCDEF") == "" && address != "" && hasChars(address, subDelims+":", false) && !strings.Contains(address, "%")
}

// hasChars reports whether s has unreserved characters, escapes, and those of set
// alone.
func hasChars(s, set string, international bool) bool {
	for i, r := range s {
		switch {
		case isAlnum(r), strings.ContainsRune("-._~", r), strings.ContainsRune(set, r) && r < utf8.RuneSelf:
		case r == '%':
			if i+2 >= len(s) || jsonstr.HexDigit(s[i+1]) > 15 || jsonstr.HexDigit(s[i+2]) > 15 {
				return false
			}
		case !international || r < 0xa0 || unicode.IsControl(r) || unicode.Is(unicode.Cs, r) || r == utf8.RuneError:
			return false
		}
	}
	return true
}

// isTemplate is URI-Template of RFC 6570, 2.
func isTemplate(s string) bool {
	for s != "" {
		i := strings.IndexAny(s, "{}")
		literal := s
		if i >= 0 {
			literal = s[:i]
		}
		if strings.ContainsAny(literal, " \"<>\\^`|") || !hasEscapes(literal) {
			return false
		}
		if i < 0 {
			return true
		}
		end := strings.IndexByte(s, '}')
		if s[i] == '}' || end < i || !isExpression(s[i+1:end]) {
			return false
		}
		s = s[end+1:]
	}
	return true
}

// hasEscapes reports whether two digits follow each percent sign of s, and it has
// no control characters.
func hasEscapes(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] == 0x7f || s[i] == '%' && (i+2 >= len(s) || jsonstr.HexDigit(s[i+1]) > 15 || jsonstr.HexDigit(s[i+2]) > 15) {
			return false
		}
	}
	return true
}

// isExpression is what stands in the braces of a template.
func isExpression(s string) bool {
	if s != "" && strings.IndexByte("+#./;?&", s[0]) >= 0 {
		s = s[1:]
	}
	for _, name := range strings.Split(s, ",") {
		if short, length, ok := strings.Cut(name, ":"); ok {
			if !isDigits(length) || len(length) > 4 || length[0] == '0' {
				return false
			}
			name = short
		} else {
			name = strings.TrimSuffix(name, "*")
		}
		for _, part := range strings.Split(name, ".") {
			if part == "" || !hasChars(strings.ReplaceAll(part, "_", "a"), "", false) || strings.ContainsAny(part, "-~") {
				return false
			}
		}
	}
	return true
}
