package main

import (
	"fmt"
	"runtime"
	"strings"
	"time"
)

// table is what was measured, as Markdown.
func table(tools []*tool, docs []document) string {
	var b strings.Builder
	names := make([]string, len(tools))
	for i, t := range tools {
		names[i] = t.name + " " + t.version
	}
	fmt.Fprintf(&b, "# OpenAPI documents\n\n`go run ./openapi -write`: %s, %s/%s, %d cores, %s; %s. %d documents of the corpus\nof which it says that they compile, with client and server from each tool. Seconds are CPU-seconds, in one\nrun; to compile is without what the package imports. ogen runs with `ignore_not_implemented: [all]` and\n`allow_remote: true`, oapi-codegen without `import-mapping`, which documents in several files need.\n\n",
		runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), time.Now().Format(time.DateOnly), strings.Join(names, ", "), len(docs))
	b.WriteString("The documents that all of the tools generate and compile are summed up in the last three columns.\n\n")
	b.WriteString("| tool | documents that compile | fail to generate | fail to compile | operations covered | generate s | lines | compile s |\n|---|---:|---:|---:|---:|---:|---:|---:|\n")
	total := 0
	for _, d := range docs {
		total += d.operations
	}
	for i, t := range tools {
		var ok, generate, compile, covered, lines int
		var generateTime, compileTime float64
		for _, d := range docs {
			r := d.results[i]
			switch r.stage {
			case "generate":
				generate++
			case "compile":
				compile++
			default:
				ok++
				covered += r.covered
			}
			if d.allCompile() {
				lines += r.lines
				generateTime += r.generate
				compileTime += r.compile
			}
		}
		fmt.Fprintf(&b, "| %s | %d | %d | %d | %d of %d | %.1f | %d | %.1f |\n", t.name, ok, generate, compile, covered, total, generateTime, lines, compileTime)
	}
	b.WriteString("\n## Each document\n\nGenerate s, lines, compile s, operations covered.\n\n| document | operations |")
	for _, t := range tools {
		fmt.Fprintf(&b, " %s | | | |", t.name)
	}
	b.WriteString("\n|---|---:|" + strings.Repeat("---:|---:|---:|---:|", len(tools)) + "\n")
	for _, d := range docs {
		fmt.Fprintf(&b, "| %s | %d |", d.path, d.operations)
		for _, r := range d.results {
			switch r.stage {
			case "":
				fmt.Fprintf(&b, " %.1f | %d | %.1f | %d |", r.generate, r.lines, r.compile, r.covered)
			default:
				fmt.Fprintf(&b, " does not %s | | | |", r.stage)
			}
		}
		b.WriteString("\n")
	}
	b.WriteString("\n## What fails\n\n| document | tool | fails to | first line |\n|---|---|---|---|\n")
	for _, d := range docs {
		for i, r := range d.results {
			if r.stage != "" {
				fmt.Fprintf(&b, "| %s | %s | %s | `%s` |\n", d.path, tools[i].name, r.stage, cell(r.message))
			}
		}
	}
	return b.String()
}

func (d document) allCompile() bool {
	for _, r := range d.results {
		if r.stage != "" {
			return false
		}
	}
	return true
}

// cell is text as it can stand in a cell of a table, within backquotes.
func cell(text string) string {
	return strings.NewReplacer("|", `\|`, "`", "'").Replace(text)
}
