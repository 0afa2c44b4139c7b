package golang

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/seed-349153d7/odagen/generator/internal/output"
)

// maxLines is about how many lines a file may have before it is split.
const maxLines = 2500

// maxPrefix is how many letters of names a file name has at most. What still is
// longer than maxLines then stays in one file.
const maxPrefix = 40

// part is what a file of one kind holds.
type part[T any] struct {
	file  string
	items []T
}

// split divides items, which are sorted by name, into files: all in one as long as
// that is short enough. Otherwise the names with the most common first letter get
// files of their own, then the next, until the rest is short enough. So a new type
// mostly changes the file that its name belongs to, and no other.
func split[T any](kind string, items []T, name func(T) string, lines func(T) int) []part[T] {
	return splitAt(kind, "", items, func(item T) string { return strings.ToLower(name(item)) }, lines)
}

// splitAt is split for items whose names start with prefix.
func splitAt[T any](kind, prefix string, items []T, name func(T) string, lines func(T) int) []part[T] {
	file := kind + ".go"
	if prefix != "" {
		file = output.SafeName(kind + "_" + prefix)
	}
	groups, total := map[string][]T{}, 0
	size := map[string]int{}
	for _, item := range items {
		key := longer(name(item), prefix)
		groups[key] = append(groups[key], item)
		size[key] += lines(item)
		total += lines(item)
	}
	delete(size, prefix) // a name that ends here cannot go further
	var out []part[T]
	for total > maxLines && len(size) > 0 && utf8.RuneCountInString(prefix) < maxPrefix {
		largest := ""
		for key, n := range size {
			if largest == "" || n > size[largest] || n == size[largest] && key < largest {
				largest = key
			}
		}
		out = append(out, splitAt(kind, largest, groups[largest], name, lines)...)
		total -= size[largest]
		delete(size, largest)
		delete(groups, largest)
	}
	var rest []T
	for _, item := range items {
		if groups[longer(name(item), prefix)] != nil {
			rest = append(rest, item)
		}
	}
	if len(rest) > 0 {
		out = append(out, part[T]{file, rest})
	}
	slices.SortFunc(out, func(a, b part[T]) int { return strings.Compare(a.file, b.file) })
	return out
}

// longer returns the part of name that has one letter more than prefix.
func longer(name, prefix string) string {
	_, n := utf8.DecodeRuneInString(name[len(prefix):])
	return name[:len(prefix)+n]
}
