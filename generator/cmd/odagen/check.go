package main

import (
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/seed-349153d7/odagen/generator"
	"github.com/seed-349153d7/odagen/generator/internal/diag"
)

func newCheck() *cobra.Command {
	var in input
	var opts generator.Options
	var quiet bool
	cmd := &cobra.Command{
		Use:   "check",
		Short: "Compare the Go packages with what would be generated",
		Long: `Check names each file that generate would write, remove or refuse to overwrite, and
prints how it would change as a unified diff; its exit status is 1 then. It writes
nothing.

Diffs go to the standard output, in colours on a terminal unless NO_COLOR is set; the
rest goes to the standard error. With --quiet the exit status alone tells.`,
		Example: `  odagen check
  odagen check --quiet || odagen generate`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			cfg, err := in.config(cmd)
			if err != nil {
				return err
			}
			opts.Version, opts.Progress = lockVersion(), progress(cmd)
			found, diags := generator.Check(cfg, opts)
			in.verbosity(diags)
			if quiet && !diags.HasErrors() {
				cmd.SetErr(io.Discard)
			}
			err = finish(cmd, diags)
			if len(found) == 0 || err != nil && !errors.Is(err, errPartial) {
				return err
			}
			if !quiet {
				printDifferences(cmd, found)
			}
			return errFailed
		},
	}
	in.register(cmd)
	cmd.Flags().BoolVar(&opts.Strict, "strict", false, strictUsage)
	cmd.Flags().BoolVarP(&quiet, "quiet", "q", false, "print nothing about what differs; the exit status tells")
	return cmd
}

// printDifferences prints the diffs, then a line for each file, and what to do once. Of
// many files of which there is no diff, as when nothing was generated yet, a few have
// lines.
func printDifferences(cmd *cobra.Command, found []generator.Difference) {
	for _, d := range found {
		if printDiff(cmd.OutOrStdout(), d.Diff) != nil {
			break // nobody reads it
		}
	}
	w := cmd.ErrOrStderr()
	for len(found) > 0 {
		n := 1
		for n < len(found) && alike(found[0], found[n]) {
			n++
		}
		const many = 5
		shown := n
		if n > many {
			shown = many - 1
		}
		for _, d := range found[:shown] {
			fmt.Fprintln(w, d.Diagnostic.Error())
		}
		last := found[n-1]
		if n > shown {
			fmt.Fprintf(w, "%s: %s: so are %d more files\n", diag.Plain(last.Dir), last.Diagnostic.Code, n-shown)
		}
		if found = found[n:]; len(found) == 0 || found[0].Diagnostic.Hint != last.Diagnostic.Hint {
			fmt.Fprintf(w, "\thint: %s\n", diag.Plain(last.Diagnostic.Hint))
		}
	}
}

// alike reports whether the same is to be said of two files.
func alike(a, b generator.Difference) bool {
	return a.Dir == b.Dir && a.Diagnostic.Code == b.Diagnostic.Code && a.Diff == nil && b.Diff == nil
}
