package convert

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/seed-349153d7/odagen/generator/internal/source"
	"github.com/seed-349153d7/odagen/internal/corpus"
)

// official converts CSDL XML with the converters of OASIS.
const official = `
const { xml2json } = require("odata-csdl");
const { csdl2openapi } = require("odata-openapi");
const fs = require("node:fs");
const all = {};
for (const file of process.argv.slice(1)) {
  try {
    const csdl = xml2json(fs.readFileSync(file));
    const text = JSON.stringify(csdl); // the next step adds to it
    all[file] = { csdl: JSON.parse(text), openapi: csdl2openapi(csdl, { openapiVersion: "3.1.0" }) };
  } catch (e) {
    all[file] = { fault: e.message };
  }
}
process.stdout.write(JSON.stringify(all));
`

type opinion struct {
	CSDL, OpenAPI any
	Fault         string
}

// opinions asks the official converters, where they are: Node and the packages
// odata-csdl and odata-openapi, which NODE_PATH finds.
func opinions(t *testing.T, files []string) map[string]opinion {
	t.Helper()
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("node is not here: the second opinion is not asked for")
	}
	if err := exec.Command(node, "-e", `require("odata-csdl"); require("odata-openapi")`).Run(); err != nil {
		t.Skip("the packages odata-csdl and odata-openapi are not here: install them and name their directory in NODE_PATH")
	}
	out, err := exec.Command(node, append([]string{"-e", official, "--"}, files...)...).Output()
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]opinion{}
	if err := json.Unmarshal(out, &all); err != nil {
		t.Fatal(err)
	}
	return all
}

func TestTheOfficialConvertersSayTheSame(t *testing.T) {
	dir := filepath.Join(corpus.Dir(t), "csdl")
	var files []string
	inputs := map[string]Input{}
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && !strings.Contains(path, "graph-v1.0") && !strings.Contains(path, "converted-json") {
			if in := parseFile(t, path); in != nil && in.Kind == source.CSDLXML {
				files = append(files, path)
				inputs[path] = *in
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	said := opinions(t, files)
	var rows []string
	equal := 0
	for _, file := range files {
		name, _ := filepath.Rel(dir, file)
		if fault := said[file].Fault; fault != "" {
			rows = append(rows, name+"\t-\t-\trefused there: "+strings.Split(fault, "\n")[0])
			continue
		}
		asJSON := differences(said[file].CSDL, decode(t, inJSON(t, inputs[file])), "")
		asOpenAPI := differences(said[file].OpenAPI, decode(t, openAPIOf(t, inputs[file], "3.1.0", DefaultServer)), "")
		asOpenAPI = slices.DeleteFunc(asOpenAPI, func(d difference) bool { return d.pointer == "/info/version" && d.want == "" })
		if len(asJSON)+len(asOpenAPI) == 0 {
			equal++
			continue
		}
		why := append(reasons(t, slices.Concat(jsonReasons, opinionReasons), name, asJSON),
			reasons(t, slices.Concat(openAPIReasons, opinionReasons), name, asOpenAPI)...)
		rows = append(rows, fmt.Sprintf("%s\t%s\t%s\t%s", name, verdict(len(asJSON)), verdict(len(asOpenAPI)), strings.Join(why, "; ")))
	}
	rows = append(rows, fmt.Sprintf("%d others\tequal\tequal\t", equal))
	checkTable(t, "second_opinion.tsv", "document\tCSDL JSON\tOpenAPI 3.1\twhy", rows)
}

// opinionReasons are why what is made of a document differs from what the
// official converters make of it today.
var opinionReasons = []reason{
	{"/enum", "OpenAPI 3.1 does not let null through an enum that does not list it"},
	{"/type", "the official converter writes a list of types that is not valid for a type that it does not know"},
	{"/$SRID", "CSDL JSON has SRID as a string"},
	{"/$IsBound", "True, which services write for true, is taken with a warning"},
	{"~1Self.", "True, which services write for true, is taken with a warning"},
}
