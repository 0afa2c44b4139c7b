// Package results keeps what the benchmarks measured in a Markdown file.
package results

import (
	"errors"
	"io/fs"
	"os"
	"regexp"
	"strings"
)

// Replace gives the section of a Markdown file a new text. It adds the
// section, and the file, where there is none.
func Replace(file, title, text string) error {
	old, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		old = []byte("# Results\n\nWhat the programs in this directory measured.\n")
	} else if err != nil {
		return err
	}
	heading := "## " + title + "\n"
	found := regexp.MustCompile(`(?ms)^` + regexp.QuoteMeta(heading) + `.*?(\n## |\z)`).FindStringSubmatchIndex(string(old))
	before, after := strings.TrimRight(string(old), "\n")+"\n\n", ""
	if found != nil {
		before, after = string(old[:found[0]]), string(old[found[2]:])
	}
	return os.WriteFile(file, []byte(before+heading+"\n"+text+after), 0o644)
}
