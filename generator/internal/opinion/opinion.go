// Package opinion asks the validator of kin-openapi about a document, with our places.
package opinion

import (
	"context"
	"errors"
	"net/url"
	"path/filepath"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/seed-349153d7/odagen/generator/internal/diag"
	"github.com/seed-349153d7/odagen/generator/internal/jsonschema"
	"github.com/seed-349153d7/odagen/generator/internal/source"
	"github.com/seed-349153d7/odagen/generator/internal/tree"
)

// Of returns what kin-openapi finds wrong with an OpenAPI 3 document, as warnings. The
// tree is the document with its overlays; root has the files that it refers to.
func Of(t *tree.Tree, abs string, root *source.Root) []diag.Diagnostic {
	loader := openapi3.NewLoader()
	loader.IsExternalRefsAllowed = true
	location := &url.URL{Path: filepath.ToSlash(abs)}
	data := []byte(jsonschema.JSON(t.Root))
	loader.ReadFromURIFunc = func(_ *openapi3.Loader, u *url.URL) ([]byte, error) {
		if u.Path == location.Path {
			return data, nil
		}
		return root.Read(u.String())
	}
	doc, err := loader.LoadFromDataWithPath(data, location)
	if err == nil {
		err = doc.Validate(context.Background(), openapi3.EnableMultiError(), openapi3.DisableExamplesValidation(),
			openapi3.DisableSchemaPatternValidation(), openapi3.DisableSchemaDefaultsValidation(),
			openapi3.AllowExtraSiblingFields(late...))
	}
	if err == nil {
		return nil
	}
	var all openapi3.MultiError
	if !errors.As(err, &all) {
		all = openapi3.MultiError{err}
	}
	var out []diag.Diagnostic
	for _, err := range all {
		p := placeOf(t, err)
		message, _, _ := strings.Cut(err.Error(), "\n") // whole schemas follow
		out = append(out, diag.Diagnostic{
			Severity: diag.Warning, Code: "second-opinion", Pos: p.At(), Pointer: p.Local(),
			Message: "kin-openapi says: " + message, Hint: "compare the place with the OpenAPI specification",
		})
	}
	return out
}

// late are fields of OpenAPI 3.1 and 3.2 that kin-openapi does not know. Our own check
// tells where they stand in documents of versions before.
var late = []string{
	"$self", "pathItems", "mediaTypes", "kind", "summary", "parent", "name", "dataValue", "serializedValue", "itemSchema", "itemEncoding",
	"prefixEncoding", "encoding", "oauth2MetadataUrl", "deviceAuthorization", "deprecated", "defaultMapping", "nodeType",
}

// groups are what components are called in errors.
var groups = map[string]string{
	"schema": "schemas", "parameter": "parameters", "header": "headers", "request body": "requestBodies", "response": "responses",
	"security scheme": "securitySchemes", "example": "examples", "link": "links", "callback": "callbacks",
}

// placeOf returns the place that an error is about, as far as the error tells it.
func placeOf(t *tree.Tree, err error) tree.Place {
	at := t.Place()
	step := func(names ...string) {
		for _, name := range names {
			if next := at.Get(name); next.Exists() {
				at = next
			}
		}
	}
	for ; err != nil; err = errors.Unwrap(err) {
		switch e := err.(type) { //nolint:errorlint // each error of the chain is looked at
		case *openapi3.SectionValidationError:
			step(e.Section)
		case *openapi3.PathValidationError:
			step(e.Path)
		case *openapi3.OperationValidationError:
			step(strings.ToLower(e.Method))
		case *openapi3.ComponentValidationError:
			step(groups[e.Section], e.Name)
		}
	}
	return at
}
