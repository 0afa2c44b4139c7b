package generator_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// What a case can come to.
const (
	casePassed = iota
	caseFailed
	caseNotExpressible
)

// annotated is the file of the suite that says that formats are not checked.
const annotated = "format"

// verdict says what a case came to, and why it is not expressible.
func (g *schemaGroup) verdict(c *schemaCase) (verdict int, why string) {
	switch {
	case g.refused != "":
		return caseNotExpressible, "the document is refused: " + g.refused
	case c.Valid == (c.Decode+c.Validate == ""):
		return casePassed, ""
	case !c.Valid:
		return caseFailed, "it is allowed"
	case c.Decode == "":
		if g.file == annotated {
			return caseNotExpressible, "formats are checked, which the standard leaves to the program"
		}
		return caseFailed, c.Validate
	}
	for kind, why := range map[string]string{
		"want a value, got null":     "what has properties is an object, though the schema has no type",
		"want an object":             "what has properties is an object, though the schema has no type",
		"want an array":              "what has items is an array, though the schema has no type",
		"want an integer of 64 bits": "integers have 64 bits",
	} {
		if strings.Contains(c.Decode, ": "+kind) {
			return caseNotExpressible, why
		}
	}
	return caseFailed, c.Decode
}

// schemaTable tells what the cases of the suite came to.
func schemaTable(groups []*schemaGroup) string {
	var files []string
	counts := map[string]*[3]int{}
	reasons := map[string]int{}
	var failed []string
	total := [3]int{}
	for _, g := range groups {
		if counts[g.file] == nil {
			files = append(files, g.file)
			counts[g.file] = new([3]int)
		}
		for _, c := range g.Tests {
			verdict, why := g.verdict(c)
			counts[g.file][verdict]++
			total[verdict]++
			switch verdict {
			case caseFailed:
				failed = append(failed, fmt.Sprintf("| %s | %s | %s | %s |", g.file, cell(g.Description), cell(c.Description), cell(why)))
			case caseNotExpressible:
				reasons[why]++
			}
		}
	}
	var b strings.Builder
	b.WriteString("# JSON Schema\n\nWhat generated code makes of the cases of JSON-Schema-Test-Suite (draft 2020-12), each schema as\n" +
		"that of a property in an OpenAPI 3.1 document. `go test ./generator -run JSONSchema -update` writes\nthis table, and the test compares it.\n\n")
	fmt.Fprintf(&b, "Of %d cases, %d pass, %d fail and %d are not expressible.\n\n", total[0]+total[1]+total[2], total[0], total[1], total[2])
	b.WriteString("| keyword | passed | failed | not expressible |\n|---|---:|---:|---:|\n")
	for _, file := range files {
		n := counts[file]
		fmt.Fprintf(&b, "| %s | %d | %d | %d |\n", file, n[0], n[1], n[2])
	}
	b.WriteString("\n## Not expressible\n\n| why | cases |\n|---|---:|\n")
	for _, why := range slices.SortedFunc(maps.Keys(reasons), func(a, b string) int {
		if reasons[a] != reasons[b] {
			return reasons[b] - reasons[a]
		}
		return strings.Compare(a, b)
	}) {
		fmt.Fprintf(&b, "| %s | %d |\n", why, reasons[why])
	}
	if len(failed) == 0 {
		return b.String()
	}
	b.WriteString("\n## Failed\n\n| keyword | schema | value | what is said of it |\n|---|---|---|---|\n")
	for _, row := range failed {
		b.WriteString(row + "\n")
	}
	return b.String()
}

// cell is a text as it stands in a table.
func cell(text string) string {
	return strings.NewReplacer("|", `\|`, "\n", "; ").Replace(text)
}
