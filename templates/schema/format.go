package schema

import (
	"encoding/base64"
	"net/netip"
	"strings"
	"unicode/utf8"

	"github.com/seed-349153d7/odagen/templates/internal/syntax"
)

// HasFormat reports whether a text has a format of JSON Schema (draft 2020-12
// validation, 7.3) or of the OpenAPI registry. Texts have any other format.
func HasFormat(format, s string) bool {
	switch format {
	case "date":
		return syntax.IsDay([]byte(s))
	case "time":
		return syntax.IsFullTime([]byte(s))
	case "date-time":
		return syntax.IsStamp([]byte(s))
	case "duration":
		return syntax.IsPeriod([]byte(s))
	case "uuid":
		return syntax.IsGUID([]byte(s))
	case "byte":
		_, err := base64.StdEncoding.DecodeString(s)
		return err == nil
	case "email":
		return isEmail(s, false)
	case "idn-email":
		return isEmail(s, true)
	case "hostname":
		return isHostname(s, false)
	case "idn-hostname":
		return isHostname(s, true)
	case "ipv4":
		a, err := netip.ParseAddr(s)
		return err == nil && a.Is4()
	case "ipv6":
		return isIPv6(s)
	case "regex":
		return isRegex(s)
	}
	return hasReferenceFormat(format, s)
}

func isDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

func isIPv6(s string) bool {
	a, err := netip.ParseAddr(s)
	return err == nil && a.Is6() && a.Zone() == ""
}

// isEmail is Mailbox of RFC 5321, 4.1.2; international allows what RFC 6531 adds.
func isEmail(s string, international bool) bool {
	i := strings.LastIndexByte(s, '@')
	if i < 1 {
		return false
	}
	local, domain := s[:i], s[i+1:]
	if ip, ok := strings.CutPrefix(domain, "["); ok {
		ip, ok = strings.CutSuffix(ip, "]")
		if six, is := strings.CutPrefix(ip, "IPv6:"); is {
			return ok && isIPv6(six) && isLocal(local, international)
		}
		return ok && HasFormat("ipv4", ip) && isLocal(local, international)
	}
	return isHostname(domain, international) && isLocal(local, international)
}

func isLocal(s string, international bool) bool {
	if len(s) > 2 && s[0] == '"' && s[len(s)-1] == '"' {
		return isQuotedLocal(s[1:len(s)-1], international)
	}
	for _, atom := range strings.Split(s, ".") {
		if atom == "" {
			return false
		}
		for _, r := range atom {
			if !isAlnum(r) && !strings.ContainsRune("!#$%&'*+-/=?^_`{|}~", r) && (r < utf8.RuneSelf || !international) {
				return false
			}
		}
	}
	return true
}

func isQuotedLocal(s string, international bool) bool {
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '"':
			return false
		case '\\':
			if i++; i == len(s) {
				return false
			}
		}
		if c := s[i]; c < ' ' || c == 0x7f || c >= utf8.RuneSelf && !international {
			return false
		}
	}
	return true
}

// isHostname is a name of RFC 1123, 2.1; international allows the letters and
// digits of other scripts (RFC 5890).
func isHostname(s string, international bool) bool {
	if international {
		s = strings.NewReplacer("。", ".", "．", ".", "｡", ".").Replace(s)
	}
	if s == "" || len(s) > 253 {
		return false
	}
	var labels [][]rune
	for _, text := range strings.Split(s, ".") {
		label, ok := labelOf(text, international)
		if !ok {
			return false
		}
		labels = append(labels, label)
	}
	return hasBidiOrder(labels)
}

// maxLabel is how many letters of ASCII a label has at most.
const maxLabel = 63

// labelOf returns the characters of a label, of which "xn--" is another form (RFC 5891, 4.2
// and 5.4).
func labelOf(s string, international bool) (label []rune, ok bool) {
	label = []rune(s)
	switch {
	case s == "" || s[0] == '-' || s[len(s)-1] == '-':
		return nil, false
	case strings.IndexFunc(s, func(r rune) bool { return !isAlnum(r) && r != '-' }) >= 0:
		return label, international && isULabel(label) && len("xn--"+punycodeOf(label)) <= maxLabel
	case len(s) > maxLabel:
		return nil, false
	case len(s) < 4 || s[2:4] != "--":
		return label, true
	case !strings.EqualFold(s[:2], "xn"):
		return nil, false
	}
	code := strings.ToLower(s[len("xn--"):])
	label, ok = punycode(code)
	return label, ok && isULabel(label) && punycodeOf(label) == code
}

func isAlnum(r rune) bool {
	return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
}
