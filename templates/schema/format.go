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
	for _, label := range strings.Split(s, ".") {
		if !isLabel(label, international) {
			return false
		}
	}
	return true
}

// maxLabel is how many letters of ASCII a label has at most.
const maxLabel = 63

func isLabel(s string, international bool) bool {
	if s == "" || s[0] == '-' || s[len(s)-1] == '-' {
		return false
	}
	if strings.IndexFunc(s, func(r rune) bool { return !isAlnum(r) && r != '-' }) >= 0 {
		label := []rune(s)
		return international && len(label) <= maxLabel-len("xn--") && isULabel(label)
	}
	if len(s) > 3 && s[2:4] == "--" {
		if len(s) > maxLabel || !strings.EqualFold(s[:2], "xn") {
			return false
		}
		label, ok := punycode(s[4:])
		return ok && isULabel(label)
	}
	return len(s) <= maxLabel
}

func isAlnum(r rune) bool {
	return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
}
