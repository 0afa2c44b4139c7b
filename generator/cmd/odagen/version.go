package main

import (
	"fmt"
	"runtime/debug"
	"slices"

	"github.com/spf13/cobra"
)

func newVersion() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the versions of odagen and of Go",
		Args:  noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			info, _ := debug.ReadBuildInfo()
			if _, err := fmt.Fprintln(cmd.OutOrStdout(), versionLine(info)); err != nil {
				return errFailed
			}
			return nil
		},
	}
}

// versionLine says what info knows, and no more.
func versionLine(info *debug.BuildInfo) string {
	switch {
	case info == nil:
		return "odagen, version unknown"
	case info.Main.Version == "":
		return fmt.Sprintf("odagen, version unknown, built with %s", info.GoVersion)
	}
	return fmt.Sprintf("odagen %s, built with %s", info.Main.Version, info.GoVersion)
}

// lockVersion is the version for locks.
func lockVersion() string {
	info, _ := debug.ReadBuildInfo()
	return releaseOf(info)
}

// releaseOf returns the version of the module that info was built from, or
// "devel" for a build from a checkout: its version has the commit, so that
// each commit would change the locks made by it.
func releaseOf(info *debug.BuildInfo) string {
	const checkout = "devel"
	if info == nil || info.Main.Replace != nil || info.Main.Version == "" || info.Main.Version == "(devel)" {
		return checkout
	}
	if slices.ContainsFunc(info.Settings, func(s debug.BuildSetting) bool { return s.Key == "vcs" }) {
		return checkout
	}
	return info.Main.Version
}
