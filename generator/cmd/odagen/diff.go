package main

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/seed-349153d7/odagen/generator"
	"github.com/seed-349153d7/odagen/generator/internal/changes"
	"github.com/seed-349153d7/odagen/generator/internal/changes/allow"
	"github.com/seed-349153d7/odagen/generator/internal/changes/report"
	"github.com/seed-349153d7/odagen/generator/internal/config"
	"github.com/seed-349153d7/odagen/generator/internal/diag"
)

// The exit statuses of diff, when --fail-on asks for them.
const (
	dangerousChange = 4
	breakingChange  = 5
)

// errChanges says how bad the worst change is that --fail-on asks about.
type errChanges struct{ worst changes.Severity }

func (e *errChanges) Error() string { return e.worst.String() + " changes" }

func (e *errChanges) status() int {
	switch e.worst {
	case changes.Breaking:
		return breakingChange
	case changes.Dangerous:
		return dangerousChange
	}
	return failed
}

// diffFlags are the flags of diff.
type diffFlags struct {
	target               config.Flags
	odata                bool
	format, failOn, file string
	allow                string
}

func newDiff() *cobra.Command {
	var in diffFlags
	cmd := &cobra.Command{
		Use:   "diff old new",
		Short: "Print what has changed in a description, for the wire and for Go callers",
		Long: `Diff compares two descriptions of a service and says of each change what it means
for clients of the service (the wire) and for callers of the generated package (Go):
breaking, dangerous, safe or none.

OLD and NEW are documents, directories, or the lock of a generated package, beside which
API.txt is compared. "git:main:spec/api.yaml" is a path of the repository as a revision
has it. Of a directory with odagen.yaml its targets are compared, of another one the
documents with the same name.

The exit status is 0, or with --fail-on, when there is a change at least as bad: 5 for a
breaking one, 4 for a dangerous one, 1 for a safe one.`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 2 {
				return &usageError{message: fmt.Sprintf("there are %d arguments, want the old description and the new one", len(args))}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return in.run(cmd, args[0], args[1]) },
	}
	f, t := cmd.Flags(), &in.target
	f.StringVar(&in.format, "format", string(report.Text), "the `form` of the report: "+strings.Join(report.Formats, ", "))
	f.StringVar(&in.failOn, "fail-on", "", "fail when a change is at least this `bad`: breaking, dangerous or safe; wire:breaking and go:breaking look at one side")
	f.StringVar(&in.allow, "allow", "", "a `file` with changes that were decided on, each with a reason and a last day")
	f.StringVar(&in.file, "output", "", "write the report to this `file` (default: standard output)")
	f.StringSliceVar(&t.Include, "include", nil, "`selectors` of what to compare (default: all)")
	f.StringSliceVar(&t.Exclude, "exclude", nil, "`selectors` of what to leave out")
	f.StringSliceVar(&t.Roots, "root", nil, "`directories` that the documents may refer to, beside their own")
	f.BoolVar(&in.odata, "odata", false, "read the paths of OpenAPI as those of OData, or with =false as plain operations (default: what the document says)")
	return cmd
}

// severity is a value of --fail-on.
type severity struct {
	side string // wire, go, or "" for both
	at   changes.Severity
}

func parseSeverity(text string) (severity, error) {
	var s severity
	side, name, ok := strings.Cut(text, ":")
	if !ok {
		side, name = "", text
	}
	at, known := changes.ParseSeverity(name)
	if text != "" && (!known || at == changes.None || !slices.Contains([]string{"", "wire", "go"}, side)) {
		return s, &usageError{message: fmt.Sprintf("--fail-on is %q, want breaking, dangerous or safe, with wire: or go: before it for one side", text)}
	}
	return severity{side, at}, nil
}

func (s severity) of(c changes.Change) changes.Severity {
	switch s.side {
	case "wire":
		return c.Wire
	case "go":
		return c.Go
	}
	return c.Worst()
}

func (in *diffFlags) run(cmd *cobra.Command, was, is string) (err error) {
	failOn, err := parseSeverity(in.failOn)
	if err != nil {
		return err
	}
	if !slices.Contains(report.Formats, in.format) {
		return &usageError{message: fmt.Sprintf("--format is %q, want %s", in.format, strings.Join(report.Formats, ", "))}
	}
	if cmd.Flags().Changed("odata") {
		in.target.OData = &in.odata
	}
	diags := new(diag.List)
	var allowed *allow.List
	if in.allow != "" {
		allowed = allow.Read(in.allow, time.Now(), diags)
	}
	if err := finish(cmd, diags); err != nil {
		return err
	}
	d, diags := generator.Diff(was, is, in.target)
	if err := finish(cmd, diags); err != nil && !errors.Is(err, errPartial) {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	r := in.report(d, allowed)
	if err := in.write(cmd, r, d, was, is); err != nil {
		return &usageError{message: err.Error()}
	}
	worst := changes.None
	for _, i := range r.Items {
		if i.Allowed == "" {
			worst = max(worst, failOn.of(i.Change))
		}
	}
	if in.failOn != "" && worst >= failOn.at {
		return &errChanges{worst}
	}
	return nil
}

func (in *diffFlags) report(d *generator.Comparison, allowed *allow.List) report.Report {
	var r report.Report
	for _, c := range d.Changes {
		i := report.Item{Change: c}
		if allowed != nil {
			i.Allowed = allowed.Reason(c)
		}
		r.Items = append(r.Items, i)
	}
	if allowed != nil {
		r.Stale = allowed.Stale()
	}
	return r
}

// write writes the report to the file that was asked for, or prints it.
func (in *diffFlags) write(cmd *cobra.Command, r report.Report, d *generator.Comparison, was, is string) (err error) {
	opts := report.Options{Old: was, New: is, Version: lockVersion(), OldExcerpt: d.OldExcerpt, NewExcerpt: d.NewExcerpt}
	w := cmd.OutOrStdout()
	if in.file == "" {
		opts.Colour = coloured(w)
		return r.Write(w, report.Format(in.format), opts)
	}
	f, err := os.Create(in.file)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return r.Write(f, report.Format(in.format), opts)
}
