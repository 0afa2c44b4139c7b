package api

import "github.com/seed-349153d7/odagen/generator/internal/diag"

// Endpoint is an operation that has none of the forms of OData: a method on a
// path, with parameters of its own.
type Endpoint struct {
	Name   string // operationId, or the method and the words of the path
	Method string // in upper case
	Path   string // template below the service root: "/pets/{petId}"
	Tag    string // the first of its tags; "" for none
	Server string // where it is, when that is not where the others are: a URL, or a path
	Doc    Doc
	Pos    diag.Position

	Receives  string      // what a webhook or a callback is, in words; "" for the others
	Callbacks []*Endpoint // that the service makes to the client: they have no path

	Links []*Link // from its answers to other endpoints
	Pages *Pages  // when it answers with pages

	Params  []*EndpointParam
	Body    *Content // nil when it has none
	Answers []*Answer
	Headers []*EndpointParam // header fields of all answers

	// Security are alternatives; nil when nothing is said. An empty alternative
	// lets requests in that show nothing.
	Security [][]Security
}

// Pages are the properties of an answer that is a page.
type Pages struct {
	Items string // a list
	Next  string // the link to the next page; "" when there is one page
}

// EndpointParam is a parameter of an Endpoint.
type EndpointParam struct {
	Param
	In            string // path, query, header, cookie
	Style         string // as in OpenAPI; never ""
	Explode       bool
	AllowReserved bool
	JSON          bool // the value is JSON text
	AllowEmpty    bool // the name may stand without a value
	Open          bool // an object whose members are parameters has those that no other is, too

	// Separators are the bytes between the items of a list, of lists in it, and so on;
	// "" leaves them to the style.
	Separators string
}

// Content is what a body holds. A File is bytes that are not held in memory.
type Content struct {
	Media    string // media type; of several, the one that is used
	Type     Type   // nil when there is no content
	Nullable bool
	Required bool
	Items    bool // a sequence of Type: lines of JSON, or events

	Stream *Content // the sequence that an answer can be instead; nil for none

	Schema *Schema // the rules that Type does not say; nil for none
	Wire   Wire    // as of Facets

	Accepts   []string         // further media types that hold the same
	Others    []string         // further media types that hold something else, which is bytes
	Encodings []*EndpointParam // how properties of a form are written, where the document says
	Parts     []Part           // of a multipart form, where the document says
}

// Part is what is said of a part of a multipart form.
type Part struct {
	Name     string
	Media    string   // "" for that of its kind
	Required []string // header fields of a file
}

// Answer is what an Endpoint answers with.
type Answer struct {
	Status   string // "200", "2XX", "default"
	Doc      string
	Content  Content
	Required []string // the header fields that it must have
}

// Security is a scheme that an Endpoint asks for.
type Security struct {
	Scheme *SecurityScheme
	Scopes []string
}

// SecurityScheme is a way to show who asks.
type SecurityScheme struct {
	ID       string // what the document calls it
	Doc      string
	Scheme   string // of the Authorization header, in lower case: basic, bearer, another; "" for the others
	In       string // header, query, cookie: where a key is
	Name     string // of the key
	TLS      bool   // the certificate of the client
	TokenURL string // of the flow with the credentials of the client alone
}

// Union is one of several types.
type Union struct {
	Name     Name
	Doc      Doc
	Pos      diag.Position
	Variants []Variant
	Places   []Name // as those of Struct

	// Discriminator is the property that tells the variants apart, all of them
	// structs then; "" when nothing does.
	Discriminator string

	Schema *Schema // the rules that the variants do not say; nil for none
}

// Variant is a type of a Union.
type Variant struct {
	Type   Type
	Name   string   // what the document calls it
	Values []string // of the discriminator
	Wire   Wire     // as of Facets
}

// Nullable is an element of a List or Map that can be null.
type Nullable struct{ Elem Type }

// File is bytes: a part of a multipart body, or a body that is no JSON.
type File struct{}

func (*Union) isType()   {}
func (Nullable) isType() {}
func (File) isType()     {}
