package main

import (
	"github.com/spf13/cobra"

	"github.com/seed-349153d7/odagen/generator"
)

func newGenerate() *cobra.Command {
	var in input
	var opts generator.Options
	cmd := &cobra.Command{
		Use:   "generate",
		Short: "Write the Go packages",
		Long: `Generate writes the packages that odagen.yaml, or the flags, describe.

It prints a line for each directory that has changed; with -v, one for each file.
Files that were edited by hand, or that odagen did not write, are left alone, and then
nothing is written at all; --force overwrites them. Files that are no longer generated
are removed, and so are directories that odagen.yaml no longer names.

An operation that is not clear is left out, and the exit status is 3. With
--strict anything that a warning tells makes it 1, and nothing is written.`,
		Example: `  odagen generate
  odagen generate --source pets.yaml --output pets
  odagen generate --source graph.csdl.xml --output graph --include users/+messages`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			cfg, err := in.config(cmd)
			if err != nil {
				return err
			}
			opts.Version, opts.Progress = lockVersion(), progress(cmd)
			report, diags := generator.Generate(cfg, opts)
			in.verbosity(diags)
			if err := printReport(cmd.OutOrStdout(), report, in.verbose); err != nil {
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
