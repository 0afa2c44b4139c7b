package golang

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/naming"
	"github.com/seed-349153d7/odagen/generator/internal/output"
)

// home is where a reader looks for an item: by the namespace of a type and the words
// of its name, by the tag and the path of an operation. It follows from the item
// alone.
type home struct {
	space string
	words []string // from coarse to fine
}

const (
	// maxWords is how many words of a home a file name has at most, and maxName how
	// many bytes.
	maxWords = 6
	maxName  = 120
)

// verbs begin names of what belongs to an operation, and say nothing about where.
var verbs = []string{"get", "post", "put", "patch", "delete", "head", "options"}

var version = regexp.MustCompile(`^(v\d+(p\d+)?((alpha|beta|rc)\d*)?|api|\d+)$`)

// typeHome is the home of a type, and of what is named after it.
func typeHome(namespace string, name naming.Ident) home {
	var h home
	spaces := strings.Split(namespace, ".")
	for i := len(spaces) - 1; i >= 0; i-- {
		if word := slug(spaces[i]); !version.MatchString(word) {
			h.space = strings.Join(append([]string{word}, versions(spaces[i+1:])...), "_")
			break
		}
	}
	h.words = nameWords(name.String())
	return h
}

// homeOf is the home of a type. That of most types is no namespace to look for.
func (p *planner) homeOf(name api.Name, goName naming.Ident) home {
	if name.Namespace == p.main {
		return typeHome("", goName)
	}
	return typeHome(name.Namespace, goName)
}

// mainNamespace is the namespace of most structs.
func mainNamespace(a *api.API) string {
	count := map[string]int{}
	for _, s := range a.Structs {
		count[s.Name.Namespace]++
	}
	main := ""
	for namespace, n := range count {
		if n > count[main] || n == count[main] && namespace < main {
			main = namespace
		}
	}
	return main
}

// versions are the words of the end of a namespace: core.v1 is core_v1.
func versions(spaces []string) []string {
	var out []string
	for _, s := range spaces {
		out = append(out, slug(s))
	}
	return out
}

// nameWords are the words of a name, without what no reader looks for at its start.
func nameWords(name string) []string {
	words := naming.Words(name)
	for len(words) > 1 && (slices.Contains(verbs, words[0]) || version.MatchString(words[0])) {
		words = words[1:]
	}
	if len(words) > 1 && utf8.RuneCountInString(words[0]) == 1 { // OAuth, X名前
		words = slices.Insert(words[2:], 0, words[0]+words[1])
	}
	if len(words) == 1 && version.MatchString(words[0]) {
		return nil
	}
	return words
}

// endpointHome is the home of an operation: its tag, or the first segment of its path
// that says something, and the segments behind it.
func endpointHome(e *api.Endpoint) home {
	var words []string
	tag := slug(e.Tag)
	if tag != "" {
		words = append(words, tag)
	}
	for segment := range strings.SplitSeq(e.Path, "/") {
		word := slug(segment)
		said := slices.Contains(words, word) || tag != "" && (strings.HasPrefix(word, tag) || strings.HasPrefix(tag, word))
		if word != "" && !said && !strings.Contains(segment, "{") && !version.MatchString(word) {
			words = append(words, word)
		}
	}
	if len(words) == 0 {
		words = nameWords(naming.Exported(e.Name).String())
	}
	return home{words: words}
}

// slug is text as a word of a file name.
func slug(text string) string { return strings.Join(naming.Words(text), "_") }

// path is the names of the files of a kind that can hold what is at h, from coarse to
// fine: for the first letter of a word, then for the word. Inside begins with the file
// of the namespace, otherwise with that of the kind.
func (h home) path(kind string, inside bool) []string {
	name := kind
	if inside {
		name += "_" + h.space
	}
	out := []string{fileName(name)}
	for _, word := range h.words[:min(len(h.words), maxWords)] {
		_, size := utf8.DecodeRuneInString(word)
		out = append(out, fileName(name+"_"+word[:size]), fileName(name+"_"+word))
		name += "_" + word
	}
	return out
}

// fileName is the name of a file, which has no more than maxName bytes.
func fileName(name string) string {
	for len(name) > maxName {
		_, size := utf8.DecodeLastRuneInString(name)
		name = name[:len(name)-size]
	}
	return output.SafeName(name)
}

// best is the best file of known for an item: one of its namespace, then one of all
// namespaces.
func (f *filed) best(known map[string]bool) string {
	for _, path := range [][]string{f.inside, f.path} {
		for _, name := range slices.Backward(path) {
			if known[name] {
				return name
			}
		}
	}
	return f.path[0]
}

// finer are the files that a part of the file of an item goes to, with the item in it:
// for its next word, and for the first letter of that. "" is none.
func (f *filed) finer() (word, letter string) {
	path := f.path
	if f.inside != nil {
		if f.file == path[0] {
			return f.inside[0], ""
		}
		if slices.Contains(f.inside, f.file) {
			path = f.inside
		}
	}
	switch at := slices.Index(path, f.file); {
	case at == len(path)-1:
		return "", ""
	case at%2 == 1: // it is for a letter
		return path[at+1], ""
	default:
		return path[at+2], path[at+1]
	}
}

const (
	// maxLines is about how many lines a file has at most when it is first generated.
	maxLines = 2500
	// grownLines is how long one that is there already may become.
	grownLines = 2 * maxLines
	// minLines is from where a word has a file of its own and is not filed by its
	// first letter.
	minLines = maxLines / 10
)

// filed is an item with the file that holds it.
type filed struct {
	home  home
	lines int
	file  string

	path, inside []string // see home.path; inside is nil where there is no namespace
}

// layout divides the items of a kind into files. Before are the files of the package
// as it was: an item is in the best file for it of those, so that a new type moves no
// other. A file that is too long gets others beside it, for the most common words
// and namespaces, until the rest is short.
func layout(kind string, items []filed, before []string) {
	known := map[string]bool{kind + ".go": true}
	limit := maxLines
	for _, name := range before {
		if name == kind+".go" || strings.HasPrefix(name, kind+"_") {
			known[name], limit = true, grownLines
		}
	}
	for i := range items {
		item := &items[i]
		if item.path = item.home.path(kind, false); item.home.space != "" {
			item.inside = item.home.path(kind, true)
		}
	}
	whole := map[string]bool{} // what cannot be divided
	for {
		files := map[string][]*filed{}
		for i := range items {
			item := &items[i]
			item.file = item.best(known)
			files[item.file] = append(files[item.file], item)
		}
		divided := false
		for _, name := range slices.Sorted(maps.Keys(files)) {
			// A file that was divided before takes items out of this one too.
			held := slices.DeleteFunc(files[name], func(item *filed) bool { return item.best(known) != name })
			if !whole[name] && total(held) > limit {
				whole[name] = !divide(held, known)
				divided = divided || !whole[name]
			}
		}
		if !divided {
			return
		}
	}
}

// divide makes files known that take items out of one that is too long: for frequent
// words, then for letters, then for words that are rare. It reports whether there are
// some.
func divide(items []*filed, known map[string]bool) bool {
	left, divided := total(items), false
	take := func(least int, name func(*filed) string) {
		size := map[string]int{}
		for _, item := range items {
			if next := name(item); next != "" && item.best(known) == item.file {
				size[next] += item.lines
			}
		}
		for _, next := range slices.SortedFunc(maps.Keys(size), func(a, b string) int {
			return cmp.Or(cmp.Compare(size[b], size[a]), cmp.Compare(a, b))
		}) {
			if left > maxLines && size[next] >= least && !known[next] {
				known[next], divided = true, true
				left -= size[next]
			}
		}
	}
	word := func(item *filed) string { w, _ := item.finer(); return w }
	letter := func(item *filed) string { _, l := item.finer(); return l }
	take(minLines, word)
	take(0, letter)
	take(0, word)
	return divided
}

func total(items []*filed) int {
	n := 0
	for _, item := range items {
		n += item.lines
	}
	return n
}

// unlisted are the kinds of files that declare nothing that is listed.
var unlisted = map[string]bool{"codec": true, "codec_v2": true, "typeroutes": true}

// emitAll emits items into a file called kind, or several when they are long. Size
// returns the home of an item and about how many lines it gets.
func emitAll[T any](e *emitter, kind string, items []T, emit func(*file, T), size func(T) (home, int)) {
	if len(items) == 0 && kind != "models" {
		return
	}
	if e.opts.ListOnly {
		if !unlisted[kind] {
			e.file(kind+".go", func(f *file) {
				for _, item := range items {
					emit(f, item)
				}
			})
		}
		return
	}
	all := make([]filed, len(items))
	parts := map[string][]T{}
	if len(items) == 0 {
		parts[kind+".go"] = nil
	}
	for i, item := range items {
		all[i].home, all[i].lines = size(item)
	}
	layout(kind, all, e.opts.Files)
	for i, item := range items {
		parts[all[i].file] = append(parts[all[i].file], item)
	}
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		e.file(name, func(f *file) {
			for _, item := range parts[name] {
				emit(f, item)
			}
		})
	}
}
