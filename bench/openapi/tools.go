package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"time"
)

// generateLimit is how long a tool may take for one document.
const generateLimit = 10 * time.Minute

// tool is a generator. All that it makes is in one module.
type tool struct {
	name    string
	version string
	dir     string // of its module
	args    func(d document, out string) []string
	missing *regexp.Regexp // what it prints for each operation that it leaves out
	program string         // its executable
	source  string         // package and version of the program; "" for this repository
	runtime string         // module that its output imports; "" for none
	partial int            // exit status that says that operations are left out
}

// result is what a tool made of a document.
type result struct {
	generate float64 // seconds
	compile  float64
	lines    int
	covered  int    // operations
	stage    string // that failed: generate, compile; "" for none
	message  string // of the failure, the first line
}

func (r *result) String() string {
	if r.stage != "" {
		return r.message
	}
	return fmt.Sprintf("%.1f s, %d lines", r.generate, r.lines)
}

// install builds the tools, each with the dependencies that it has chosen, and
// makes their modules in dir. Documents may refer to files below root.
func install(dir, root string) ([]*tool, error) {
	ogenConfig := filepath.Join(dir, "ogen.yml")
	if err := os.WriteFile(ogenConfig, []byte("generator:\n  ignore_not_implemented: [all]\nparser:\n  allow_remote: true\n"), 0o644); err != nil {
		return nil, err
	}
	repository, err := filepath.Abs("..")
	if err != nil {
		return nil, err
	}
	bin := filepath.Join(dir, "bin")
	tools := []*tool{
		{
			name: "odagen", version: "this commit",
			args: func(d document, out string) []string {
				return []string{"generate", "--source", d.file, "--output", out, "--package", d.name, "--emit", "models,client,server", "--root", root, "--runtime", filepath.Join(filepath.Dir(out), "runtime")}
			},
			missing: regexp.MustCompile(`(?m)^\S+: left out: `),
			partial: 3,
		},
		{
			name: "oapi-codegen", version: "v2.8.2",
			source:  "github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen@v2.8.2",
			runtime: "github.com/oapi-codegen/runtime@v1.9.0",
			args: func(d document, out string) []string {
				return []string{"-generate", "types,client,std-http,strict-server", "-package", d.name, "-o", filepath.Join(out, "api.go"), d.file}
			},
		},
		{
			name: "ogen", version: "v1.24.0",
			source:  "github.com/ogen-go/ogen/cmd/ogen@v1.24.0",
			runtime: "github.com/ogen-go/ogen@v1.24.0",
			args: func(d document, out string) []string {
				return []string{"-config", ogenConfig, "-target", out, "-package", d.name, d.file}
			},
			missing: regexp.MustCompile(`(?m)^INFO\s+Skipping (?:operation|webhook)`),
		},
	}
	for _, t := range tools {
		t.dir, t.program = filepath.Join(dir, t.name), filepath.Join(bin, t.name)
		if err := os.MkdirAll(t.dir, 0o755); err != nil {
			return nil, err
		}
		if err := os.WriteFile(filepath.Join(t.dir, "go.mod"), []byte("module peers\n\ngo 1.26.0\n"), 0o644); err != nil {
			return nil, err
		}
		if t.source == "" {
			err = run(repository, nil, "go", "build", "-o", t.program, "./generator/cmd/odagen")
		} else if err = run(dir, []string{"GOBIN=" + bin}, "go", "install", t.source); err == nil {
			err = run(t.dir, nil, "go", "get", t.runtime)
		}
		if err != nil {
			return nil, err
		}
	}
	return tools, nil
}

func run(dir string, env []string, name string, args ...string) error {
	cmd := exec.Command(name, args...)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), env...)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s %s: %w\n%s", name, strings.Join(args, " "), err, out)
	}
	return nil
}

// generate runs the tool on d, into a package of its module.
func (t *tool) generate(d document) *result {
	out := filepath.Join(t.dir, d.name)
	r := new(result)
	if err := os.MkdirAll(out, 0o755); err != nil {
		return fail(r, "generate", err.Error())
	}
	ctx, cancel := context.WithTimeout(context.Background(), generateLimit)
	defer cancel()
	cmd := exec.CommandContext(ctx, t.program, t.args(d, out)...)
	cmd.Dir = t.dir
	text, err := cmd.CombinedOutput()
	if cmd.ProcessState != nil {
		r.generate = (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds()
	}
	if err != nil && (t.partial == 0 || cmd.ProcessState == nil || cmd.ProcessState.ExitCode() != t.partial) {
		if ctx.Err() != nil {
			text = fmt.Appendf(nil, "it takes more than %s", generateLimit)
		}
		_ = os.RemoveAll(out)
		return fail(r, "generate", firstLine(string(text)))
	}
	files, _ := filepath.Glob(filepath.Join(out, "*.go"))
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			return fail(r, "generate", err.Error())
		}
		r.lines += bytes.Count(data, []byte("\n"))
	}
	r.covered = d.operations
	if t.missing != nil {
		r.covered -= len(t.missing.FindAll(text, -1))
	}
	return r
}

func fail(r *result, stage, message string) *result {
	r.stage, r.message = stage, message
	return r
}

// noise are lines that say nothing about the fault: notes and stacks. Paths differ
// in each run.
var (
	noise = regexp.MustCompile(`^(WARN|INFO|DEBUG|\s*$|- \S+: Encountered|generate:|generation failed:|\s+\S+$|.*could not find a .go\.mod)`)
	paths = regexp.MustCompile(`/\S*/(shared/corpus/openapi|odagen-openapi-\d+)/`)
	place = regexp.MustCompile(`(?m)^\s+- (\S+:\d+:\d+ -> .*)$`)
	cause = regexp.MustCompile(`(?m)^\s+- (.*)$`)
)

// firstLine returns the first line of text that says what is wrong: ogen has the
// place first, or a stack in which the last step is the cause.
func firstLine(text string) string {
	text = paths.ReplaceAllString(text, "")
	if m := place.FindStringSubmatch(text); m != nil {
		return short(m[1])
	}
	if all := cause.FindAllStringSubmatch(text, -1); len(all) > 0 && strings.Contains("\n"+text, "\ngenerate:") {
		return short(all[len(all)-1][1])
	}
	for line := range strings.Lines(text) {
		if !noise.MatchString(line) {
			return short(line)
		}
	}
	return "it says nothing"
}

// short is a line without what is too long for a cell.
func short(line string) string {
	line = strings.Join(strings.Fields(line), " ")
	if runes := []rune(line); len(runes) > 200 {
		line = string(runes[:200]) + "..."
	}
	return line
}
