//go:build !msgraph

package main

// sdk is msgraph-sdk-go when the program is built with its tag.
func sdk() []codec { return nil }
