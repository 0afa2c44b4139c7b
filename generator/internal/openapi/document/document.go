// Package document is the syntax tree of OpenAPI documents. Front ends fill it from those
// of 3.0 to 3.2 and from those of Swagger 2.0.
package document

import (
	"net/http"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/jsonschema"
	"github.com/seed-349153d7/odagen/generator/internal/tree"
)

// Document is what a document describes. All is in its order, and references are
// followed: an object is at the place where it is written.
type Document struct {
	Title, Description string
	Servers            []*Server
	Paths              []*PathItem
	Webhooks           []*PathItem
	Schemas            []*jsonschema.Schema // with names
	SecuritySchemes    []*SecurityScheme
	Security           []Requirement // nil when nothing is said
}

// Server is where a service is.
type Server struct {
	Place                  tree.Place
	URL, Name, Description string
	Variables              []*ServerVariable
}

// ServerVariable is a part of the URL of a Server.
type ServerVariable struct {
	Name, Description, Default string
	Enum                       []string
}

// PathItem is a path, a webhook, or what a callback calls.
type PathItem struct {
	Place      tree.Place
	Path       string // or the name, or the expression
	Operations []*Operation
	Parameters []*Parameter
	Servers    []*Server
}

// Operation returns the operation of a method, nil for none.
func (p *PathItem) Operation(method string) *Operation {
	for _, op := range p.Operations {
		if op.Method == method {
			return op
		}
	}
	return nil
}

// Operation is a method on a path.
type Operation struct {
	Place                             tree.Place
	Method                            string // in upper case
	OperationID, Summary, Description string
	DocsURL                           string
	Deprecated                        bool
	Tags                              []string
	Parameters                        []*Parameter
	RequestBody                       *RequestBody // nil for none
	Responses                         []*Response
	Callbacks                         []*Callback
	Security                          []Requirement // nil when nothing is said
	Servers                           []*Server
}

// Extension returns the value of an extension, nil for none.
func (o *Operation) Extension(name string) *tree.Node { return o.Place.Node.Get(name) }

// Response returns the answer with a status, nil for none.
func (o *Operation) Response(status string) *Response {
	for _, r := range o.Responses {
		if r.Status == status {
			return r
		}
	}
	return nil
}

// methods are the fields of a path item that are operations.
var methods = map[string]string{
	"get": http.MethodGet, "put": http.MethodPut, "post": http.MethodPost, "delete": http.MethodDelete, "options": http.MethodOptions,
	"head": http.MethodHead, "patch": http.MethodPatch, "trace": http.MethodTrace, "query": "QUERY",
}

// Parameter is a parameter or a header field.
type Parameter struct {
	Place                 tree.Place
	Name, In, Description string
	Required, Deprecated  bool
	AllowEmptyValue       bool
	AllowReserved         bool
	Style                 string // "" for the default
	Explode               *bool
	Separators            string // of lists, of lists in them, and so on; "" leaves them to the style
	Schema                *jsonschema.Schema
	Content               Content
}

// RequestBody is what a request has.
type RequestBody struct {
	Place    tree.Place
	Required bool
	Content  Content
}

// Content is media types, and what is in a body of each.
type Content []*MediaType

// MediaType is a body in one media type.
type MediaType struct {
	Place    tree.Place
	Name     string
	Schema   *jsonschema.Schema
	Items    bool // the schema is a list of what is said of each item
	Encoding []*Encoding
}

// Get returns what is for a media type: itself, or a range that it is in; nil for
// nothing.
func (c Content) Get(name string) *MediaType {
	kind, _, _ := strings.Cut(name, "/")
	for _, want := range []string{name, kind + "/*", "*/*"} {
		for _, m := range c {
			for one := range strings.SplitSeq(m.Name, ",") {
				if strings.EqualFold(strings.TrimSpace(one), want) {
					return m
				}
			}
		}
	}
	return nil
}

// Encoding is how a property of a form is written.
type Encoding struct {
	Place              tree.Place
	Name               string
	ContentType, Style string
	Explode            *bool
	Separators         string // as of Parameter
	AllowReserved      bool
	Headers            []*Parameter
}

// Response is an answer.
type Response struct {
	Place       tree.Place
	Status      string
	Description string
	Headers     []*Parameter
	Content     Content
	Links       []*Link
}

// Link leads from an answer to another operation.
type Link struct {
	Place                                  tree.Place
	Name                                   string
	OperationID, OperationRef, Description string
	Parameters                             []tree.Place
	RequestBody                            bool
}

// Callback is what the service calls because an operation was called.
type Callback struct {
	Name  string
	Items []*PathItem
}

// Requirement are security schemes that are needed together, by name.
type Requirement []NeededScheme

// NeededScheme is a security scheme and the scopes that it is needed with.
type NeededScheme struct {
	Name   string
	Scopes []string
}

// SecurityScheme is a way to show who asks.
type SecurityScheme struct {
	Place             tree.Place
	ID                string
	Type, Description string
	In, Name, Scheme  string
	TokenURL          string // of the flow with the credentials of the client alone
}
