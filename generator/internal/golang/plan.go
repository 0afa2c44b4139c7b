package golang

import (
	"slices"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/naming"
)

// plan is a package in final names, types, docs and order: what the emitters
// print. They look nothing up and decide nothing.
type plan struct {
	Package string
	Doc     []string
	Structs []structPlan
	Params  []structPlan // parameters of actions and functions
	Enums   []enumPlan
	Unions  []unionPlan
	Schemas []*api.Schema  // what other schemas refer to
	Plain   []endpointPlan // operations that have none of the forms of OData
	Receive []endpointPlan // webhooks and callbacks
	Links   []linkPlan
	Schemes []schemePlan
	Servers []choicePlan
	Client  clientPlan
	Server  serverPlan
	Routes  Routes
}

// goType is a Go type as data; typ makes it source.
type goType interface{ isGoType() }

type (
	builtin     string       // string, int32, ...
	runtimeType string       // a type of the support package
	namedType   naming.Ident // a type of the generated package
	pointerTo   struct{ elem goType }
	sliceOf     struct{ elem goType }
	optOf       struct{ elem goType }
	mapOf       struct{ elem goType }
	readerType  string                // of package io
	seqOf       struct{ elem goType } // iter.Seq2[elem, error]
)

func (builtin) isGoType()     {}
func (runtimeType) isGoType() {}
func (namedType) isGoType()   {}
func (pointerTo) isGoType()   {}
func (sliceOf) isGoType()     {}
func (optOf) isGoType()       {}
func (mapOf) isGoType()       {}
func (readerType) isGoType()  {}
func (seqOf) isGoType()       {}

// structPlan is an entity type or a complex type.
type structPlan struct {
	Name   naming.Ident
	Doc    []string
	Wire   string       // qualified name; "" for parameters
	Table  naming.Ident // the variable with its description
	Fields []fieldPlan

	Abstract bool
	Closed   bool
	Schema   *api.Schema // nil for none
}

// fieldPlan is a property.
type fieldPlan struct {
	Name   naming.Ident
	Doc    []string
	Type   goType
	Wire   string   // as between the quotes of a JSON string
	Flags  []string // names of odata.Flags
	Facets []facetPlan
	Wrap   string    // the function of the support package around its address, or ""
	Item   *itemPlan // its second argument: what its elements are
}

// facetPlan is a field of odata.Facets; Value is an int, a string or an
// *api.Schema.
type facetPlan struct {
	Name  string
	Value any
}

// enumPlan is an enumeration.
type enumPlan struct {
	Name    naming.Ident
	Doc     []string
	Parse   naming.Ident
	Values  naming.Ident
	Members []memberPlan
	Number  goType // of its values; nil when they are strings
}

// isLong reports whether the members have a file apart from the functions.
func (e enumPlan) isLong() bool { return e.Number == nil && 5*len(e.Members) > maxLines }

// memberPlan is a member of an enumeration.
type memberPlan struct {
	Name   naming.Ident
	Doc    []string
	Wire   string
	Number int64
}

// clientPlan is the client: its root, and a Ref or Set for each type that it
// leads to.
type clientPlan struct {
	BaseURL    string // "" when the description has none
	Predicates bool   // keys in parentheses
	Roots      []stepPlan
	Calls      []callPlan // unbound operations
	Types      []placePlan
}

// placePlan is a Ref, a Set or a type that a path leads through.
type placePlan struct {
	Name  naming.Ident
	Doc   []string
	ByKey *stepPlan // from a Set to the Ref of one of its entities
	Steps []stepPlan
	Calls []callPlan
}

// stepPlan is a method that leads from one place to another without a request.
type stepPlan struct {
	Name naming.Ident
	Doc  []string
	To   naming.Ident
	Wire string
	Key  []keyPlan
}

// keyPlan is a part of a key.
type keyPlan struct {
	Param naming.Ident
	Type  goType
	Wire  string
	Wrap  string // see fieldPlan
}

// callKind chooses the emitter of a call.
type callKind int

const (
	listCall callKind = iota
	createCall
	getCall
	updateCall
	deleteCall
	operationCall
	contentCall
	setContentCall
)

// callPlan is a method that makes a request.
type callPlan struct {
	Kind      callKind
	Recv      naming.Ident
	Name      naming.Ident
	Doc       []string
	Type      goType        // what it sends, reads or lists
	Operation operationPlan // of an operationCall
	Segment   string        // of a contentCall and a setContentCall
}

// resultKind is what an operation returns.
type resultKind int

const (
	noResult resultKind = iota
	objectResult
	listResult // of objects
	valueResult
	enumResult
	enumsResult
	bytesResult
)

// operationPlan is how an action or a function is called.
type operationPlan struct {
	Wire     string // the name in the path
	Function bool
	Params   naming.Ident // the struct of the parameters, when it has some
	Args     []argPlan    // of a function
	Result   resultKind
	Type     goType // of the result; the elements of a listResult and an enumsResult
	Wrap     string // of the result, where it is a value; see fieldPlan
}

// argPlan is a parameter of a function, which goes into the path.
type argPlan struct {
	Name naming.Ident
	Type goType
	Wire string
	Wrap string // see fieldPlan
}

// serverPlan is the server: a service for each type that a path leads to.
type serverPlan struct {
	// Plain is the interface of the plain endpoints; zero without any. Services has
	// it as Field, and PlainRoutes is the function that makes the routes.
	Plain, Field, PlainRoutes, Unimplemented naming.Ident

	BasePath string
	Root     servicePlan // of the service root
	Types    []servicePlan
}

// servicePlan is the interface of a type and its routes. A type that paths only
// lead through has no methods, and so no interface.
type servicePlan struct {
	Name          naming.Ident
	Unimplemented naming.Ident
	Field         naming.Ident // in Services
	Routes        naming.Ident // the function that makes the routes
	Doc           []string
	FieldDoc      []string
	Type          string // qualified name; "" for the service root
	Key           []keyPlan
	Derived       []string
	Set           []serverMethodPlan // of a collection
	One           []serverMethodPlan // of one entity
	Leads         []leadPlan
}

func (s servicePlan) methods() []serverMethodPlan { return slices.Concat(s.Set, s.One) }

// leadPlan is a navigation.
type leadPlan struct {
	Name string
	Type string // qualified name
	Many bool
}

// serverMethodPlan is a method of a service.
type serverMethodPlan struct {
	Kind      callKind
	Name      naming.Ident
	Doc       []string
	Type      goType
	Key       []keyPlan
	Operation operationPlan // of an operationCall
	Segment   string        // of a contentCall and a setContentCall
	Method    string        // as named in the error of the unimplemented one
}
