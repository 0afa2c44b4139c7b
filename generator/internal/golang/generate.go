// Package golang emits Go from the api model.
package golang

import (
	"slices"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/output"
)

// Options choose what is emitted.
type Options struct {
	Package string // name of the package
	Runtime string // import path of the support package
	Client  bool
	Server  bool
	Routes  bool              // list them, for routers that want that
	Names   map[string]string // from the lock of an earlier run; see Output
}

// Output is a generated package.
type Output struct {
	Files []output.File
	Names map[string]string // the Go names that the next run must keep

	Routes Routes // of the server, when they were asked for
}

// Generate emits the package of a. An error is a bug of this package.
func Generate(a *api.API, o Options) (Output, error) {
	p, names := newPlan(a, o)
	e := emitter{opts: o}
	e.file("doc.go", func(f *file) { f.emitPackageDoc(p.Doc) })
	emitAll(&e, "models", p.Structs, (*file).emitStruct, func(s structPlan) (string, int) {
		return s.Name.String(), 15 + len(s.Doc) + 3*len(s.Fields)
	})
	emitAll(&e, "codec", p.Structs, (*file).emitCodec, func(s structPlan) (string, int) {
		return s.Name.String(), 30 + 2*len(s.Fields)
	})
	emitAll(&e, "codec_v2", p.Structs, (*file).emitCodecV2, func(s structPlan) (string, int) {
		return s.Name.String(), 10
	})
	emitAll(&e, "enums", p.Enums, (*file).emitEnum, func(v enumPlan) (string, int) {
		return v.Name.String(), 35 + 5*len(v.Members)
	})
	emitAll(&e, "members", slices.DeleteFunc(slices.Clone(p.Enums), func(v enumPlan) bool { return !v.isLong() }), (*file).emitMembers, func(v enumPlan) (string, int) {
		return v.Name.String(), 5 + 3*len(v.Members)
	})
	emitAll(&e, "params", p.Params, (*file).emitParams, func(s structPlan) (string, int) {
		return s.Name.String(), 25 + 5*len(s.Fields)
	})
	emitAll(&e, "unions", p.Unions, (*file).emitUnion, func(u unionPlan) (string, int) {
		return u.Name.String(), 40 + 12*len(u.Variants)
	})
	emitAll(&e, "operations", p.Plain, (*file).emitEndpointTable, func(v endpointPlan) (string, int) {
		return v.Name.String(), 20 + 8*len(v.Rows)
	})
	if len(p.Schemas) > 0 {
		e.file("schemas.go", func(f *file) { f.emitSchemas(p.Schemas) })
	}
	if o.Client || o.Server {
		emitAll(&e, "receivers", p.Receive, (*file).emitReceiver, func(v endpointPlan) (string, int) {
			return v.Name.String(), 36 + 8*len(v.Rows)
		})
	}
	if len(p.Schemes) > 0 {
		e.file("security.go", func(f *file) { f.emitSecurity(p.Schemes, o) })
	}
	if o.Client {
		emitAll(&e, "links", p.Links, (*file).emitLink, func(l linkPlan) (string, int) {
			return l.Name.String(), 10 + len(l.Values)
		})
		emitAll(&e, "servers", p.Servers, (*file).emitChoice, func(c choicePlan) (string, int) {
			return c.Name.String(), 12 + 4*len(c.Fields)
		})
		e.file("client.go", func(f *file) { f.emitClient(p.Client) })
		emitAll(&e, "places", p.Client.Types, (*file).emitPlaceType, func(t placePlan) (string, int) {
			return t.Name.String(), 12 + 5*len(t.Steps) + 12*len(t.Calls)
		})
	}
	if o.Client {
		emitAll(&e, "calls", p.Plain, (*file).emitEndpointCall, func(v endpointPlan) (string, int) {
			return v.Name.String(), 6 + len(v.Doc)
		})
	}
	if o.Server {
		e.server(p.Server)
		types := slices.Concat(p.Server.Types, []servicePlan{p.Server.Root})
		services := slices.DeleteFunc(slices.Clone(types), func(s servicePlan) bool { return len(s.methods()) == 0 })
		emitAll(&e, "services", services, (*file).emitService, func(s servicePlan) (string, int) {
			return s.Name.String(), 8 + 3*len(s.methods())
		})
		emitAll(&e, "unimplemented", services, (*file).emitUnimplemented, func(s servicePlan) (string, int) {
			return s.Name.String(), 5 + 5*len(s.methods())
		})
		emitAll(&e, "typeroutes", types, (*file).emitRoutes, routesSize)
		if len(p.Plain) > 0 {
			e.file("service.go", func(f *file) { f.emitPlainService(p.Server, p.Plain) })
		}
		emitAll(&e, "routes", p.Plain, (*file).emitEndpointRoute, func(v endpointPlan) (string, int) {
			return v.Name.String(), 16
		})
	}
	return Output{Files: e.files, Names: names, Routes: p.Routes}, e.err
}

// server emits what puts the services together: into one file, or two when it is long.
func (e *emitter) server(s serverPlan) {
	if 3*len(s.Types) > maxLines {
		e.file("server.go", func(f *file) { f.emitServices(s) })
		e.file("handler.go", func(f *file) { f.emitHandler(s) })
		return
	}
	e.file("server.go", func(f *file) {
		f.emitServices(s)
		f.emitHandler(s)
	})
}

// routesSize is the name of a type on a path and about how many lines its routes get.
func routesSize(s servicePlan) (string, int) {
	lines := 15 + len(s.Derived) + len(s.Leads)
	for _, m := range s.methods() {
		lines++
		if m.Kind == operationCall {
			lines += 9 + len(m.Operation.Args)
		}
	}
	return s.Name.String(), lines
}

// emitter renders files one after the other; the first error stops it.
type emitter struct {
	opts  Options
	files []output.File
	err   error
}

func (e *emitter) file(name string, emit func(*file)) {
	if e.err != nil {
		return
	}
	f := newFile(name, e.opts.Package, e.opts.Runtime)
	emit(f)
	rendered, err := f.render()
	if err != nil {
		e.err = err
		return
	}
	e.files = append(e.files, rendered)
}

// emitAll emits items into a file called kind, or several when they are long.
// Size returns the name of an item and about how many lines it gets.
func emitAll[T any](e *emitter, kind string, items []T, emit func(*file, T), size func(T) (string, int)) {
	if len(items) == 0 && kind != "models" {
		return
	}
	name := func(item T) string { n, _ := size(item); return n }
	lines := func(item T) int { _, n := size(item); return n }
	for _, part := range split(kind, items, name, lines) {
		e.file(part.file, func(f *file) {
			for _, item := range part.items {
				emit(f, item)
			}
		})
	}
}
