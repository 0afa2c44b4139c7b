package strangers

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/seed-349153d7/odagen/templates/server"
	"pgregory.net/rapid"
)

// learned is a request with JSON that a server takes.
type learned struct {
	method, target string
	body           any
}

// mark stands in a body for what a stranger puts there.
const mark = "@@@"

// learn finds bodies that the operations of a server take. It sends what has all the words
// of the description as members, and puts in their places what the faults ask for.
func (s *subject) learn(t *testing.T) {
	for _, op := range s.operations {
		if op.Method == http.MethodGet || op.Method == http.MethodDelete {
			continue
		}
		for _, target := range s.targets(op) {
			if l := (&learned{op.Method, target, s.all(2)}); s.teach(l) {
				s.forget(l)
				s.learned = append(s.learned, *l)
				break
			}
		}
	}
	t.Logf("%d of %d operations take a body that was learned", len(s.learned), len(s.operations))
}

// targets are paths that may lead to an operation.
func (s *subject) targets(op server.Operation) []string {
	_, pattern, _ := strings.Cut(op.Pattern, " ")
	if !strings.Contains(pattern, "{Collection(") && !regexp.MustCompile(`\{\w+\.`).MatchString(pattern) {
		return []string{parameter.ReplaceAllString(pattern, "1")}
	}
	var all []string
	for _, set := range s.sets {
		for _, key := range []string{"", "/1", "/a", "(a='1',b='1')"} {
			all = append(all, parameter.ReplaceAllString(pattern, set+key))
		}
	}
	return all
}

// all is an object with all words as members.
func (s *subject) all(depth int) map[string]any {
	o := map[string]any{}
	for _, word := range s.words {
		if depth > 0 && !strings.HasPrefix(word, "@") {
			o[word] = 0
		}
	}
	return o
}

var wanted = regexp.MustCompile(`property "(\w+)"`)

// teach changes the body until it is taken.
func (s *subject) teach(l *learned) bool {
	tried := map[string]int{}
	for range 400 {
		w := s.ask(l)
		if w.Code != http.StatusBadRequest {
			return w.Code == http.StatusNotImplemented
		}
		var fault struct {
			Error struct{ Message, Target string }
		}
		if json.Unmarshal(w.Body.Bytes(), &fault) != nil || fault.Error.Target != "" && fault.Error.Target[0] != '/' {
			return false
		}
		at := fault.Error.Target
		if missing := wanted.FindStringSubmatch(fault.Error.Message); missing != nil {
			at += "/" + missing[1]
		}
		v, ok := s.answerTo(fault.Error.Message, tried[at], strings.Count(at, "/"))
		if tried[at]++; !ok {
			return false
		}
		l.body = put(l.body, strings.Split(at, "/")[1:], v)
	}
	return false
}

// ask sends what was learned so far.
func (s *subject) ask(l *learned) *httptest.ResponseRecorder {
	r := httptest.NewRequest(l.method, l.target, strings.NewReader(string(must(json.Marshal(l.body)))))
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	return w
}

// forget removes what a server takes whatever it is: it has no name for it.
func (s *subject) forget(l *learned) {
	for _, place := range places(l.body, nil, nil) {
		before := at(l.body, place)
		if before != 0 {
			continue
		}
		l.body = put(l.body, place, map[string]any{"z": []any{}})
		if s.ask(l).Code == http.StatusNotImplemented {
			before = nil
		}
		l.body = put(l.body, place, before)
	}
}

// answerTo returns a value for one that was refused, which can be any of several.
func (s *subject) answerTo(message string, tries, depth int) (v any, ok bool) {
	switch {
	case strings.Contains(message, "want an object"):
		return s.all(2 - depth), tries < 3
	case strings.Contains(message, "want an array"):
		return []any{0}, tries < 3
	case strings.Contains(message, "want true"):
		return true, tries < 3
	}
	others := []any{
		"a", 1, json.RawMessage("null"), "1", "2024-01-02T03:04:05Z", "2024-01-02", "03:04:05", "PT1S", "AQ==", "01234567-89ab-cdef-0123-456789abcdef", "a@b.de", "https://a.b/",
		[]any{}, true, map[string]any{}, nil, "aaaaaaaaaaaaaaaa", 1000,
	}
	if member := regexp.MustCompile(`^want ("(?:\w+)"|\d+) or`).FindStringSubmatch(message); member != nil {
		return json.RawMessage(member[1]), tries < 2*len(others)
	}
	if tries >= len(others) {
		return nil, false
	}
	return others[tries], true
}

// put returns a tree with v at a place. What is not there is made; nil removes it.
func put(tree any, tokens []string, v any) any {
	if len(tokens) == 0 {
		return v
	}
	switch at := tree.(type) {
	case []any:
		if i := 0; len(at) > 0 {
			if _, err := fmt.Sscan(tokens[0], &i); err == nil && i < len(at) {
				at[i] = put(at[i], tokens[1:], v)
			}
			return at
		}
	case map[string]any:
		if name := tokens[0]; v == nil && len(tokens) == 1 {
			delete(at, name)
		} else {
			at[name] = put(at[name], tokens[1:], v)
		}
		return at
	}
	return tree
}

// places are the pointers to the parts of a tree.
func places(tree any, at []string, found [][]string) [][]string {
	found = append(found, at)
	switch v := tree.(type) {
	case []any:
		for i := range v {
			found = places(v[i], append(at[:len(at):len(at)], fmt.Sprint(i)), found)
		}
	case map[string]any:
		for name := range v {
			found = places(v[name], append(at[:len(at):len(at)], name), found)
		}
	}
	return found
}

// spoil draws a request that a server takes, but for one part.
func (s *subject) spoil(t *rapid.T) (r *http.Request, body string) {
	l := rapid.SampledFrom(s.learned).Draw(t, "learned")
	var tree any
	text, _ := json.Marshal(l.body)
	_ = json.Unmarshal(text, &tree)
	all := places(tree, nil, nil)
	place := all[rapid.IntRange(0, len(all)-1).Draw(t, "place")]
	from := rapid.IntRange(0, len(place)).Draw(t, "from")
	open, end := around(at(tree, place[:from]), place[from:])
	before, after := around(tree, place[:from])
	inner := rapid.SampledFrom([]string{string(must(json.Marshal(at(l.body, place)))), "5", `"x"`, "null", "{}"}).Draw(t, "inner")
	hostile := ""
	switch rapid.IntRange(0, 4).Draw(t, "how") {
	case 0:
		hostile = s.json(t, 2)
	case 1: // as many as there can be
		item := strings.TrimSuffix(strings.TrimPrefix(inner, "["), "]")
		hostile = "[" + repeat(item+",", 100_000) + item + "]"
	case 2: // in itself
		n := min(rapid.IntRange(2, 90).Draw(t, "levels"), maxPart/(1+len(open)+len(end)))
		hostile = strings.Repeat(open, n) + inner + strings.Repeat(end, n)
	case 3:
		hostile = string(must(json.Marshal(repeat(rapid.SampledFrom(append(odd, s.words...)).Draw(t, "text"), 10_000))))
	case 4:
		hostile = rapid.SampledFrom([]string{"", "-", "0."}).Draw(t, "start") + strings.Repeat("7", rapid.SampledFrom([]int{20, 999, 1001, 100_000}).Draw(t, "digits"))
	}
	body = before + open + hostile + end + after
	r = httptest.NewRequest(l.method, l.target, io.NopCloser(strings.NewReader(body)))
	r.Header.Set("Content-Type", "application/json")
	return r, body
}

// around returns the JSON before and after the place in a tree.
func around(tree any, place []string) (before, after string) {
	var copied any
	_ = json.Unmarshal(must(json.Marshal(tree)), &copied)
	before, after, _ = strings.Cut(string(must(json.Marshal(put(copied, place, mark)))), `"`+mark+`"`)
	return before, after
}

// at returns the part of a tree at a place.
func at(tree any, tokens []string) any {
	for _, token := range tokens {
		switch v := tree.(type) {
		case []any:
			i := 0
			_, _ = fmt.Sscan(token, &i)
			tree = v[i]
		case map[string]any:
			tree = v[token]
		}
	}
	return tree
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
