package golang

import (
	"slices"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/output"
)

// maxLines is about how many lines a file may have before it is split.
const maxLines = 2500

// part is what a file of one kind holds.
type part[T any] struct {
	file  string
	items []T
}

// split divides items, which are sorted by name, into files: all in one as long as
// that is short enough, otherwise by the first letters of their names. So a new
// type changes the file that its name belongs to, and no other.
func split[T any](kind string, items []T, name func(T) string, lines func(T) int) []part[T] {
	total := 0
	for _, item := range items {
		total += lines(item)
	}
	if total <= maxLines {
		return []part[T]{{kind + ".go", items}}
	}
	return splitAt(kind, items, 1, name, lines)
}

// splitAt divides items by the first n letters of their names, and what is still
// too long by one letter more.
func splitAt[T any](kind string, items []T, n int, name func(T) string, lines func(T) int) []part[T] {
	prefix := func(item T) string {
		runes := []rune(strings.ToLower(name(item)))
		return string(runes[:min(n, len(runes))])
	}
	groups := map[string][]T{}
	var order []string
	for _, item := range items {
		key := prefix(item)
		if groups[key] == nil {
			order = append(order, key)
		}
		groups[key] = append(groups[key], item)
	}
	slices.Sort(order)
	var out []part[T]
	for _, key := range order {
		group, total := groups[key], 0
		for _, item := range group {
			total += lines(item)
		}
		if total > maxLines && len(group) > 1 && len([]rune(key)) == n {
			out = append(out, splitAt(kind, group, n+1, name, lines)...)
			continue
		}
		out = append(out, part[T]{output.SafeName(kind + "_" + key), group})
	}
	return out
}
