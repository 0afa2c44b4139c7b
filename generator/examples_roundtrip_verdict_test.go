package generator_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// judge compares what came out with what went in.
func (b *body) judge() {
	b.verdict, b.why = b.judgeText()
	switch {
	case b.wrapped && b.verdict == roundTrips:
		b.verdict, b.why = wrong, `a single object within "value"; by itself it round-trips`
	case b.wrapped:
		b.why += ` (of the object within "value")`
	}
}

func (b *body) judgeText() (verdict, why string) {
	isJSON := json.Valid([]byte(b.text))
	switch {
	case !isJSON && b.repaired == "" && !looksLikeJSON(b.text):
		return notJSON, b.media
	case !isJSON && b.typ != "" && b.answer.Error == "":
		return differs, "is not JSON, but decodes"
	case !isJSON:
		return wrong, b.syntaxFault()
	case b.typ == "":
		return untyped, b.untypedWhy()
	case b.answer.Error != "":
		return b.refusal()
	}
	want, dropped := b.text, ""
	if b.collection {
		want, dropped = pageMembers(b.text)
	}
	if pointer := difference(parse(want), parse(b.answer.Text), ""); pointer != nil {
		return differs, "at " + *pointer
	}
	if dropped != "" {
		return roundTrips, "but for the collection's " + dropped
	}
	return roundTrips, ""
}

// looksLikeJSON reports whether text is meant to be an object or an array.
func looksLikeJSON(text string) bool {
	text = strings.TrimSpace(text)
	return strings.HasPrefix(text, "{") && strings.Contains(text, `"`)
}

// syntaxFault names the faults that the page's author made, and what becomes of
// the text without them.
func (b *body) syntaxFault() string {
	why := "not JSON"
	for _, p := range b.problems {
		if _, faults, ok := strings.Cut(p, "["); ok && strings.HasPrefix(p, "body is not JSON") {
			why = "not JSON: " + strings.TrimSuffix(strings.TrimSpace(faults), "]")
		}
	}
	switch {
	case b.repaired == "" || b.typ == "":
		return why
	case b.repairedToo.Error != "":
		return fmt.Sprintf("%s; repaired: %s: %s", why, b.repairedToo.Pointer, b.repairedToo.Error)
	}
	want := b.repaired
	if b.collection {
		want, _ = pageMembers(want)
	}
	if pointer := difference(parse(want), parse(b.repairedToo.Text), ""); pointer != nil {
		return why + "; repaired it differs at " + *pointer
	}
	return why + "; repaired it round-trips"
}

func (b *body) untypedWhy() string {
	value, _ := parse(b.text).(map[string]any)
	_, isReference := value["@odata.id"]
	_, isPrimitive := value["value"].(string)
	switch {
	case isReference && len(value) == 1:
		return "a reference to an entity"
	case isPrimitive && len(value) == 1:
		return "a primitive value"
	case strings.HasPrefix(b.text, "{") && strings.Contains(b.text[:min(20, len(b.text))], `"error"`):
		return "the error of a call"
	case b.operation != "":
		return "the model has no parameters of action " + b.operation
	case b.qualified == "":
		return "neither the page nor its URL tells the type"
	case strings.HasPrefix(b.qualified, "Edm.") || strings.EqualFold(b.qualified, "string"):
		return "the type is " + b.qualified
	}
	return "the model has no " + b.qualified
}

// refusal tells a fault of the page, where one is known at the place, from a
// refusal of what is right.
func (b *body) refusal() (verdict, why string) {
	why = b.answer.Pointer + ": " + b.answer.Error
	for pointer, fault := range b.faults {
		if pointer == b.answer.Pointer || strings.HasPrefix(b.answer.Pointer, pointer+"/") {
			if fault == anyJSON {
				return refused, why + " (" + anyJSON + " is any JSON value)"
			}
			return wrong, why + " (" + fault + ")"
		}
	}
	for _, p := range b.problems {
		if strings.HasPrefix(p, "duplicate JSON name") {
			return wrong, why
		}
	}
	if text, ok := at(parse(b.text), b.answer.Pointer).(string); ok && strings.Contains(why, "want a base64url") && !isBase64(text) {
		return wrong, why + " (odd base64)"
	}
	return refused, why
}

// at returns the value that a JSON pointer without escapes leads to.
func at(value any, pointer string) any {
	for _, token := range strings.Split(pointer, "/")[1:] {
		switch v := value.(type) {
		case map[string]any:
			value = v[token]
		case []any:
			i, err := strconv.Atoi(token)
			if err != nil || i >= len(v) {
				return nil
			}
			value = v[i]
		}
	}
	return value
}

// isBase64 reports whether text is base64 or base64url as RFC 4648 has them, its
// padding left out or not.
func isBase64(text string) bool {
	for _, e := range []*base64.Encoding{base64.StdEncoding, base64.URLEncoding, base64.RawStdEncoding, base64.RawURLEncoding} {
		if _, err := e.Strict().DecodeString(text); err == nil {
			return true
		}
	}
	return false
}

// pageMembers returns the text of a page without the members that a Page has no
// place for, and their names.
func pageMembers(text string) (kept, dropped string) {
	var members map[string]json.RawMessage
	if err := json.Unmarshal([]byte(text), &members); err != nil {
		return text, ""
	}
	var names []string
	for _, name := range slices.Sorted(maps.Keys(members)) {
		switch name {
		case "value", "@odata.count", "@odata.nextLink", "@odata.deltaLink":
			continue
		}
		names = append(names, name)
		delete(members, name)
	}
	out, err := json.Marshal(members)
	if err != nil {
		return text, ""
	}
	return string(out), strings.Join(names, ", ")
}

// parse returns the value of JSON text, with numbers as their text.
func parse(text string) any {
	var v any
	in := json.NewDecoder(strings.NewReader(text))
	in.UseNumber()
	if err := in.Decode(&v); err != nil {
		return err
	}
	return v
}

// difference returns the JSON pointer of the first place where two values are
// not the same, nil when there is none. Members have no order.
func difference(a, b any, at string) *string {
	switch a := a.(type) {
	case map[string]any:
		b, ok := b.(map[string]any)
		if !ok {
			return &at
		}
		names := maps.Clone(a)
		maps.Copy(names, b)
		for _, name := range slices.Sorted(maps.Keys(names)) {
			place := at + "/" + name
			left, inA := a[name]
			right, inB := b[name]
			if inA != inB {
				return &place
			}
			if d := difference(left, right, place); d != nil {
				return d
			}
		}
		return nil
	case []any:
		b, ok := b.([]any)
		if !ok || len(a) != len(b) {
			return &at
		}
		for i := range a {
			if d := difference(a[i], b[i], fmt.Sprintf("%s/%d", at, i)); d != nil {
				return d
			}
		}
		return nil
	}
	if a != b {
		return &at
	}
	return nil
}

func TestDifferenceKnowsNumbersByTheirText(t *testing.T) {
	tests := []struct{ a, b, at string }{
		{`{"a":1,"b":[null]}`, `{"b":[null],"a":1}`, "none"},
		{`1.0`, `1`, ""},
		{`{"a":null}`, `{}`, "/a"},
		{`[{"a":"x"}]`, `[{"a":"\u0078"}]`, "none"},
		{`[1,2]`, `[2,1]`, "/0"},
		{`12345678901234567890`, `12345678901234567891`, ""},
	}
	for _, tt := range tests {
		got := "none"
		if d := difference(parse(tt.a), parse(tt.b), ""); d != nil {
			got = *d
		}
		if got != tt.at {
			t.Errorf("difference(%s, %s) = %q, want %q", tt.a, tt.b, got, tt.at)
		}
	}
}

// summarize writes the counts in Markdown.
func summarize(out *strings.Builder, bodies []*body) {
	out.WriteString("| bodies | request | response | both |\n|---|---:|---:|---:|\n")
	count := map[string]int{}
	reasons := map[string]map[string]int{}
	for _, b := range bodies {
		count[b.verdict+b.side]++
		count[b.side]++
		if reasons[b.verdict] == nil {
			reasons[b.verdict] = map[string]int{}
		}
		reasons[b.verdict][b.kindOfReason()]++
	}
	line := func(name, verdict string) {
		requests, responses := count[verdict+"request"], count[verdict+"response"]
		fmt.Fprintf(out, "| %s | %d | %d | %d |\n", name, requests, responses, requests+responses)
	}
	for _, v := range verdicts {
		line(v, v)
	}
	line("all", "")
	out.WriteString("\n| verdict | why | bodies |\n|---|---|---:|\n")
	for _, v := range verdicts {
		kinds := slices.Collect(maps.Keys(reasons[v]))
		slices.SortFunc(kinds, func(a, b string) int {
			if d := reasons[v][b] - reasons[v][a]; d != 0 {
				return d
			}
			return strings.Compare(a, b)
		})
		for _, k := range kinds {
			fmt.Fprintf(out, "| %s | %s | %d |\n", v, k, reasons[v][k])
		}
	}
}

// kindOfReason is the reason without places and values.
func (b *body) kindOfReason() string {
	why := b.why
	if b.verdict == wrong || b.verdict == refused {
		if _, after, ok := strings.Cut(why, "; repaired"); ok && strings.HasPrefix(why, "not JSON") {
			return "not JSON; repaired" + strings.SplitN(after, ":", 2)[0]
		}
		if strings.HasPrefix(why, "/") {
			_, why, _ = strings.Cut(why, ": ")
		}
		if strings.Contains(why, anyJSON) {
			return anyJSON + " is any JSON value"
		}
		why, _, _ = strings.Cut(why, ", got")
		why, _, _ = strings.Cut(why, ": ")
	}
	if strings.HasPrefix(why, "but for") {
		why = "but for annotations of the collection"
	}
	return strings.ReplaceAll(why, "|", "\\|")
}
