// Command layout measures what the layout of generated codecs costs and gives: a
// list of the properties, which one loop walks, or a switch to decode and a call
// for each property to encode. Both are emitted for the types of package graph,
// over the same small codec in layout/lean, and are compiled and run.
//
//	go run ./layout            # prints the table
//	go run ./layout -write     # writes it into RESULTS.md
package main

import (
	"embed"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/seed-349153d7/odagen/bench/internal/results"
	"github.com/seed-349153d7/odagen/bench/internal/shape"
)

func main() {
	log.SetFlags(0)
	copies := flag.Int("copies", 20, "how often the types are copied to be compiled")
	rounds := flag.Int("rounds", 5, "how often each layout is compiled and run")
	toFile := flag.Bool("write", false, "write RESULTS.md")
	flag.Parse()
	dir, err := os.MkdirTemp("", "odagen-layout-")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	structs := shape.Structs()
	properties := 0
	for _, s := range structs {
		properties += len(s.Properties)
	}
	properties *= *copies
	writeModule(dir)
	var rows []*row
	for i, l := range layouts {
		text, lines := source(l, structs, *copies)
		r := &row{layout: l, pkg: fmt.Sprintf("layout%d", i), text: string(text), lines: lines}
		rows = append(rows, r)
	}
	writeSpeed(dir, rows[1].pkg, "Listed", "Listed")
	writeSpeed(dir, rows[2].pkg, "Switched", "Switched")
	for n := range *rounds {
		for _, r := range rows {
			r.compile(dir, n)
		}
	}
	for range *rounds {
		for _, r := range rows[1:] {
			r.time(dir)
		}
	}
	text := section(rows, properties, len(structs)**copies, *rounds, linesOf("graph/codec.go")/float64(properties / *copies))
	if !*toFile {
		fmt.Print(text)
		return
	}
	if err := results.Replace("RESULTS.md", "Layout of the codec", text); err != nil {
		log.Fatal(err)
	}
}

//go:embed lean/*.go
var lean embed.FS

// writeModule writes the module that the layouts are compiled in, with the small
// codec.
func writeModule(dir string) {
	write(filepath.Join(dir, "go.mod"), "module layouts\n\ngo 1.26.0\n")
	if err := os.CopyFS(dir, lean); err != nil {
		log.Fatal(err)
	}
}

// row is what is measured of a layout.
type row struct {
	layout layout
	pkg    string
	text   string
	lines  int
	cpu    []float64            // seconds to compile, by round
	code   int                  // bytes of machine code
	decode map[string][]float64 // nanoseconds by payload and round
	encode map[string][]float64
}

// compile compiles the package; a comment that changes makes the compiler do it
// again.
func (r *row) compile(dir string, round int) {
	path := filepath.Join(dir, r.pkg, "models.go")
	write(path, fmt.Sprintf("// Round %d at %d.\n\n%s", round, time.Now().UnixNano(), r.text))
	archive := filepath.Join(dir, r.pkg+".a")
	if round == 0 { // what it imports
		command(dir, "go", "build", "./lean")
	}
	r.cpu = append(r.cpu, command(dir, "go", "build", "-o", archive, "./"+r.pkg))
	if round == 0 {
		r.code = codeSize(archive)
	}
}

// codeSize returns the size of the functions in a compiled package.
func codeSize(archive string) int {
	out, err := exec.Command("go", "tool", "nm", "-size", archive).Output()
	if err != nil {
		log.Fatal(err)
	}
	sum := 0
	for line := range strings.Lines(string(out)) {
		if f := strings.Fields(line); len(f) > 3 && f[2] == "T" {
			size, err := strconv.Atoi(f[1])
			if err != nil {
				log.Fatal(err)
			}
			sum += size
		}
	}
	return sum
}

// command runs a command and returns its CPU seconds.
func command(dir, name string, args ...string) float64 {
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		log.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
	return (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds()
}

// time runs the program that times the layout.
func (r *row) time(dir string) {
	program := filepath.Join(dir, "speed-"+r.pkg+".exe")
	if r.decode == nil {
		r.decode, r.encode = map[string][]float64{}, map[string][]float64{}
		command(dir, "go", "build", "-o", program, "./speed-"+r.pkg)
	}
	cmd := exec.Command(program)
	cmd.Dir, cmd.Stderr = dir, os.Stderr
	out, err := cmd.Output()
	if err != nil {
		log.Fatal(err)
	}
	var times map[string][2]float64
	if err := json.Unmarshal(out, &times); err != nil {
		log.Fatal(err)
	}
	for name, t := range times {
		r.decode[name] = append(r.decode[name], t[0])
		r.encode[name] = append(r.encode[name], t[1])
	}
}

// linesOf returns the number of lines of a file.
func linesOf(file string) float64 {
	text, err := os.ReadFile(file)
	if err != nil {
		log.Fatal(err)
	}
	return float64(strings.Count(string(text), "\n"))
}

func median(samples []float64) float64 {
	samples = slices.Sorted(slices.Values(samples))
	return samples[len(samples)/2]
}

// section returns the results in Markdown.
func section(rows []*row, properties, types, rounds int, shipped float64) string {
	var b strings.Builder
	fmt.Fprintf(&b, "`go run ./layout -write`: the median of %d interleaved rounds, %s, %s, %s/%s. %d types with %d properties,\n"+
		"over the same small codec (layout/lean). Compile CPU and code are what the layout adds to the types alone.\n\n",
		rounds, time.Now().Format(time.DateOnly), runtime.Version(), runtime.GOOS, runtime.GOARCH, types, properties)
	b.WriteString("| layout | lines a property | compile ms CPU a property | bytes of machine code a property |")
	names := slices.Sorted(maps.Keys(timed))
	for _, n := range names {
		fmt.Fprintf(&b, " ns to decode, encode: %s |", n)
	}
	b.WriteString("\n|---|---:|---:|---:|" + strings.Repeat("---:|", len(names)) + "\n")
	for _, r := range rows[1:] {
		per := func(v float64) float64 { return v / float64(properties) }
		fmt.Fprintf(&b, "| %s | %.2f | %.2f | %.0f |", r.layout.name, per(float64(r.lines)),
			1000*per(median(r.cpu)-median(rows[0].cpu)), per(float64(r.code-rows[0].code)))
		for _, n := range names {
			fmt.Fprintf(&b, " %.0f, %.0f |", median(r.decode[n]), median(r.encode[n]))
		}
		b.WriteByte('\n')
	}
	fmt.Fprintf(&b, "\nThe types alone: %.1f CPU-s; with the list %.1f, with the switch %.1f.\n",
		median(rows[0].cpu), median(rows[1].cpu), median(rows[2].cpu))
	fmt.Fprintf(&b, "odagen's own list has names, flags and facets, and two methods for encoding/json: %.2f lines a property.\n", shipped)
	return b.String()
}
