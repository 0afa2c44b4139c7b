// Command codec measures how fast odagen and others decode and encode the same
// JSON texts. It prints a table in Markdown and a chart.
//
//	go run ./codec                     # prints the table
//	go run ./codec -write              # writes it into RESULTS.md, and codec.svg
//	go run -tags msgraph ./codec       # with msgraph-sdk-go: a minute to compile
//
// Before anything is measured each codec decodes and encodes each text, and what
// comes out must be the same JSON value; of those that do not claim that, it is
// told. The measurements are interleaved: each round measures each codec once, and
// the median of the rounds counts, so that a noisy machine is noisy for all.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"os"
	"reflect"
	"regexp"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/seed-349153d7/odagen/bench/internal/payload"
	"github.com/seed-349153d7/odagen/bench/internal/results"
)

func main() {
	log.SetFlags(0)
	rounds := flag.Int("rounds", 9, "how often each is measured")
	sample := flag.Duration("sample", 20*time.Millisecond, "how long a measurement takes, at least")
	only := flag.String("codec", "", "measure the codecs that the `regexp` matches, and odagen")
	write := flag.Bool("write", false, "write RESULTS.md and codec.svg")
	flag.Parse()
	match, err := regexp.Compile("odagen|" + *only)
	if err != nil {
		log.Fatal(err)
	}
	all := slices.DeleteFunc(codecs(), func(c codec) bool { return *only != "" && !match.MatchString(c.name) })
	var tasks []*task
	lost := map[string]int{} // how many texts come back as another value, by codec
	for _, p := range payload.All() {
		decode, encode := &task{payload: p, verb: "decode"}, &task{payload: p, verb: "encode"}
		for _, c := range all {
			value, same, err := c.try(p)
			switch {
			case err != nil:
				log.Fatal(err)
			case !same && c.loss == "":
				log.Fatalf("%s: encoding gives another value than was decoded: %s", c.name, p.Name)
			case !same:
				lost[c.name]++
			}
			k := c.kinds[p.Kind]
			decode.add(c.name, func() error { _, err := k.decode(p.Text); return err })
			var buf []byte
			encode.add(c.name, func() error {
				out, err := k.encode(value, buf)
				buf = out
				return err
			})
		}
		tasks = append(tasks, decode, encode)
	}
	for _, t := range tasks {
		t.run(*rounds, *sample)
		fmt.Fprintf(os.Stderr, "%s, %s\n", t.verb, t.payload.Name)
	}
	text := section(all, tasks, lost, *rounds)
	if !*write {
		fmt.Print(text)
		return
	}
	if err := results.Replace("RESULTS.md", "Codec", text); err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile("codec.svg", []byte(chart(tasks)), 0o644); err != nil {
		log.Fatal(err)
	}
}

// try decodes p and encodes the value. It returns the value, and whether what
// came out is the same JSON value as what went in.
func (c *codec) try(p payload.Payload) (value any, same bool, err error) {
	k := c.kinds[p.Kind]
	if value, err = k.decode(slices.Clone(p.Text)); err != nil {
		return nil, false, fmt.Errorf("%s: decode %s: %w", c.name, p.Name, err)
	}
	out, err := k.encode(value, nil)
	if err != nil {
		return nil, false, fmt.Errorf("%s: encode %s: %w", c.name, p.Name, err)
	}
	return value, reflect.DeepEqual(parse(out), parse(p.Text)), nil
}

// parse returns a JSON value, with numbers as their text.
func parse(text []byte) any {
	in := json.NewDecoder(strings.NewReader(string(text)))
	in.UseNumber()
	var v any
	if err := in.Decode(&v); err != nil {
		log.Fatal(err)
	}
	return v
}

// machine tells what the numbers were measured with.
func machine(all []codec) string {
	versions := map[string]string{}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, d := range info.Deps {
			versions[d.Path] = d.Version
		}
	}
	var used []string
	for _, c := range all {
		if v := versions[c.module]; v != "" && !slices.Contains(used, c.module+" "+v) {
			used = append(used, c.module+" "+v)
		}
	}
	return fmt.Sprintf("%s, %s, %s/%s, %d cores%s; %s.", time.Now().Format(time.DateOnly), runtime.Version(),
		runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), cpuModel(), strings.Join(used, ", "))
}

// cpuModel returns the name of the processor where the system tells it.
func cpuModel() string {
	text, err := os.ReadFile("/proc/cpuinfo")
	if err != nil {
		return ""
	}
	for line := range strings.Lines(string(text)) {
		if name, ok := strings.CutPrefix(line, "model name"); ok {
			return ", " + strings.TrimSpace(strings.TrimLeft(name, "\t: "))
		}
	}
	return ""
}
