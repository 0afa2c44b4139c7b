// Package golang emits Go from the api model.
package golang

import (
	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/output"
)

// Options choose what is emitted.
type Options struct {
	Package string // name of the package
	Runtime string // import path of the support package
	Client  bool
	Server  bool
	Names   map[string]string // from the lock of an earlier run; see Output
}

// Output is a generated package.
type Output struct {
	Files []output.File
	Names map[string]string // the Go names that the next run must keep
}

// Generate emits the package of a. An error is a bug of this package.
func Generate(a *api.API, o Options) (Output, error) {
	p, names := newPlan(a, o)
	files := []*file{docFile(p, o), modelsFile(p, o), codecFile(p, o)}
	if len(p.Enums) > 0 {
		files = append(files, enumsFile(p, o))
	}
	if o.Client {
		f := newFile("client.go", o.Package, o.Runtime)
		f.emitClient(p.Client, p.BaseURL)
		files = append(files, f)
	}
	if o.Server {
		f := newFile("server.go", o.Package, o.Runtime)
		f.emitServer(p.Server)
		files = append(files, f)
	}
	out := Output{Names: names}
	for _, f := range files {
		rendered, err := f.render()
		if err != nil {
			return Output{}, err
		}
		out.Files = append(out.Files, rendered)
	}
	return out, nil
}

func docFile(p plan, o Options) *file {
	f := newFile("doc.go", o.Package, o.Runtime)
	for _, line := range p.Doc {
		f.jen.PackageComment(commentLine(line))
	}
	return f
}

func modelsFile(p plan, o Options) *file {
	f := newFile("models.go", o.Package, o.Runtime)
	for _, s := range p.Structs {
		f.emitStruct(s)
	}
	return f
}

func codecFile(p plan, o Options) *file {
	f := newFile("codec.go", o.Package, o.Runtime)
	for _, s := range p.Structs {
		f.emitCodec(s)
	}
	return f
}

func enumsFile(p plan, o Options) *file {
	f := newFile("enums.go", o.Package, o.Runtime)
	for _, e := range p.Enums {
		f.emitEnum(e)
	}
	return f
}
