package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/seed-349153d7/odagen/generator/internal/diag"
)

// otherCommands are what other generators call a command of ours.
var otherCommands = map[string]string{
	"gen": "generate", "g": "generate", "build": "generate", "codegen": "generate", "run": "generate",
	"verify": "check", "lint": "check", "list": "inspect", "ls": "inspect", "show": "inspect", "explain": "why",
}

// otherFlags are what other generators call a flag of ours.
var otherFlags = map[string]string{
	"o": "output", "out": "output", "output-dir": "output", "dir": "output", "target": "output", "d": "output",
	"i": "source", "in": "source", "input": "source", "s": "source", "spec": "source", "file": "source", "f": "source", "schema": "source", "openapi": "source",
	"p": "package", "pkg": "package", "package-name": "package", "c": "config", "cfg": "config", "generate": "emit", "g": "emit",
	"filter": "include", "tags": "include", "include-tags": "include", "server": "base-url", "url": "base-url", "clean": "force",
}

func unknownCommand(root *cobra.Command, name string) error {
	e := &usageError{message: fmt.Sprintf("there is no command %q", name)}
	if name == "init" || name == "new" {
		e.hint = "write odagen.yaml by hand: version: 1, and a target with source: and output:; or run odagen generate --source FILE --output DIRECTORY"
		return e
	}
	var known []string
	for _, c := range root.Commands() {
		known = append(known, c.Name())
	}
	near := otherCommands[name]
	if near == "" {
		near = diag.Nearest(name, known)
	}
	if near != "" {
		e.hint = fmt.Sprintf("did you mean %q?", near)
	}
	return e
}

// flagError is what is wrong with a flag, with the flag that was meant.
func flagError(cmd *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	if !errors.As(err, &unknown) {
		return err
	}
	e := &usageError{message: err.Error()}
	var known []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) { known = append(known, f.Name) })
	name := unknown.GetSpecifiedName()
	near := otherFlags[name]
	if near == "" || cmd.Flags().Lookup(near) == nil {
		near = diag.Nearest(name, known)
	}
	if near != "" {
		e.hint = fmt.Sprintf("did you mean --%s?", near)
	}
	return e
}

// noArgs refuses arguments: all input of the commands is in flags.
func noArgs(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	e := &usageError{message: fmt.Sprintf("the argument %q is not expected", args[0])}
	switch {
	case strings.HasSuffix(args[0], "odagen.yaml") && cmd.Flags().Lookup("config") != nil:
		e.hint = "name the configuration with --config " + args[0]
	case cmd.Flags().Lookup("source") != nil && strings.ContainsAny(args[0], "./"):
		e.hint = "name the document with --source " + args[0]
	}
	return e
}
