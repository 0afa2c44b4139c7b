package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/seed-349153d7/odagen/generator"
	"github.com/seed-349153d7/odagen/generator/internal/config"
	"github.com/seed-349153d7/odagen/generator/internal/diag"
)

// input is the flags that say what to generate: a configuration file, or one
// target.
type input struct {
	file   string
	target config.Flags
	odata  bool // of target, when its flag is set
	reads  bool // the command writes nothing, and needs no output

	verbose bool
}

// verbosity shows the warnings that only someone who asks for all is to see.
func (in *input) verbosity(diags *diag.List) {
	if in.verbose {
		diags.ShowHidden()
	}
}

// targetFlags are the flags that stand for a configuration file.
var targetFlags = []string{"source", "output", "package", "emit", "include", "exclude", "runtime", "base-url", "overlay", "root", "silence", "odata"}

func (in *input) register(cmd *cobra.Command) {
	in.registerDocument(cmd)
	f, t := cmd.Flags(), &in.target
	f.BoolVarP(&in.verbose, "verbose", "v", false, "print a line for each file, and warnings about what is not generated")
	f.StringVar(&t.Output, "output", "", "the `directory` to generate into")
	f.StringVar(&t.Package, "package", "", "the `name` of the Go package (default: made from --output)")
	f.StringSliceVar(&t.Emit, "emit", nil, "what to generate: models, client, server (the default), interface, and framework/ with chi, echo, fiber, gin, gorilla or iris")
	complete(cmd, "emit", config.Emits())
	f.StringVar(&t.BaseURL, "base-url", "", "the `URL` of the service (default: what the document says)")
	f.StringSliceVar(&t.Silence, "silence", nil, "`codes` of warnings that are not reported, or code#pointer for one place")
	f.StringVar(&t.Runtime, "runtime", "", "the `directory` that the runtime is copied to (default: runtime in --output)")
}

// registerSource registers the flags for a command that writes nothing.
func (in *input) registerSource(cmd *cobra.Command) {
	in.reads = true
	in.registerDocument(cmd)
}

func (in *input) registerDocument(cmd *cobra.Command) {
	f, t := cmd.Flags(), &in.target
	f.StringVar(&in.file, "config", config.Name, "read what to generate from `file`")
	f.StringVar(&t.Source, "source", "", "read this `document` instead of a configuration file")
	f.StringSliceVar(&t.Roots, "root", nil, "`directories` that the source may refer to, beside its own")
	f.StringSliceVar(&t.Overlays, "overlay", nil, "Overlay `documents` that are applied to the source")
	f.BoolVar(&in.odata, "odata", false, "read the paths of OpenAPI as those of OData, or with =false as plain operations (default: what the document says)")
	f.StringSliceVar(&t.Include, "include", nil, "`selectors` of what to generate: paths, types, operations (default: all)")
	f.StringSliceVar(&t.Exclude, "exclude", nil, "`selectors` of what to leave out")
}

// config returns what to generate, or prints why it is not known.
func (in *input) config(cmd *cobra.Command) (generator.Config, error) {
	diags := new(diag.List)
	var cfg generator.Config
	if err := emptyFlag(cmd); err != nil {
		return cfg, err
	}
	if flag := firstSet(cmd, targetFlags); flag != "" {
		switch {
		case cmd.Flags().Changed("config"):
			return cfg, &usageError{message: "--config and --" + flag + " exclude each other"}
		case in.target.Source == "":
			return cfg, &usageError{message: "--" + flag + " needs --source"}
		case in.target.Output == "" && !in.reads:
			return cfg, &usageError{message: "--" + flag + " needs --output"}
		case in.reads:
			in.target.Output = "." // which is not written to
		}
		if cmd.Flags().Changed("odata") {
			in.target.OData = &in.odata
		}
		cfg = config.FromFlags(in.target, diags)
		err := finish(cmd, diags)
		if errors.Is(err, errFailed) {
			err = errMisuse
		}
		return cfg, err
	}
	cfg = config.Read(in.file, diags)
	return cfg, finish(cmd, diags)
}

// emptyFlag is wrong usage for a flag without a value, as an empty variable of a shell
// gives one: it must not mean all there is.
func emptyFlag(cmd *cobra.Command) error {
	var err error
	cmd.Flags().Visit(func(f *pflag.Flag) {
		value := f.Value.String()
		if list, ok := f.Value.(pflag.SliceValue); ok {
			value = strings.Join(list.GetSlice(), ",")
			if slices.Contains(list.GetSlice(), "") {
				value = ""
			}
		}
		if value == "" && err == nil {
			err = &usageError{message: fmt.Sprintf("--%s has an empty value", f.Name), hint: "write a value, or leave the flag out"}
		}
	})
	return err
}

// complete offers words for the value of a flag.
func complete(cmd *cobra.Command, flag string, words []string) {
	_ = cmd.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(words, cobra.ShellCompDirectiveNoFileComp))
}

func firstSet(cmd *cobra.Command, flags []string) string {
	for _, name := range flags {
		if cmd.Flags().Changed(name) {
			return name
		}
	}
	return ""
}

// finish prints the diagnostics, and returns an error when there is one among them
// or an operation is left out.
func finish(cmd *cobra.Command, diags *diag.List) error {
	switch err := diags.Print(cmd.ErrOrStderr()); {
	case err != nil || diags.HasErrors():
		return errFailed
	case diags.Has(diag.Loss):
		return errPartial
	}
	return nil
}
