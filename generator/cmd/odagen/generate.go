package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/seed-349153d7/odagen/generator"
	"github.com/seed-349153d7/odagen/generator/internal/output"
)

func newGenerate() *cobra.Command {
	var in input
	var opts generator.Options
	cmd := &cobra.Command{
		Use:   "generate",
		Short: "Write the Go packages",
		Long: `Generate writes the packages that odagen.yaml, or the flags, describe.

It prints what it wrote. Files that were edited by hand, or that odagen did not
write, are left alone, and then nothing is written at all; --force overwrites
them. Files that are no longer generated are removed.

An operation that is not clear is left out, and the exit status is 3. With
--strict anything that a warning tells makes it 1, and nothing is written.`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			cfg, err := in.config(cmd)
			if err != nil {
				return err
			}
			opts.Version = lockVersion()
			report, diags := generator.Generate(cfg, opts)
			if err := printReport(cmd.OutOrStdout(), report); err != nil {
				return errFailed
			}
			return finish(cmd, diags)
		},
	}
	in.register(cmd)
	cmd.Flags().BoolVar(&opts.Strict, "strict", false, strictUsage)
	cmd.Flags().BoolVar(&opts.Force, "force", false, "overwrite files that were edited by hand or not generated")
	return cmd
}

const strictUsage = "fail when there is a warning"

// printReport prints a line per directory and one per file that changed.
func printReport(w io.Writer, report generator.Report) error {
	for _, r := range report {
		lines, count := 0, map[output.Status]int{}
		for _, f := range r.Files {
			lines += f.Lines
			count[f.Status]++
		}
		_, err := fmt.Fprintf(w, "%s: %d files, %d lines (%d written, %d unchanged, %d removed)\n",
			r.Dir, len(r.Files)-count[output.Removed], lines,
			count[output.Written], count[output.Unchanged], count[output.Removed])
		if err != nil {
			return err
		}
		for _, f := range r.Files {
			switch f.Status {
			case output.Written:
				_, err = fmt.Fprintf(w, "\twritten %s, %d lines\n", f.Name, f.Lines)
			case output.Removed:
				_, err = fmt.Fprintf(w, "\tremoved %s\n", f.Name)
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}
