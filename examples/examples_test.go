// Package examples_test uses odagen as its users do: in modules of their own.
package examples_test

import (
	"bufio"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// run runs a command in dir and returns what it prints.
func run(t *testing.T, dir, name string, args ...string) string {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
	return string(out)
}

func repository(t *testing.T) string {
	t.Helper()
	dir, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

func read(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// go generate in a copy of the example, without the generated package, gives
// what the example has.
func TestGoGenerateGivesTheGeneratedPackage(t *testing.T) {
	t.Parallel()
	dir, repo := t.TempDir(), repository(t)
	if err := os.CopyFS(dir, os.DirFS("partners")); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(filepath.Join(dir, "graph")); err != nil {
		t.Fatal(err)
	}
	run(t, dir, "go", "mod", "edit", "-replace", "github.com/seed-349153d7/odagen="+repo)
	config := filepath.Join(dir, "odagen.yaml")
	write(t, config, strings.ReplaceAll(read(t, config), "../..", repo))

	out := run(t, dir, "go", "generate", "./...")
	if !strings.Contains(out, "graph: new, 13 files") {
		t.Errorf("go generate prints %q", out)
	}
	run(t, dir, "go", "vet", "./...")
	run(t, dir, "go", "tool", "odagen", "check")
	files, err := filepath.Glob("partners/graph/*")
	if err != nil || len(files) == 0 {
		t.Fatalf("no generated files: %v", err)
	}
	for _, file := range files {
		if got := read(t, filepath.Join(dir, "graph", filepath.Base(file))); got != read(t, file) {
			t.Errorf("%s is not what go generate gives: run make generate", file)
		}
	}
}

// serve builds the example and serves it; it returns the program and the URL.
func serve(t *testing.T) (program, url string) {
	t.Helper()
	program = filepath.Join(t.TempDir(), "partners")
	run(t, "partners", "go", "build", "-o", program, ".")
	server := exec.Command(program, "serve", "127.0.0.1:0")
	stdout, err := server.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = server.Process.Kill()
		_ = server.Wait()
	})
	line, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return program, strings.TrimPrefix(strings.TrimSpace(line), "serving ")
}

func TestTheExampleCallsItsOwnServer(t *testing.T) {
	t.Parallel()
	program, url := serve(t)
	const want = "TeamViewer is onboarding\nnobody is notOnboarded\n"
	if out := run(t, ".", program, "call", url); out != want {
		t.Errorf("got %q, want %q", out, want)
	}
}

// A test of examples/partners calls the generated server as a fake.
func TestTheGeneratedServerIsAFake(t *testing.T) {
	t.Parallel()
	run(t, "partners", "go", "test", "./...")
}

// The tests of examples/frameworks call the server behind each web framework.
func TestEachWebFrameworkLeadsToTheServer(t *testing.T) {
	t.Parallel()
	run(t, "frameworks", "go", "vet", "./...")
	run(t, "frameworks", "go", "test", "./...")
}

// Each curl command of the README is sent to the example server and must be
// answered with the status that its comment says.
func TestTheCurlCommandsOfTheREADME(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("curl"); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("CI needs curl")
		}
		t.Skip("curl is not installed")
	}
	_, url := serve(t)
	commands := regexp.MustCompile(`(?m)^curl .*(?:\\\n.*)*# (\d+)$`).FindAllStringSubmatch(read(t, "../README.md"), -1)
	if len(commands) != 7 {
		t.Fatalf("the README has %d curl commands with a status, want 7", len(commands))
	}
	for _, c := range commands {
		command := strings.ReplaceAll(c[0], "http://127.0.0.1:8080/v1.0", url)
		command = strings.Replace(command, "curl ", `curl -s -o /dev/null -w '%{http_code}' `, 1)
		if out := run(t, ".", "sh", "-c", command); out != c[1] {
			t.Errorf("%s\nanswers %s", c[0], out)
		}
	}
}

// The first document of the README with the first command and the first program is a client
// and a server; the second program and the first odagen.yaml make a module that builds.
func TestTheProgramsOfTheREADME(t *testing.T) {
	t.Parallel()
	readme := read(t, "../README.md")
	yaml, programs := blocks(t, readme, "yaml", 2), blocks(t, readme, "go", 2)
	repo := repository(t)
	odagen := filepath.Join(t.TempDir(), "odagen")
	run(t, repo, "go", "build", "-o", odagen, "./generator/cmd/odagen")

	pets := t.TempDir()
	write(t, filepath.Join(pets, "go.mod"), "module example.com/app\n\ngo 1.24\n")
	write(t, filepath.Join(pets, "pets.yaml"), yaml[0])
	write(t, filepath.Join(pets, "main.go"), programs[0])
	_, flags, ok := strings.Cut(blocks(t, readme, "sh", 1)[0], "odagen@latest ")
	if !ok {
		t.Fatal("the first command of the README does not run odagen")
	}
	run(t, pets, odagen, strings.Fields(flags)...)
	run(t, pets, "go", "vet", "./...")
	if out, want := run(t, pets, "go", "run", "."), "Rex (no tag)\nno such pet\n"; out != want {
		t.Errorf("the program prints %q, want %q", out, want)
	}

	graph := t.TempDir()
	if n := strings.Count(programs[1], "\n"); n > 30 {
		t.Errorf("the program has %d lines", n)
	}
	write(t, filepath.Join(graph, "main.go"), programs[1])
	write(t, filepath.Join(graph, "odagen.yaml"), yaml[1])
	// What a document is follows from its content: one in OpenAPI stands for the CSDL.
	write(t, filepath.Join(graph, "metadata.xml"), read(t, "../spec/remoteassistance.openapi.yaml"))
	write(t, filepath.Join(graph, "go.mod"), "module example.com/app\n\ngo 1.24\n")
	run(t, graph, odagen, "generate")
	run(t, graph, "go", "vet", "./...")
}

// blocks returns the first blocks of a language.
func blocks(t *testing.T, text, language string, n int) []string {
	t.Helper()
	var all []string
	for range n {
		_, rest, _ := strings.Cut(text, "```"+language+"\n")
		code, after, ok := strings.Cut(rest, "```")
		if !ok {
			t.Fatalf("the README has %d %s blocks, want %d", len(all), language, n)
		}
		all, text = append(all, code), after
	}
	return all
}

var update = flag.Bool("update", false, "correct the table of the README")

// The README tells the lines of the runtime that each kind of output copies.
func TestTheCopiesOfTheREADMEAreRight(t *testing.T) {
	t.Parallel()
	repo, dir := repository(t), t.TempDir()
	write(t, filepath.Join(dir, "go.mod"), "module example.com/app\n\ngo 1.26.0\n")
	odagen := filepath.Join(dir, "odagen")
	run(t, repo, "go", "build", "-o", odagen, "./generator/cmd/odagen")
	graph, pets := filepath.Join(repo, "spec/remoteassistance.openapi.yaml"), filepath.Join(repo, "interop/pets/pets.yaml")
	for i, c := range []struct {
		kind, source, emit string
	}{
		{"models", graph, "models"},
		{"models and client of an OData service", graph, "models,client"},
		{"models and client of a plain API", pets, "models,client"},
		{"models, client and server of an OData service", graph, "models,client,server"},
	} {
		out := filepath.Join(dir, fmt.Sprint("out", i))
		run(t, dir, odagen, "generate", "--source", c.source, "--output", out, "--package", "out", "--emit", c.emit)
		lines := 0
		err := filepath.WalkDir(filepath.Join(out, "runtime"), func(path string, d fs.DirEntry, err error) error {
			if err == nil && filepath.Ext(path) == ".go" {
				lines += strings.Count(read(t, path), "\n")
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		correct(t, `(?m)^\| `+regexp.QuoteMeta(c.kind)+` \| \d+ \|`, fmt.Sprintf("| %s | %d |", c.kind, lines))
	}
}

// correct holds that the README has the row, or with -update writes it.
func correct(t *testing.T, row, want string) {
	t.Helper()
	readme := read(t, "../README.md")
	got := regexp.MustCompile(row).FindString(readme)
	switch {
	case got == "":
		t.Errorf("the README has no row like %s", want)
	case *update && got != want:
		write(t, "../README.md", strings.Replace(readme, got, want, 1))
	case got != want:
		t.Errorf("the README has %s, want %s: run go test ./examples -update", got, want)
	}
}

// The table of the README has the lines that each generated file has.
func TestTheTableOfTheREADMEIsRight(t *testing.T) {
	files, err := filepath.Glob("../gen/graph/*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("no generated files: %v", err)
	}
	for _, file := range files {
		name := filepath.Base(file)
		correct(t, `(?m)^\| `+regexp.QuoteMeta("`"+name+"`")+` \| \d+ \|`, fmt.Sprintf("| `%s` | %d |", name, strings.Count(read(t, file), "\n")))
	}
}
