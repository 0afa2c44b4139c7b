// Command reading measures what it costs to generate from a document, against the
// size of the document, and what the largest documents of the corpus cost. It prints
// tables in Markdown.
//
//	go run ./reading                          # print the tables
//	go run ./reading -write                   # write READING.md
//	go run ./reading -only paths -max 4000    # one kind of document, in small sizes
//	go run ./reading -before COMMIT,COMMIT    # the documents of the corpus with older odagens too
//
// Seconds are those that the processors worked, user and system. A size that takes more
// than the limit ends its row.
package main

import (
	"errors"
	"flag"
	"fmt"
	"log"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"
)

func main() {
	log.SetFlags(0)
	corpus := flag.String("corpus", "../../shared/corpus/openapi", "the `directory` with the documents of the corpus")
	only := flag.String("only", "", "measure the kinds and documents with this `text` in their name, and no others")
	most := flag.Int("max", 100_000, "the largest size")
	limit := flag.Duration("limit", 5*time.Minute, "how long one document may take")
	before := flag.String("before", "", "measure odagen of these `commits` too, with commas between")
	write := flag.Bool("write", false, "write READING.md")
	flag.Parse()
	dir, err := os.MkdirTemp("", "odagen-reading-")
	if err != nil {
		log.Fatal(err)
	}
	b := &bench{dir: dir, limit: *limit}
	text, err := b.tables(*before, *corpus, *only, *most)
	if err := errors.Join(err, os.RemoveAll(dir)); err != nil {
		log.Fatal(err)
	}
	if !*write {
		fmt.Print(text)
		return
	}
	if err := os.WriteFile("READING.md", []byte(text), 0o644); err != nil {
		log.Fatal(err)
	}
}

// tables measures everything.
func (b *bench) tables(before, corpus, only string, most int) (string, error) {
	if err := b.build(before); err != nil {
		return "", err
	}
	text := fmt.Sprintf("# What reading costs\n\n`go run ./reading %s`: %s, %s/%s, %d cores, %s.\n%s",
		strings.Join(os.Args[1:], " "), runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), time.Now().Format(time.DateOnly), intro)
	growth, err := b.growth(only, most)
	if err != nil {
		return "", err
	}
	documents, err := b.documents(corpus, only)
	return text + growth + documents, err
}

const intro = `Reading, generating models, client and server, and writing them; CPU-seconds, user and system, one run each. The
runtime is not written.
`

// bench runs odagens on documents.
type bench struct {
	dir   string
	limit time.Duration
	tools []tool // this one is the last
}

// tool is odagen as it is or was.
type tool struct{ name, program string }

// build builds odagen of the commits, and of the working tree.
func (b *bench) build(commits string) error {
	repository, err := filepath.Abs("..")
	if err != nil {
		return err
	}
	for _, commit := range strings.FieldsFunc(commits, func(r rune) bool { return r == ',' }) {
		tree := filepath.Join(b.dir, "at-"+commit)
		script := fmt.Sprintf("mkdir %q && git archive %q | tar x -C %q", tree, commit, tree)
		if err := run(repository, "sh", "-c", script); err != nil {
			return err
		}
		if err := b.add(commit, tree); err != nil {
			return err
		}
	}
	return b.add("this commit", repository)
}

func (b *bench) add(name, tree string) error {
	t := tool{name, filepath.Join(b.dir, fmt.Sprintf("odagen-%d", len(b.tools)))}
	b.tools = append(b.tools, t)
	return run(tree, "go", "build", "-o", t.program, "./generator/cmd/odagen")
}

func run(dir, name string, args ...string) error {
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s %s: %w\n%s", name, strings.Join(args, " "), err, out)
	}
	return nil
}

// largestOutput is the largest size of what makes much Go.
const largestOutput = 16_000

// growth is the table of time against size.
func (b *bench) growth(only string, most int) (string, error) {
	sizes := slices.DeleteFunc([]int{1000, 2000, 4000, 8000, largestOutput, 100_000}, func(n int) bool { return n > most })
	var out strings.Builder
	fmt.Fprint(&out, "\n## Time against size\n\nThe ratio is what twice as much costs, from 4,000 to the largest size: 2 is a straight line, and less where\nthe program itself still counts. What makes a type or an operation of each is measured up to 16,000: the Go that\ncomes out is what takes the time.\n\n| what |")
	for _, n := range sizes {
		fmt.Fprintf(&out, " %d |", n)
	}
	fmt.Fprint(&out, " ratio per doubling |\n|---|", strings.Repeat("---:|", len(sizes)+1), "\n")
	for _, k := range kinds {
		if !strings.Contains(k.name, only) {
			continue
		}
		row, err := b.row(k, sizes)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&out, "| %s |%s\n", k.name, row)
	}
	return out.String(), nil
}

// row measures a kind of document at each size.
func (b *bench) row(k kind, sizes []int) (string, error) {
	var cells strings.Builder
	base, first, ratio := 0, 0., "-"
	for i, n := range sizes {
		if k.output && n > largestOutput {
			cells.WriteString(" |")
			break
		}
		file := filepath.Join(b.dir, fmt.Sprintf("document.%s", k.ext))
		if err := os.WriteFile(file, []byte(k.text(n)), 0o644); err != nil {
			return "", err
		}
		cost, err := b.measure(b.tools[len(b.tools)-1], file, "")
		log.Printf("%s %d: %s %v", k.name, n, cost, err)
		if err != nil {
			fmt.Fprintf(&cells, " %s |%s", err, strings.Repeat(" |", len(sizes)-i-1))
			break
		}
		fmt.Fprintf(&cells, " %.2f |", cost.seconds)
		if n <= 4000 {
			base, first = n, cost.seconds
			continue
		}
		ratio = fmt.Sprintf("%.2f", math.Pow(cost.seconds/first, 1/math.Log2(float64(n)/float64(base))))
	}
	return cells.String() + " " + ratio + " |", nil
}

// cost is what a run took.
type cost struct {
	seconds float64
	peak    int64 // bytes
	left    int   // operations that were left out
}

func (c cost) String() string { return fmt.Sprintf("%.2f s, %d MB", c.seconds, c.peak>>20) }

// large are documents of the corpus that people know for their size.
var large = []string{
	"stripe/openapi/spec3.json", "discord/specs/openapi.json", "redocly-cli/tests/smoke/rebilly/rebilly-description.yaml",
	"adyen/yaml/ManagementService-v3.yaml", "twilio/spec/json/twilio_api_v2010.json",
}

// documents is the table of the large documents, with each odagen.
func (b *bench) documents(corpus, only string) (string, error) {
	var out strings.Builder
	out.WriteString("\n## Large documents\n\nCPU-seconds and peak memory in MB.\n\n| document | MB |")
	for _, t := range b.tools {
		fmt.Fprintf(&out, " %s s | MB |", t.name)
	}
	fmt.Fprint(&out, "\n|---|---:|", strings.Repeat("---:|---:|", len(b.tools)), "\n")
	for _, name := range large {
		file, err := filepath.Abs(filepath.Join(corpus, name))
		if err != nil {
			return "", err
		}
		info, err := os.Stat(file)
		if err != nil || !strings.Contains(name, only) {
			continue
		}
		fmt.Fprintf(&out, "| %s | %.1f |", name, float64(info.Size())/1e6)
		for _, t := range b.tools {
			c, err := b.measure(t, file, corpus)
			log.Printf("%s %s: %s %v", t.name, name, c, err)
			if err != nil {
				fmt.Fprintf(&out, " %s | |", err)
				continue
			}
			fmt.Fprintf(&out, " %.1f | %d |", c.seconds, c.peak>>20)
		}
		out.WriteString("\n")
	}
	return out.String(), nil
}
