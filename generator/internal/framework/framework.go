// Package framework emits bindings of the server to the routers of web frameworks,
// by oapi-codegen with templates of our own. What they bind is the handler that
// package golang emits, so that requests are checked, answered and refused by it;
// oapi-codegen gets to know the routes alone.
package framework

import (
	"fmt"
	"go/format"
	"net/http"
	"regexp"
	"strings"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/oapi-codegen/oapi-codegen/v2/pkg/codegen"

	"github.com/seed-349153d7/odagen/generator/internal/golang"
	"github.com/seed-349153d7/odagen/generator/internal/output"
	"github.com/seed-349153d7/odagen/templates"
)

// binding is how oapi-codegen is asked for a framework.
type binding struct {
	generate codegen.GenerateOptions
	template string // the one that our file takes the place of

	// wholeSegments says that parameters in a part of a segment have no pattern.
	wholeSegments bool
}

var bindings = map[string]binding{
	"chi":     {generate: codegen.GenerateOptions{ChiServer: true}, template: "chi/chi-handler.tmpl"},
	"echo":    {generate: codegen.GenerateOptions{EchoServer: true}, template: "echo/echo-register.tmpl"},
	"fiber":   {generate: codegen.GenerateOptions{FiberServer: true}, template: "fiber/fiber-handler.tmpl"},
	"gin":     {generate: codegen.GenerateOptions{GinServer: true}, template: "gin/gin-register.tmpl"},
	"gorilla": {generate: codegen.GenerateOptions{GorillaServer: true}, template: "gorilla/gorilla-register.tmpl"},
	"iris":    {generate: codegen.GenerateOptions{IrisServer: true}, template: "iris/iris-handler.tmpl", wholeSegments: true},
}

// generating is held while oapi-codegen runs, as it keeps its state in variables.
var generating sync.Mutex

// Generate emits the file that binds routes to the framework called name, which must
// be one of those that package config knows. An error is a bug of ours.
func Generate(name, pkg string, routes golang.Routes) (output.File, error) {
	none := output.File{}
	b, ok := bindings[name]
	if !ok {
		return none, fmt.Errorf("there is no binding for %q", name)
	}
	text, err := templates.Framework.ReadFile("framework/" + name + ".tmpl")
	if err != nil {
		return none, err
	}
	generating.Lock()
	src, err := codegen.Generate(b.document(routes), codegen.Configuration{
		PackageName: pkg,
		Generate:    b.generate,
		OutputOptions: codegen.OutputOptions{
			SkipFmt:       true, // it would look for imports in the user's modules
			UserTemplates: map[string]string{b.template: string(text)},
		},
	})
	generating.Unlock()
	if err != nil {
		return none, fmt.Errorf("framework/%s: %w", name, err)
	}
	formatted, err := format.Source([]byte(src))
	if err != nil {
		return none, fmt.Errorf("format framework/%s: %w\n%s", name, err, src)
	}
	return output.File{Name: name + ".go", Data: formatted}, nil
}

var param = regexp.MustCompile(`\{(\w+)\}`)

// document is the description that oapi-codegen gets: the routes, and an operation
// without a name at the base path, for all that is below.
func (b binding) document(routes golang.Routes) *openapi3.T {
	doc := &openapi3.T{OpenAPI: "3.0.3", Info: &openapi3.Info{Title: "routes", Version: "1"}, Paths: openapi3.NewPaths()}
	add := func(method, path, name string) {
		op := &openapi3.Operation{OperationID: name, Responses: openapi3.NewResponses()}
		for _, p := range param.FindAllStringSubmatch(path, -1) {
			op.AddParameter(openapi3.NewPathParameter(p[1]).WithSchema(openapi3.NewStringSchema()))
		}
		doc.AddOperation(path, method, op)
	}
	for _, r := range routes.List {
		if !b.wholeSegments || !strings.Contains(r.Path, "({") {
			add(r.Method, r.Path, r.Name)
		}
	}
	add(http.MethodConnect, routes.Base+"/", "")
	return doc
}
