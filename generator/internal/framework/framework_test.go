package framework_test

import (
	"flag"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/seed-349153d7/odagen/generator/internal/framework"
	"github.com/seed-349153d7/odagen/generator/internal/golang"
)

var update = flag.Bool("update", false, "rewrite the golden file")

// The golden file has the binding to each framework. What is emitted is compiled and
// called in examples/frameworks.
func TestGolden(t *testing.T) {
	const file = "testdata/bindings.txtar"
	routes := golang.Routes{Base: "/v1.0", List: []golang.Route{
		{Method: "GET", Path: "/v1.0/users", Name: "User.List"},
		{Method: "PATCH", Path: "/v1.0/users/{id}", Name: "User.Update"},
		{Method: "GET", Path: "/v1.0/users({id})/messages({id2})", Name: "Message.Get"},
		{Method: "GET", Path: "/v1.0/$count,(a)=@b;c!d'e", Name: "Odd"},
	}}
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{}
	for _, f := range archive.Files {
		want[f.Name] = string(f.Data)
	}
	archive.Files = nil
	for _, name := range []string{"chi", "echo", "fiber", "gin", "gorilla", "iris"} {
		got, err := framework.Generate(name, "graph", routes)
		if err != nil {
			t.Fatal(err)
		}
		archive.Files = append(archive.Files, txtar.File{Name: got.Name, Data: got.Data})
		if diff := cmp.Diff(want[got.Name], string(got.Data)); diff != "" && !*update {
			t.Errorf("%s (-want +got):\n%s", got.Name, diff)
		}
	}
	if *update {
		if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
