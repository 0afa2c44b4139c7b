package diag

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestOfManyWarningsOfOneKindAFewAreTold(t *testing.T) {
	var all []Diagnostic
	add := func(n int, severity Severity, code, message string) {
		for i := range n {
			all = append(all, Diagnostic{Severity: severity, Code: code, Pos: Position{File: "a.yaml", Line: i + 1}, Message: fmt.Sprintf(message, i)})
		}
	}
	add(40, Warning, "server", `the server "s%d" has no host`)
	add(12, Loss, "wrong-type", `"p%d" is a map`)
	add(10, Warning, "enum", "%d values")
	add(11, Warning, "enum", "%d other values")
	got := map[string]int{}
	var last []string
	for _, d := range grouped(all) {
		got[d.Code]++
		if len(d.Message) > 40 {
			last = append(last, d.Message)
		}
	}
	if diff := cmp.Diff(map[string]int{"server": 3, "wrong-type": 12, "enum": 13}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{`the server "s2" has no host (so in 37 places more)`}, last); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
