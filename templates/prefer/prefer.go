// Package prefer reads and writes the header Prefer as OData has it (Protocol 4.01, 8.2.8).
package prefer

import (
	"errors"
	"strconv"
	"strings"
)

// Preferences are what a request prefers. What it does not say is zero.
type Preferences struct {
	AllowEntityReferences bool
	Callback              string // the URL to call
	ContinueOnError       bool
	IncludeAnnotations    []Annotations
	MaxPageSize           int64
	OmitValues            string // nulls or defaults
	RespondAsync          bool
	Return                string // representation or minimal
	TrackChanges          bool
	Wait                  *int64 // seconds
}

// Annotations are the annotations that are wanted, or not (rule annotationIdentifier).
type Annotations struct {
	Exclude   bool
	Name      string // of a term; * for all, and Namespace.* for those of a namespace
	Qualifier string
}

// Parse reads the values of the fields of a header. Preferences that OData does not have
// are left out, and of two of a name the second is (RFC 7240, 2).
func Parse(fields ...string) (Preferences, error) {
	var p Preferences
	seen := map[string]bool{}
	for _, field := range fields {
		r := reader{text: field}
		for {
			name, value, url, ok := r.preference()
			if !ok {
				return Preferences{}, errors.New("prefer: at " + strconv.Itoa(r.pos) + ": want a preference, got " + strconv.Quote(r.text[r.pos:]))
			}
			if name = bare(name); !seen[name] && !p.set(name, value, url) {
				return Preferences{}, errors.New("prefer: " + name + " has no value " + strconv.Quote(value))
			}
			seen[name] = true
			if r.spaces(); r.pos == len(field) {
				break
			}
			if !r.take(',') {
				return Preferences{}, errors.New("prefer: at " + strconv.Itoa(r.pos) + `: want ",", got ` + strconv.Quote(r.text[r.pos:]))
			}
		}
	}
	return p, nil
}

// bare is the name of a preference without the "odata." that 4.0 asks for.
func bare(name string) string {
	lower := strings.ToLower(name)
	switch short := strings.TrimPrefix(lower, "odata."); short {
	case "allow-entityreferences", "callback", "continue-on-error", "include-annotations", "maxpagesize", "track-changes":
		return short
	}
	return lower
}

// set takes a preference, and reports whether its value is one that it has.
func (p *Preferences) set(name, value, url string) (ok bool) {
	switch name {
	case "allow-entityreferences":
		p.AllowEntityReferences = true
		return value == ""
	case "callback":
		p.Callback = url
		return value == "" && url != ""
	case "continue-on-error":
		p.ContinueOnError = !strings.EqualFold(value, "false")
		return value == "" || strings.EqualFold(value, "true") || !p.ContinueOnError
	case "include-annotations":
		p.IncludeAnnotations, ok = annotations(value)
		return ok
	case "maxpagesize":
		p.MaxPageSize, ok = digits(value)
		return ok && value[0] != '0'
	case "omit-values":
		p.OmitValues = strings.ToLower(value)
		return p.OmitValues == "nulls" || p.OmitValues == "defaults"
	case "respond-async":
		p.RespondAsync = true
		return value == ""
	case "return":
		p.Return = value
		return value == "representation" || value == "minimal"
	case "track-changes":
		p.TrackChanges = true
		return value == ""
	case "wait":
		seconds, ok := digits(value)
		p.Wait = &seconds
		return ok
	}
	return true
}

func digits(s string) (n int64, ok bool) {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
	}
	n, err := strconv.ParseInt(s, 10, 64)
	return n, err == nil
}

// annotations reads a list (rule annotationsList).
func annotations(list string) (out []Annotations, ok bool) {
	for item := range strings.SplitSeq(list, ",") {
		var a Annotations
		item, a.Exclude = strings.CutPrefix(item, "-")
		name, qualifier, qualified := strings.Cut(item, "#")
		if a.Name, a.Qualifier = name, qualifier; qualified && !isName(qualifier) {
			return nil, false
		}
		if name != "*" {
			i := strings.LastIndexByte(name, '.')
			if i < 0 || name[i+1:] != "*" && !isName(name[i+1:]) {
				return nil, false
			}
			for part := range strings.SplitSeq(name[:i], ".") {
				if !isName(part) {
					return nil, false
				}
			}
		}
		out = append(out, a)
	}
	return out, true
}

// isName reports whether s is an identifier of the characters that a header can have.
func isName(s string) bool {
	for i := range len(s) {
		c := s[i]
		letter := 'a' <= c|0x20 && c|0x20 <= 'z' || c == '_'
		if digit := '0' <= c && c <= '9'; !letter && (!digit || i == 0) {
			return false
		}
	}
	return s != ""
}

// reader is at a place in a field (RFC 7240, 2).
type reader struct {
	text string
	pos  int
}

func (r *reader) spaces() {
	for r.pos < len(r.text) && (r.text[r.pos] == ' ' || r.text[r.pos] == '\t') {
		r.pos++
	}
}

// take skips white space and a byte when that is next.
func (r *reader) take(c byte) bool {
	if r.spaces(); r.pos < len(r.text) && r.text[r.pos] == c {
		r.pos++
		return true
	}
	return false
}

// preference reads a name, its value, and its parameter url.
func (r *reader) preference() (name, value, url string, ok bool) {
	if name, value, ok = r.pair(); !ok {
		return "", "", "", false
	}
	for r.take(';') {
		parameter, v, ok := r.pair()
		if !ok {
			return "", "", "", false
		}
		if strings.EqualFold(parameter, "url") {
			url = v
		}
	}
	return name, value, url, true
}

func (r *reader) pair() (name, value string, ok bool) {
	if name, ok = r.token(); !ok || !r.take('=') {
		return name, "", ok
	}
	r.spaces()
	if r.pos < len(r.text) && r.text[r.pos] == '"' {
		value, ok = r.quoted()
	} else {
		value, ok = r.token()
	}
	return name, value, ok
}

func (r *reader) token() (string, bool) {
	r.spaces()
	start := r.pos
	for r.pos < len(r.text) && tokenByte(r.text[r.pos]) {
		r.pos++
	}
	return r.text[start:r.pos], r.pos > start
}

func tokenByte(c byte) bool {
	return 'a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9' || strings.IndexByte("!#$%&'*+-.^_`|~", c) >= 0
}

func (r *reader) quoted() (string, bool) {
	var b strings.Builder
	for r.pos++; r.pos < len(r.text); r.pos++ {
		switch c := r.text[r.pos]; {
		case c == '"':
			r.pos++
			return b.String(), true
		case c == '\\' && r.pos+1 < len(r.text):
			r.pos++
			b.WriteByte(r.text[r.pos])
		case c < ' ' && c != '\t' || c == 0x7f:
			return "", false
		default:
			b.WriteByte(c)
		}
	}
	return "", false
}

// String returns the value of the header, by the names of 4.01; empty for none.
func (p Preferences) String() string {
	var out []string
	add := func(is bool, text string) {
		if is {
			out = append(out, text)
		}
	}
	add(p.AllowEntityReferences, "allow-entityreferences")
	add(p.Callback != "", "callback; url="+quote(p.Callback))
	add(p.ContinueOnError, "continue-on-error")
	if p.IncludeAnnotations != nil {
		var list []string
		for _, a := range p.IncludeAnnotations {
			item := a.Name
			if a.Exclude {
				item = "-" + item
			}
			if a.Qualifier != "" {
				item += "#" + a.Qualifier
			}
			list = append(list, item)
		}
		add(true, "include-annotations="+quote(strings.Join(list, ",")))
	}
	add(p.MaxPageSize > 0, "maxpagesize="+strconv.FormatInt(p.MaxPageSize, 10))
	add(p.OmitValues != "", "omit-values="+p.OmitValues)
	add(p.RespondAsync, "respond-async")
	add(p.Return != "", "return="+p.Return)
	add(p.TrackChanges, "track-changes")
	if p.Wait != nil {
		add(true, "wait="+strconv.FormatInt(*p.Wait, 10))
	}
	return strings.Join(out, ", ")
}

// quote returns s in double quotes.
func quote(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}
