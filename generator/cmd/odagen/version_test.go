package main

import (
	"runtime/debug"
	"testing"
)

func TestTheVersionIsNeverInvented(t *testing.T) {
	released := debug.Module{Path: "example.com/odagen", Version: "v1.2.3"}
	tests := []struct {
		name       string
		info       *debug.BuildInfo
		line, lock string
	}{
		{"none", nil, "odagen, version unknown", "devel"},
		{"no version", &debug.BuildInfo{GoVersion: "go1.26.0"}, "odagen, version unknown, built with go1.26.0", "devel"},
		{"released", &debug.BuildInfo{GoVersion: "go1.26.0", Main: released}, "odagen v1.2.3, built with go1.26.0", "v1.2.3"},
		{
			"go run in a checkout",
			&debug.BuildInfo{GoVersion: "go1.26.0", Main: debug.Module{Version: "(devel)"}},
			"odagen (devel), built with go1.26.0", "devel",
		},
		{
			"go build in a checkout",
			&debug.BuildInfo{
				GoVersion: "go1.26.0", Main: debug.Module{Version: "v1.2.4-0.20260101000000-abcdefabcdef+dirty"},
				Settings: []debug.BuildSetting{{Key: "vcs", Value: "git"}},
			},
			"odagen v1.2.4-0.20260101000000-abcdefabcdef+dirty, built with go1.26.0", "devel",
		},
		{
			"replaced by a directory",
			&debug.BuildInfo{GoVersion: "go1.26.0", Main: debug.Module{Version: "v0.0.0", Replace: &debug.Module{Path: "../.."}}},
			"odagen v0.0.0, built with go1.26.0", "devel",
		},
	}
	for _, tt := range tests {
		if got := versionLine(tt.info); got != tt.line {
			t.Errorf("%s: versionLine = %q, want %q", tt.name, got, tt.line)
		}
		if got := releaseOf(tt.info); got != tt.lock {
			t.Errorf("%s: releaseOf = %q, want %q", tt.name, got, tt.lock)
		}
	}
}
