package goapi

import "strings"

// ParseList reads what Line has written of a package. Which receivers are pointers, which
// interfaces are closed and what can be compared is not in it, and is taken to be as before.
func ParseList(text string) []Entry {
	var out []Entry
	for line := range strings.Lines(text) {
		line, _, _ = strings.Cut(strings.TrimRight(line, "\r\n"), "  // ")
		if line == "" || strings.HasPrefix(line, "//") {
			continue
		}
		out = append(out, parseLine(line))
	}
	interfaces := map[string]bool{}
	for _, e := range out {
		if e.Kind == Type && e.Text == "interface" {
			interfaces[e.Name] = true
		}
	}
	for i, e := range out {
		of, _, _ := strings.Cut(e.Name, ".")
		out[i].Interface = interfaces[of]
		out[i].Closed = interfaces[of] && e.Kind == Type
	}
	return out
}

func parseLine(line string) Entry {
	end := strings.IndexAny(line, " (")
	if end < 0 {
		return Entry{Name: line, Kind: Var}
	}
	e := Entry{Name: line[:end], Text: strings.TrimPrefix(line[end:], " ")}
	switch {
	case line[end] == '(' && strings.Contains(e.Name, "."):
		e.Kind = Method
	case line[end] == '(':
		e.Kind = Func
	case strings.Contains(e.Name, "."):
		e.Kind = Field
	case strings.HasPrefix(e.Text, "is "):
		e.Kind, e.Text = Is, e.Text[len("is "):]
	case strings.HasPrefix(e.Text, "var"):
		e.Kind, e.Text = Var, strings.TrimSpace(e.Text[len("var"):])
	case strings.Contains(e.Text, "= \"") || strings.Contains(e.Text, "= -") || strings.ContainsAny(after(e.Text, "= "), "0123456789"):
		e.Kind = Const
	default:
		e.Kind = Type
	}
	return e
}

// after returns the first byte behind sep, "" without it.
func after(s, sep string) string {
	if _, rest, ok := strings.Cut(s, sep); ok && rest != "" {
		return rest[:1]
	}
	return ""
}
