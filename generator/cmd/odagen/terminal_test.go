package main

import (
	"bytes"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestADiffForATerminal(t *testing.T) {
	const diff = "diff a b\n--- a\n+++ b\n@@ -1 +1 @@\n same\n-\told \x1b[2J\n+\tnew \u202e\n"
	const plain = "diff a b\n--- a\n+++ b\n@@ -1 +1 @@\n same\n-\told \\x1b[2J\n+\tnew \\u202e\n"
	if diff := cmp.Diff(plain, shownDiff(diff, false)); diff != "" {
		t.Errorf("without colours (-want +got):\n%s", diff)
	}
	const coloured = "\x1b[1mdiff a b\x1b[0m\n\x1b[1m--- a\x1b[0m\n\x1b[1m+++ b\x1b[0m\n\x1b[36m@@ -1 +1 @@\x1b[0m\n same\n" +
		"\x1b[31m-\told \\x1b[2J\x1b[0m\n\x1b[32m+\tnew \\u202e\x1b[0m\n"
	if diff := cmp.Diff(coloured, shownDiff(diff, true)); diff != "" {
		t.Errorf("with colours (-want +got):\n%s", diff)
	}
}

func TestWhatATerminalIs(t *testing.T) {
	file, err := os.Create(filepath.Join(t.TempDir(), "f"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	null, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	defer null.Close()
	for name, w := range map[string]any{"a buffer": new(bytes.Buffer), "a file": file, "the null device": null} {
		if isTerminal(w) {
			t.Errorf("%s is taken for a terminal", name)
		}
	}
	if runtime.GOOS != "linux" {
		t.Skip("no other device is known here")
	}
	device, err := os.Open("/dev/zero") // a character device, as terminals are
	if err != nil {
		t.Fatal(err)
	}
	defer device.Close()
	for _, tt := range []struct {
		noColor, term string
		want          bool
	}{{"", "xterm", true}, {"1", "xterm", false}, {"", "dumb", false}} {
		t.Setenv("NO_COLOR", tt.noColor)
		t.Setenv("TERM", tt.term)
		if !isTerminal(device) || coloured(device) != tt.want {
			t.Errorf("%+v: terminal %t, colours %t", tt, isTerminal(device), coloured(device))
		}
	}
}
