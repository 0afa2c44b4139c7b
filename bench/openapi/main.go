// Command openapi runs documents of the OpenAPI corpus through odagen and, beside
// it, through oapi-codegen and ogen: client and server of each, in the same run. It
// prints a table in Markdown.
//
//	go run ./openapi                # print the tables
//	go run ./openapi -write         # write OPENAPI.md
//	go run ./openapi -only stripe   # the documents with that in their path
//
// It takes the 3.x documents with paths that the corpus says compile. Seconds are
// those that the processors worked, user and system. All documents take 20 minutes.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

func main() {
	log.SetFlags(0)
	corpus := flag.String("corpus", "../../shared/corpus/openapi", "the `directory` with the documents and their tables")
	only := flag.String("only", "", "take the documents with this `text` in their path, and no others")
	write := flag.Bool("write", false, "write OPENAPI.md")
	flag.Parse()
	dir, err := os.MkdirTemp("", "odagen-openapi-")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	if *corpus, err = filepath.Abs(*corpus); err != nil {
		log.Fatal(err)
	}
	docs, err := choose(*corpus, *only)
	if err != nil {
		log.Fatal(err)
	}
	tools, err := install(dir, *corpus)
	if err != nil {
		log.Fatal(err)
	}
	for _, t := range tools {
		for i := range docs {
			docs[i].results = append(docs[i].results, t.generate(docs[i]))
			log.Printf("%s %s: %s", t.name, docs[i].path, docs[i].results[len(docs[i].results)-1])
		}
		if err := t.compile(docs); err != nil {
			log.Fatal(err)
		}
	}
	text := table(tools, docs)
	if !*write {
		fmt.Print(text)
		return
	}
	if err := os.WriteFile("OPENAPI.md", []byte(text), 0o644); err != nil {
		log.Fatal(err)
	}
}

// document is a document of the corpus and what the tools make of it, in their
// order.
type document struct {
	path       string // below the corpus
	file       string // absolute
	name       string // of its package
	operations int
	results    []*result
}

// choose returns the documents that have only in their path, by path.
func choose(corpus, only string) ([]document, error) {
	compiles := map[string]bool{}
	rows, err := readTable(filepath.Join(corpus, "EXPECT.tsv"))
	if err != nil {
		return nil, err
	}
	for _, cells := range rows {
		compiles[cells[0]] = cells[1] == "compile"
	}
	if rows, err = readTable(filepath.Join(corpus, "INDEX.tsv")); err != nil {
		return nil, err
	}
	var out []document
	for _, cells := range rows {
		paths, _ := strconv.Atoi(cells[2])
		if !compiles[cells[0]] || !strings.HasPrefix(cells[1], "3.") || paths == 0 || !strings.Contains(cells[0], only) {
			continue
		}
		file, err := filepath.Abs(filepath.Join(corpus, cells[0]))
		if err != nil {
			return nil, err
		}
		out = append(out, document{path: cells[0], file: file})
	}
	slices.SortFunc(out, func(a, b document) int { return strings.Compare(a.path, b.path) })
	for i := range out {
		out[i].name = fmt.Sprintf("p%03d", i)
		out[i].operations = operations(out[i].file)
	}
	return out, nil
}

// readTable returns the cells of the rows of a table, without its heading.
func readTable(file string) ([][]string, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var rows [][]string
	for _, line := range strings.Split(strings.TrimSpace(string(data)), "\n")[1:] {
		rows = append(rows, strings.Split(line, "\t"))
	}
	return rows, nil
}

// operations counts the operations of a document, webhooks too; 0 when
// kin-openapi does not read it.
func operations(file string) int {
	loader := openapi3.NewLoader()
	loader.IsExternalRefsAllowed = true
	doc, err := loader.LoadFromFile(file)
	if err != nil {
		return 0
	}
	n := 0
	for _, item := range doc.Paths.Map() {
		n += len(item.Operations())
	}
	for _, item := range doc.Webhooks {
		n += len(item.Operations())
	}
	return n
}
