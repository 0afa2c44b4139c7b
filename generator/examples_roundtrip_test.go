package generator_test

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/seed-349153d7/odagen/generator"
	"github.com/seed-349153d7/odagen/generator/internal/config"
	"github.com/seed-349153d7/odagen/internal/corpus"
)

// The verdicts on a body of an example.
const (
	roundTrips = "round-trips" // encoding gives an equal value
	differs    = "differs"     // encoding gives another one
	refused    = "refused"     // decoding refuses it
	wrong      = "wrong"       // the page breaks the model, OData or JSON
	untyped    = "untyped"     // there is no structured type to decode it into
	notJSON    = "not JSON"    // CSV, images, mails: meant to be no JSON
)

var verdicts = []string{roundTrips, differs, refused, wrong, untyped, notJSON}

// TestDocumentedExamplesRoundTrip decodes the bodies of the documented HTTP
// examples of Microsoft Graph into the types generated from the model of their
// date, and encodes them again. testdata/graph-examples/RESULTS.tsv says what
// becomes of each body, SUMMARY.md how many there are.
func TestDocumentedExamplesRoundTrip(t *testing.T) {
	if testing.Short() {
		t.Skip("compiling all of Graph takes a minute")
	}
	source := filepath.Join(corpus.Dir(t), "graph-examples")
	dir := t.TempDir()
	types := generateExampleModels(t, filepath.Join(source, "model.csdl.xml"), dir)
	bodies := readBodies(t, filepath.Join(source, "examples.jsonl"))
	for _, b := range bodies {
		b.place(types)
	}
	code(t, dir, bodies)
	var rows, summary strings.Builder
	rows.WriteString("page\texample\tbody\ttype\tverdict\twhy\n")
	for _, b := range bodies {
		b.judge()
		fmt.Fprintf(&rows, "%s\t%d\t%s\t%s\t%s\t%s\n", b.page, b.n, b.side, b.typ, b.verdict, b.why)
	}
	summarize(&summary, bodies)
	for name, got := range map[string]string{"RESULTS.tsv": rows.String(), "SUMMARY.md": summary.String()} {
		file := filepath.Join("testdata", "graph-examples", name)
		if *update {
			writeFile(t, file, got)
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := gocmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// body is a request's or a response's body, and what becomes of it.
type body struct {
	page       string
	n          int
	side       string
	media      string
	text       string
	repaired   string   // the JSON that the page means
	qualified  string   // the type as the page has it, without Collection()
	operation  string   // of the parameters of an action
	problems   []string // of this body
	faults     map[string]string
	wrapped    bool
	collection bool

	typ          string // the Go type to decode into, "" for none
	answer       answer
	repairedToo  answer
	verdict, why string
}

// answer is what the generated code makes of a text.
type answer struct{ Text, Error, Pointer string }

// example is a line of examples.jsonl, as far as it is needed.
type example struct {
	Page              string
	N                 int
	Request, Response *message
	Problems          []string
	Check             struct{ Request, Response check }
}

type message struct {
	Headers      map[string]any
	Body         *string
	Repaired     json.RawMessage `json:"body_json_repaired"`
	Type         string          `json:"odata_type"`
	From         string          `json:"odata_type_from"`
	IsCollection bool            `json:"is_collection"`
	Target       struct{ Operation string }
}

// check is what the comparison with the model found.
type check struct {
	TypeErrors []struct{ Path, Type, Why string } `json:"type_errors"`
}

func readBodies(t *testing.T, file string) []*body {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var bodies []*body
	for in := json.NewDecoder(bufio.NewReader(f)); ; {
		var e example
		if err := in.Decode(&e); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		bodies = append(bodies, bodyOf(&e, "request", e.Request, e.Check.Request), bodyOf(&e, "response", e.Response, e.Check.Response))
	}
	bodies = slices.DeleteFunc(bodies, func(b *body) bool { return b == nil })
	slices.SortStableFunc(bodies, func(a, b *body) int {
		return cmp.Or(strings.Compare(a.page, b.page), cmp.Compare(a.n, b.n), strings.Compare(a.side, b.side))
	})
	return bodies
}

var collectionOf = regexp.MustCompile(`(?i)^collection\((.*)\)$`)

func bodyOf(e *example, side string, m *message, c check) *body {
	if m == nil || m.Body == nil {
		return nil
	}
	b := &body{
		page: e.Page, n: e.N, side: side, text: *m.Body, repaired: string(m.Repaired),
		qualified: strings.TrimPrefix(m.Type, "#"), collection: m.IsCollection, faults: map[string]string{},
	}
	for name, value := range m.Headers {
		if strings.EqualFold(name, "Content-Type") {
			b.media = fmt.Sprint(value)
		}
	}
	if inner := collectionOf.FindStringSubmatch(b.qualified); inner != nil {
		b.qualified, b.collection = inner[1], true
	}
	if m.From == "action parameters" {
		b.operation = m.Target.Operation
	}
	for _, p := range e.Problems {
		if p, ok := strings.CutPrefix(p, side+": "); ok {
			b.problems = append(b.problems, p)
			b.wrapped = b.wrapped || strings.HasPrefix(p, "single object wrapped")
		}
	}
	for _, f := range c.TypeErrors {
		if f.Type == anyJSON {
			f.Why = anyJSON
		}
		b.faults[pointerOf(f.Path)] = f.Why
	}
	return b
}

// anyJSON has no properties in the model and stands for any JSON value in the
// service: an array of rows, a string, a number. The model is at fault, not the
// page.
const anyJSON = "microsoft.graph.Json"

// pointerOf makes a JSON pointer of a path like value[0]/color.
func pointerOf(path string) string {
	return "/" + strings.TrimPrefix(strings.NewReplacer("[", "/", "]", "").Replace(path), "/")
}

// exampleTypes are the generated structs that a body can be decoded into.
type exampleTypes struct {
	named   map[string]string              // Go names by qualified names in lower case
	actions map[string]map[string][]string // properties by Go name by action in lower case
	values  map[string]bool                // types with a property called value
}

var (
	typeTable    = regexp.MustCompile(`(?s)= wire\.Type\{\n(?:\tName: +"([^"]+)",\n)?(?:\t\w+: +[^\n]*,\n)*?\tOf: +\(\*(\w+)\)\(nil\),\n(.*?)\n\}\n`)
	propertyName = regexp.MustCompile(`\{Name: "([^"]+)"`)
	paramsDoc    = regexp.MustCompile(`// (\w+) are the(?:\n//)? parameters(?:\n//)? of(?:\n//)? (\w+)\.`)
)

// generateExampleModels generates the models into dir/graph.
func generateExampleModels(t *testing.T, source, dir string) *exampleTypes {
	t.Helper()
	_, diags := generator.Generate(generator.Config{Targets: []config.Target{{
		Source:  source,
		Output:  filepath.Join(dir, "graph"),
		Package: "graph",
		Emit:    []string{config.Models},
		Runtime: config.Runtime{Import: "github.com/seed-349153d7/odagen/templates"},
		BaseURL: "https://graph.microsoft.com/v1.0",
	}}}, generator.Options{})
	if diags.HasErrors() {
		_ = diags.Print(os.Stderr)
		t.Fatalf("%s has errors", source)
	}
	files, err := filepath.Glob(filepath.Join(dir, "graph", "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	types := &exampleTypes{map[string]string{}, map[string]map[string][]string{}, map[string]bool{}}
	actionOf := map[string]string{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range paramsDoc.FindAllStringSubmatch(string(text), -1) {
			actionOf[m[1]] = strings.ToLower(m[2])
		}
		for _, m := range typeTable.FindAllStringSubmatch(string(text), -1) {
			types.add(m[1], m[2], actionOf[m[2]], m[3])
		}
	}
	return types
}

func (ts *exampleTypes) add(qualified, name, action, table string) {
	if qualified != "" {
		ts.named[strings.ToLower(qualified)] = name
	}
	var properties []string
	for _, m := range propertyName.FindAllStringSubmatch(table, -1) {
		properties = append(properties, m[1])
		ts.values[name] = ts.values[name] || m[1] == "value"
	}
	if action == "" {
		return
	}
	if ts.actions[action] == nil {
		ts.actions[action] = map[string][]string{}
	}
	ts.actions[action][name] = properties
}

// place finds the type of b, and whether b is a page of it.
func (b *body) place(ts *exampleTypes) {
	b.typ = ts.named[strings.ToLower(b.qualified)]
	var top map[string]json.RawMessage
	_ = json.Unmarshal([]byte(cmp.Or(b.repaired, b.text)), &top)
	if b.operation != "" {
		b.typ = ts.parameters(b.operation, top)
	}
	isArray := len(top["value"]) > 0 && top["value"][0] == '['
	b.collection = isArray && (b.collection || !ts.values[b.typ])
	if b.wrapped {
		b.text, b.faults = string(top["value"]), unwrapped(b.faults)
	}
}

func unwrapped(faults map[string]string) map[string]string {
	inner := map[string]string{}
	for pointer, why := range faults {
		inner[strings.TrimPrefix(pointer, "/value")] = why
	}
	return inner
}

// parameters returns the type of the parameters of an action; of several the
// first that declares the names that are there.
func (ts *exampleTypes) parameters(action string, top map[string]json.RawMessage) string {
	action = strings.ToLower(action)
	names := slices.Sorted(maps.Keys(ts.actions[action]))
	for _, name := range names {
		fits := true
		for member := range top {
			fits = fits && (strings.Contains(member, "@") || slices.Contains(ts.actions[action][name], member))
		}
		if fits {
			return name
		}
	}
	return strings.Join(names[:min(1, len(names))], "")
}

// code runs the generated code over the bodies that have a type.
func code(t *testing.T, dir string, bodies []*body) {
	t.Helper()
	var tasks bytes.Buffer
	var answers []*answer
	out := json.NewEncoder(&tasks)
	used := map[string]bool{}
	ask := func(b *body, text string, to *answer) {
		if b.typ == "" || text == "" {
			return
		}
		used[b.typ] = true
		answers = append(answers, to)
		if err := out.Encode(map[string]any{"Type": b.typ, "Page": b.collection, "Text": text}); err != nil {
			t.Fatal(err)
		}
	}
	for _, b := range bodies {
		ask(b, b.text, &b.answer)
		ask(b, b.repaired, &b.repairedToo)
	}
	writeProgram(t, dir, slices.Sorted(maps.Keys(used)))
	// Without paths in the objects, the build cache serves every directory.
	cmd := exec.Command("go", "run", "-mod=mod", "-trimpath", ".")
	cmd.Dir, cmd.Stdin = dir, &tasks
	var faults strings.Builder
	cmd.Stderr = &faults
	text, err := cmd.Output()
	if err != nil {
		t.Fatalf("go run: %v\n%s", err, faults.String())
	}
	in := json.NewDecoder(bytes.NewReader(text))
	for _, to := range answers {
		if err := in.Decode(to); err != nil {
			t.Fatal(err)
		}
	}
}

// writeProgram writes the program that has the types and their code into dir.
func writeProgram(t *testing.T, dir string, types []string) {
	t.Helper()
	repo, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	program, err := os.ReadFile("testdata/graph-examples/main.go")
	if err != nil {
		t.Fatal(err)
	}
	var table strings.Builder
	table.WriteString("package main\n\nimport \"examples/graph\"\n\nvar types = map[string]coder{\n")
	for _, name := range types {
		fmt.Fprintf(&table, "%q: of[*graph.%s](),\n", name, name)
	}
	table.WriteString("}\n")
	writeFile(t, filepath.Join(dir, "types.go"), table.String())
	writeFile(t, filepath.Join(dir, "main.go"), string(program))
	writeFile(t, filepath.Join(dir, "go.mod"), "module examples\n\ngo 1.26.0\n\n"+
		"require github.com/seed-349153d7/odagen v0.0.0\n\nreplace github.com/seed-349153d7/odagen => "+repo+"\n")
}
