package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/seed-349153d7/odagen/generator"
	"github.com/seed-349153d7/odagen/generator/internal/slice"
)

func newWhy() *cobra.Command {
	var in input
	cmd := &cobra.Command{
		Use:   "why type",
		Short: "Print why a type is generated",
		Long: `Why prints what keeps a type: the selector, and a line for each step from it to
the type. The name may be qualified, and "*" stands for any text without dots.

It exits with status 1 when the type is not generated, and says what would keep
it.`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return &usageError{message: fmt.Sprintf("there are %d arguments, want the name of one type", len(args))}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			cfg, err := in.config(cmd)
			if err != nil {
				return err
			}
			reasons, diags := generator.Why(cfg, args[0])
			if err := finish(cmd, diags); err != nil {
				return err
			}
			return printed(printReasons(cmd.OutOrStdout(), reasons))
		},
	}
	in.registerSource(cmd)
	return cmd
}

// roleTexts say what a type is in a slice.
var roleTexts = map[slice.Role]string{
	slice.Model:  "kept",
	slice.OnPath: "a step on a path only, kept",
	slice.AsBase: "properties of derived types only, kept",
}

func printReasons(w io.Writer, reasons []slice.Reason) error {
	for _, r := range reasons {
		by := "because everything is"
		if r.Selector != "" {
			by = fmt.Sprintf("by include %q", r.Selector)
		}
		if _, err := fmt.Fprintf(w, "%s: %s %s\n", r.Type, roleTexts[r.Role], by); err != nil {
			return err
		}
		for _, s := range r.Steps {
			via := s.Via
			if via != "" {
				via += " -> "
			}
			if _, err := fmt.Fprintf(w, "\t%s%s (%s)\n", via, s.Type, s.Kind); err != nil {
				return err
			}
		}
	}
	return nil
}
