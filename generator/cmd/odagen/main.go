// Command odagen generates Go from descriptions of OData services.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"

	"github.com/seed-349153d7/odagen/generator/internal/diag"
)

func main() {
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

// The exit statuses.
const (
	done   = 0
	failed = 1 // the input has a fault, or the check found a difference
	misuse = 2 // wrong usage
	partly = 3 // done, but for operations that are not clear
)

// errFailed is returned by a command whose diagnostics are printed already.
var errFailed = errors.New("failed")

// errMisuse is errFailed for diagnostics about flags.
var errMisuse = errors.New("misused")

// errPartial says that operations were left out, and why was printed.
var errPartial = errors.New("partly done")

// usageError is wrong usage, with what to do about it.
type usageError struct{ message, hint string }

func (e *usageError) Error() string { return e.message }

// run runs the command line and returns its exit status.
func run(args []string, stdout, stderr io.Writer) int {
	root := newRoot()
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(stderr)
	cmd, err := root.ExecuteC()
	switch {
	case err == nil:
		return done
	case errors.Is(err, errFailed):
		return failed
	case errors.Is(err, errMisuse):
		return misuse
	case errors.Is(err, errPartial):
		return partly
	}
	var worst *errChanges
	if errors.As(err, &worst) {
		return worst.status()
	}
	hint := "run " + strings.Replace(cmd.CommandPath(), "odagen", "odagen help", 1)
	var usage *usageError
	if errors.As(err, &usage) && usage.hint != "" {
		hint = usage.hint
	}
	fmt.Fprintf(stderr, "odagen: %s\n\thint: %s\n", diag.Plain(err.Error()), diag.Plain(hint))
	return misuse
}

func newRoot() *cobra.Command {
	info, _ := debug.ReadBuildInfo()
	root := &cobra.Command{
		Use:           "odagen",
		Short:         "Generate Go from descriptions of HTTP APIs: OpenAPI and OData CSDL",
		Version:       versionLine(info),
		SilenceUsage:  true,
		SilenceErrors: true,
		Args:          cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return unknownCommand(cmd, args[0])
			}
			cmd.SetOut(cmd.ErrOrStderr())
			if err := cmd.Help(); err != nil {
				return err
			}
			return &usageError{message: "the command is missing"}
		},
	}
	root.SetVersionTemplate("{{.Version}}\n")
	root.SetFlagErrorFunc(flagError)
	root.AddCommand(newGenerate(), newCheck(), newDiff(), newInspect(), newWhy(), newConvert(), newVersion())
	root.SetHelpCommand(newHelp(root))
	return root
}

// newHelp replaces the help command of cobra, which answers an unknown command
// with the usage and status 0.
func newHelp(root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use:   "help [command]",
		Short: "Print what a command does and its flags",
		RunE: func(_ *cobra.Command, args []string) error {
			cmd, rest, err := root.Find(args)
			if err != nil || len(rest) > 0 {
				return unknownCommand(root, strings.Join(args, " "))
			}
			return cmd.Help()
		},
	}
}
