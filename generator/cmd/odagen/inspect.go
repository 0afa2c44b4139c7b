package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/seed-349153d7/odagen/generator"
	"github.com/seed-349153d7/odagen/generator/internal/diag"
	"github.com/seed-349153d7/odagen/generator/internal/inspect"
)

func newInspect() *cobra.Command {
	var in input
	var opts inspect.Options
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "inspect",
		Short: "Print what is in a document, or in the part that is generated",
		Long: `Inspect counts what is in a document, and lists paths, types and permissions.
Of what odagen.yaml or the flags leave out it says nothing. What --paths lists are
selectors for include and exclude: of OpenAPI operations the method and path, the
operationId, and the tag.

In a filter "*" stands for any text without dots and slashes, "**" for any text:
--types --filter '*Policy', --paths --filter 'users/**'.`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if opts.Filter != "" && !opts.Paths && !opts.Types && !opts.Permissions {
				return &usageError{message: "--filter needs --paths, --types or --permissions"}
			}
			if opts.Depth < 1 || opts.Depth > inspect.MaxDepth {
				return &usageError{message: fmt.Sprintf("--depth is %d, want 1 to %d", opts.Depth, inspect.MaxDepth)}
			}
			cfg, err := in.config(cmd)
			if err != nil {
				return err
			}
			reports, diags := generator.Inspect(cfg, opts)
			if err := finish(cmd, diags); err != nil {
				return err
			}
			return printed(printReports(cmd.OutOrStdout(), reports, opts, asJSON))
		},
	}
	in.registerSource(cmd)
	f := cmd.Flags()
	f.BoolVar(&opts.Paths, "paths", false, "list paths and the types that they lead to")
	f.BoolVar(&opts.Types, "types", false, "list types and how many properties, navigation properties and operations they have")
	f.BoolVar(&opts.Permissions, "permissions", false, "list permissions and how many calls need them")
	f.StringVar(&opts.Filter, "filter", "", "list what has this `pattern` only")
	f.IntVar(&opts.Depth, "depth", 2, "the `segments` of the longest paths")
	f.BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}

// printed is the result of a command that has nothing more to do than print.
func printed(err error) error {
	if err != nil {
		return errFailed
	}
	return nil
}

func printReports(w io.Writer, reports []inspect.Report, opts inspect.Options, asJSON bool) error {
	if asJSON {
		e := json.NewEncoder(w)
		e.SetIndent("", "  ")
		e.SetEscapeHTML(false)
		return e.Encode(reports)
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for i, r := range reports {
		if len(reports) > 1 {
			fmt.Fprintf(t, "%s%s\n", strings.Repeat("\n", min(i, 1)), r.Source)
		}
		if opts.Paths || opts.Types || opts.Permissions {
			printLists(t, r)
		} else {
			printCounts(t, r.Counts)
		}
	}
	return t.Flush()
}

func printCounts(w io.Writer, c inspect.Counts) {
	for _, row := range []struct {
		what  string
		count int
	}{
		{"entity types", c.EntityTypes},
		{"complex types", c.ComplexTypes},
		{"enumerations", c.Enums},
		{"unions", c.Unions},
		{"sets", c.Sets},
		{"singletons", c.Singletons},
		{"navigation properties", c.Navigations},
		{"actions", c.Actions},
		{"functions", c.Functions},
		{"other operations", c.Endpoints},
	} {
		fmt.Fprintf(w, "%s\t%d\n", row.what, row.count)
	}
	for i, n := range c.Paths {
		fmt.Fprintf(w, "paths of length %d\t%d\n", i+1, n)
	}
}

func printLists(w io.Writer, r inspect.Report) {
	for _, p := range r.Paths {
		path, leads := p.Path, p.Type
		switch {
		case p.Collection:
			leads = "[]" + p.Type
		case p.Method != "":
			path, leads = p.Method+" "+p.Path, p.Operation
			if p.Tag != "" {
				leads += "\ttag:" + p.Tag
			}
		}
		fmt.Fprintf(w, "%s\t%s\n", diag.Plain(path), plainLine(leads))
	}
	for i, t := range r.Types {
		if i == 0 {
			fmt.Fprintln(w, "type\tkind\tproperties\tnavigations\toperations")
		}
		fmt.Fprintf(w, "%s\t%s\t%d\t%d\t%d\n", diag.Plain(t.Name), t.Kind, t.Properties, t.Navigations, t.Operations)
	}
	for _, p := range r.Permissions {
		fmt.Fprintf(w, "%s\t%d calls\n", diag.Plain(p.Name), len(p.Calls))
	}
}
