package main

import (
	"fmt"
	"strings"
)

// section returns the results in Markdown: the ratios at a glance, then every
// number.
func section(all []codec, tasks []*task, lost map[string]int, rounds int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "`go run ./codec -write`: the median of %d interleaved rounds, in time of processors. %s\n\n", rounds, machine(all))
	b.WriteString("![how long each codec takes](codec.svg)\n\n")
	b.WriteString("Unless told otherwise all hold every member of the texts and give back the same JSON value. Dates are text for all but\n" +
		"odagen and msgraph-sdk-go, which check them; enumerations are strings for the others. odagen, json/v2, segmentio, easyjson\n" +
		"and ogen write into a buffer that is used again; for the others no such call was used. sonic, which compiles just in time with\n" +
		"this version of Go, is used with its defaults, which check neither UTF-8 nor control characters in strings and let\n" +
		"strings point into one copy of the whole text, and with ConfigStd, which does as encoding/json does.\n\n")
	for _, c := range all {
		if n := lost[c.name]; n > 0 {
			fmt.Fprintf(&b, "%s gives back another JSON value of %d of the %d texts: it %s.\n\n", c.name, n, len(tasks)/2, c.loss)
		}
	}
	glance(&b, tasks)
	b.WriteString("\n| text | | codec | ns/op | MB/s | B/op | allocs/op | × odagen |\n|---|---|---|---:|---:|---:|---:|---:|\n")
	for _, t := range tasks {
		for _, r := range t.runs {
			fmt.Fprintf(&b, "| %s | %s | %s | %.0f | %.0f | %.0f | %.0f | %.2f |\n", t.payload.Name, t.verb, r.codec,
				r.ns, t.rate(r), r.bytes, r.allocs, r.ns/t.odagen().ns)
		}
	}
	return b.String()
}

// rate returns the speed in MB/s.
func (t *task) rate(r *run) float64 { return float64(len(t.payload.Text)) / r.ns * 1e3 }

// glance writes how many times as long as odagen each codec takes.
func glance(b *strings.Builder, tasks []*task) {
	b.WriteString("Time of processors in multiples of odagen's:\n\n| text | |")
	for _, r := range tasks[0].runs {
		fmt.Fprintf(b, " %s |", r.codec)
	}
	b.WriteString("\n|---|---|" + strings.Repeat("---:|", len(tasks[0].runs)) + "\n")
	for _, t := range tasks {
		fmt.Fprintf(b, "| %s | %s |", t.payload.Name, t.verb)
		for _, r := range t.runs {
			fmt.Fprintf(b, " %.2f |", r.ns/t.odagen().ns)
		}
		b.WriteByte('\n')
	}
}
