// Package golang emits Go from the api model.
package golang

import (
	"slices"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/goapi"
	"github.com/seed-349153d7/odagen/generator/internal/output"
)

// Options choose what is emitted.
type Options struct {
	Package  string // name of the package
	Runtime  string // import path of the runtime
	Client   bool
	Server   bool
	Calls    bool              // as interfaces
	Routes   bool              // list them, for routers that want that
	Base64   bool              // binary data of OData goes in the standard alphabet
	Names    map[string]string // from the lock of an earlier run; see Output
	Files    []string          // likewise: what there is keeps its file
	ListOnly bool              // the listing is all that is wanted: no file is formatted
}

// Output is a generated package.
type Output struct {
	Files []output.File
	Names map[string]string // the Go names that the next run must keep

	Routes  Routes // of the server, when they were asked for
	Listing Listing
}

// Generate emits the package of a. An error is a bug of this package.
func Generate(a *api.API, o Options) (Output, error) {
	p, names := newPlan(a, o)
	if err := p.distinct(); err != nil {
		return Output{}, err
	}
	e := emitter{opts: o}
	e.file("doc.go", func(f *file) { f.emitPackageDoc(p.Doc) })
	emitAll(&e, "models", p.Structs, (*file).emitStruct, func(s structPlan) (home, int) {
		return s.Home, modelLines(s)
	})
	emitAll(&e, "codec", p.Structs, (*file).emitCodec, func(s structPlan) (home, int) {
		return s.Home, 28 + 2*len(s.Fields) + len(s.Heirs)
	})
	emitAll(&e, "codec_v2", p.Structs, (*file).emitCodecV2, func(s structPlan) (home, int) {
		return s.Home, 10
	})
	emitAll(&e, "enums", p.Enums, (*file).emitEnum, func(v enumPlan) (home, int) {
		return v.Home, 35 + 5*len(v.Members)
	})
	emitAll(&e, "members", slices.DeleteFunc(slices.Clone(p.Enums), func(v enumPlan) bool { return !v.isLong() }), (*file).emitMembers, func(v enumPlan) (home, int) {
		return v.Home, 5 + 3*len(v.Members)
	})
	emitAll(&e, "params", p.Params, (*file).emitParams, func(op operationPlan) (home, int) {
		return op.Params.Home, 25 + 5*len(op.Params.Fields)
	})
	emitAll(&e, "unions", p.Unions, (*file).emitUnion, func(u unionPlan) (home, int) {
		return u.Home, 40 + 12*len(u.Variants)
	})
	if o.Client || o.Server {
		emitAll(&e, "operations", p.Plain, (*file).emitEndpointTable, func(v endpointPlan) (home, int) {
			return v.Home, endpointLines(v)
		})
	}
	if o.Client && len(p.Errors) > 0 {
		e.file("errors.go", func(f *file) {
			for _, v := range p.Errors {
				f.emitError(v)
			}
		})
	}
	if p.As.String() != "" {
		e.file("derived.go", func(f *file) { f.emitDerived(p.As, p.From) })
	}
	if len(p.Schemas) > 0 {
		e.file("schemas.go", func(f *file) { f.emitSchemas(p.Schemas) })
	}
	if o.Client || o.Server {
		emitAll(&e, "receivers", p.Receive, (*file).emitReceiver, func(v endpointPlan) (home, int) {
			return v.Home, 16 + endpointLines(v)
		})
	}
	if len(p.Schemes) > 0 {
		e.file("security.go", func(f *file) { f.emitSecurity(p.Schemes, o) })
	}
	if o.Client {
		emitAll(&e, "links", p.Links, (*file).emitLink, func(l linkPlan) (home, int) {
			return l.Home, 10 + len(l.Values)
		})
		emitAll(&e, "servers", p.Servers, (*file).emitChoice, func(c choicePlan) (home, int) {
			return c.Home, 12 + 4*len(c.Fields)
		})
		e.file("client.go", func(f *file) { f.emitClient(p.Client) })
		emitAll(&e, "places", p.Client.Types, (*file).emitPlaceType, func(t placePlan) (home, int) {
			return t.Home, 12 + 5*len(t.Steps) + 12*len(t.Calls)
		})
	}
	if o.Client {
		emitAll(&e, "calls", p.Plain, (*file).emitEndpointCall, func(v endpointPlan) (home, int) {
			return v.Home, 6 + len(v.Doc)
		})
	}
	if o.Calls {
		emitAll(&e, "interfaces", p.Calls, (*file).emitCalls, func(c callsPlan) (home, int) {
			return c.Home, 6 + 2*len(c.Methods)
		})
	}
	if o.Server {
		e.server(p.Server)
		types := slices.Concat(p.Server.Types, []servicePlan{p.Server.Root})
		services := slices.DeleteFunc(slices.Clone(types), func(s servicePlan) bool { return len(s.methods()) == 0 })
		emitAll(&e, "services", services, (*file).emitService, func(s servicePlan) (home, int) {
			return s.Home, 8 + 3*len(s.methods())
		})
		emitAll(&e, "unimplemented", services, (*file).emitUnimplemented, func(s servicePlan) (home, int) {
			return s.Home, 5 + 5*len(s.methods())
		})
		if p.Server.Places {
			emitAll(&e, "typeroutes", types, (*file).emitRoutes, routesSize)
		}
		if len(p.Plain) > 0 {
			e.file("service.go", func(f *file) { f.emitPlainService(p.Server, p.Plain) })
		}
	}
	return Output{Files: e.files, Names: names, Routes: p.Routes, Listing: Listing{e.list, wireNamesOf(p)}}, e.err
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

// modelLines is how many lines a struct gets.
func modelLines(s structPlan) int {
	lines := 8 + len(s.Doc)
	for _, fd := range s.Fields {
		lines += 1 + len(fd.Doc)
	}
	return lines
}

// endpointLines is about how many lines the table of an endpoint gets, with the
// structs that belong to it.
func endpointLines(e endpointPlan) int {
	lines := 14 + len(e.Rows) + len(e.Answers) + len(e.Errors) + len(e.Headers)
	if len(e.Params.Fields) > 0 {
		lines += modelLines(e.Params) + 8 + len(e.Params.Fields)
	}
	if e.Whole != nil {
		lines += 14 + 2*len(e.Whole.Bodies) + 2*len(e.Whole.Headers)
	}
	if e.Body != nil {
		lines += 4 + len(e.Body.Encoding) + len(e.Body.Parts)
	}
	return lines
}

// routesSize is the home of a type on a path and about how many lines its routes get.
func routesSize(s servicePlan) (home, int) {
	lines := 15 + len(s.Derived) + len(s.Leads)
	for _, m := range s.methods() {
		lines++
		if m.Kind == operationCall {
			lines += 9 + len(m.Operation.Params.Fields)
		}
	}
	return s.Home, lines
}

// emitter renders files one after the other; the first error stops it.
type emitter struct {
	opts  Options
	files []output.File
	list  goapi.Lister
	err   error
}

func (e *emitter) file(name string, emit func(*file)) {
	if e.err != nil {
		return
	}
	f := newFile(name, e.opts.Package, e.opts.Runtime)
	f.raw = e.opts.ListOnly
	emit(f)
	rendered, syntax, err := f.render()
	if err != nil {
		e.err = err
		return
	}
	e.files = append(e.files, rendered)
	e.list.Add(syntax)
}
