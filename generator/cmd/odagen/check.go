package main

import (
	"github.com/spf13/cobra"

	"github.com/seed-349153d7/odagen/generator"
)

func newCheck() *cobra.Command {
	var in input
	var opts generator.Options
	cmd := &cobra.Command{
		Use:   "check",
		Short: "Compare the Go packages with what would be generated",
		Long: `Check prints each file that generate would write, remove or refuse to
overwrite, and exits with status 1 when there is one. It writes nothing.`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			cfg, err := in.config(cmd)
			if err != nil {
				return err
			}
			opts.Version = lockVersion()
			_, diags := generator.Check(cfg, opts)
			return finish(cmd, diags)
		},
	}
	in.register(cmd)
	cmd.Flags().BoolVar(&opts.Strict, "strict", false, strictUsage)
	return cmd
}
