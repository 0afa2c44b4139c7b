package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// compile builds all packages of a tool at once, and fills in what each of them
// took and how it failed. What they import is compiled before.
func (t *tool) compile(docs []document) error {
	if err := run(t.dir, nil, "go", "mod", "tidy", "-e"); err != nil {
		return err
	}
	if err := t.dropUnfound(docs); err != nil {
		return err
	}
	env := append(os.Environ(), "GOCACHE="+filepath.Join(t.dir, ".cache"), "GOWORK=off")
	graph := filepath.Join(t.dir, "actions.json")
	cmd := exec.Command("go", "build", "-p", "1", "-gcflags=peers/...=-e", "-debug-actiongraph", graph, "./...")
	cmd.Dir, cmd.Env = t.dir, env
	text, buildErr := cmd.CombinedOutput()
	data, err := os.ReadFile(graph)
	if err != nil {
		return buildErr
	}
	var actions []struct {
		Mode, Package   string
		CmdUser, CmdSys time.Duration
	}
	if err := json.Unmarshal(data, &actions); err != nil {
		return err
	}
	seconds := map[string]float64{}
	for _, a := range actions {
		if a.Mode == "build" {
			seconds[a.Package] = (a.CmdUser + a.CmdSys).Seconds()
		}
	}
	faults := map[string]string{}
	for _, part := range strings.Split("\n"+string(text), "\n# ")[1:] {
		pkg, message, _ := strings.Cut(part, "\n")
		faults[pkg] = firstLine(message)
	}
	for _, d := range docs {
		r := d.results[len(d.results)-1]
		if r.stage != "" {
			continue
		}
		r.compile = seconds["peers/"+d.name]
		if message, ok := faults["peers/"+d.name]; ok {
			fail(r, "compile", message)
		}
	}
	return nil
}

// dropUnfound takes out the packages that import what there is not, by names that
// documents give: nothing is built beside them.
func (t *tool) dropUnfound(docs []document) error {
	cmd := exec.Command("go", "list", "-e", "-f", "{{with .DepsErrors}}{{$.ImportPath}} {{(index . 0).Err}}\n{{end}}", "./...")
	cmd.Dir, cmd.Env = t.dir, append(os.Environ(), "GOWORK=off")
	text, err := cmd.Output()
	if err != nil {
		return err
	}
	for line := range strings.Lines(string(text)) {
		pkg, message, _ := strings.Cut(line, " ")
		for _, d := range docs {
			if r := d.results[len(d.results)-1]; r.stage == "" && pkg == "peers/"+d.name {
				fail(r, "compile", short(message))
				if err := os.RemoveAll(filepath.Join(t.dir, d.name)); err != nil {
					return err
				}
			}
		}
	}
	return nil
}
