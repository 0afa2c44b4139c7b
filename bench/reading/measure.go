package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
)

// partial is the exit status that says that something is left out.
const partial = 3

// measure generates from a file, which may refer to files below root.
func (b *bench) measure(t tool, file, root string) (cost, error) {
	module := filepath.Join(b.dir, "module")
	if err := os.RemoveAll(module); err != nil {
		return cost{}, err
	}
	if err := os.Mkdir(module, 0o755); err != nil {
		return cost{}, err
	}
	if err := os.WriteFile(filepath.Join(module, "go.mod"), []byte("module measured\n\ngo 1.26.0\n"), 0o644); err != nil {
		return cost{}, err
	}
	roots := ""
	if root != "" {
		abs, err := filepath.Abs(root)
		if err != nil {
			return cost{}, err
		}
		roots = fmt.Sprintf("\n    roots: [%q]", abs)
	}
	config := fmt.Sprintf("version: 1\ntargets:\n  - source: %q\n    output: api\n    runtime: {import: example.com/runtime}%s\n", file, roots)
	if err := os.WriteFile(filepath.Join(module, "odagen.yaml"), []byte(config), 0o644); err != nil {
		return cost{}, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), b.limit)
	defer cancel()
	cmd := exec.CommandContext(ctx, t.program, "generate")
	var stderr bytes.Buffer
	cmd.Dir, cmd.Stderr = module, &stderr
	err := cmd.Run()
	if ctx.Err() != nil {
		return cost{}, fmt.Errorf("more than %s", b.limit)
	}
	if exit := (*exec.ExitError)(nil); err != nil && (!errors.As(err, &exit) || exit.ExitCode() != partial) {
		line, _, _ := strings.Cut(stderr.String(), "\n")
		return cost{}, fmt.Errorf("fails: %.80s", line)
	}
	usage := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	return cost{
		seconds: (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds(),
		peak:    usage.Maxrss * 1024,
		left:    strings.Count(stderr.String(), ": left out: "),
	}, nil
}
