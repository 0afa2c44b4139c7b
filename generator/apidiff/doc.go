// Package apidiff compares the verdicts about the Go API with those of
// golang.org/x/exp/apidiff. It is a module of its own, so that what it compares with is
// no dependency of odagen.
package apidiff
