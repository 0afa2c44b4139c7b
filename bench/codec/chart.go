package main

import (
	"fmt"
	"html"
	"math"
	"strings"
)

// The measures of the chart, in pixels.
const (
	chartWidth = 960
	panelWidth = 470
	labelWidth = 130
	barHeight  = 13
	headHeight = 34
	panelGap   = 12
)

// clipped is from how many times odagen's time on a bar is cut off.
const clipped = 6

// chart draws the tasks as bar charts, a row for each text, decoding on the left
// and encoding on the right. A bar is as long as a call takes, of the slowest in
// its panel; one that takes more than clipped times as long as odagen is cut off.
func chart(tasks []*task) string {
	panelHeight := headHeight + barHeight*len(tasks[0].runs) + panelGap
	height := panelHeight*((len(tasks)+1)/2) + 30
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="11">`+"\n", chartWidth, height)
	b.WriteString("<title>Time to decode and encode JSON texts, by codec; shorter is better</title>\n")
	fmt.Fprintf(&b, `<rect width="%d" height="%d" fill="#ffffff"/>`+"\n", chartWidth, height)
	for i, t := range tasks {
		panel(&b, t, i%2*(chartWidth-panelWidth)+4, i/2*panelHeight)
	}
	fmt.Fprintf(&b, `<text x="4" y="%d" fill="#555555">Time of a call; shorter is better. In brackets: multiples of odagen's.</text>`+"\n</svg>\n", height-10)
	return b.String()
}

func panel(b *strings.Builder, t *task, x, y int) {
	fmt.Fprintf(b, `<text x="%d" y="%d" font-weight="bold" fill="#222222">%s: %s</text>`+"\n", x, y+24, t.verb, html.EscapeString(t.payload.Name))
	slowest := 0.0
	for _, r := range t.runs {
		slowest = math.Max(slowest, math.Min(r.ns, clipped*t.odagen().ns))
	}
	const longest = panelWidth - labelWidth - 120
	for i, r := range t.runs {
		top := y + headHeight + i*barHeight
		fill := "#9db4c8"
		if r == t.odagen() {
			fill = "#d9642a"
		}
		length := math.Max(1, longest*math.Min(1, r.ns/slowest))
		value := fmt.Sprintf("%s (%.1f×)", duration(r.ns), r.ns/t.odagen().ns)
		if r.ns > slowest {
			value = "… " + value
		}
		fmt.Fprintf(b, `<text x="%d" y="%d" text-anchor="end" fill="#222222">%s</text>`, x+labelWidth-6, top+10, html.EscapeString(r.codec))
		fmt.Fprintf(b, `<rect x="%d" y="%d" width="%.1f" height="%d" fill="%s"/>`, x+labelWidth, top+1, length, barHeight-3, fill)
		fmt.Fprintf(b, `<text x="%.1f" y="%d" fill="#222222">%s</text>`+"\n", float64(x+labelWidth)+length+4, top+10, value)
	}
}

// duration returns nanoseconds with three digits and a unit.
func duration(ns float64) string {
	unit := "ns"
	for _, larger := range []string{"µs", "ms", "s"} {
		if ns < 1000 {
			break
		}
		ns, unit = ns/1000, larger
	}
	return fmt.Sprintf("%.*f %s", max(0, 2-int(math.Log10(math.Max(ns, 1)))), ns, unit)
}
