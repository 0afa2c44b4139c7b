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
	As      naming.Ident // the functions for types that are made of others; zero for none
	From    naming.Ident
	Params  []operationPlan // actions and functions, for their parameters
	Enums   []enumPlan
	Unions  []unionPlan
	Schemas []*api.Schema  // what other schemas refer to
	Plain   []endpointPlan // operations that have none of the forms of OData
	Receive []endpointPlan // webhooks and callbacks
	Errors  []errorPlan    // of the plain endpoints
	Links   []linkPlan
	Schemes []schemePlan
	Servers []choicePlan
	Client  clientPlan
	Calls   []callsPlan
	Server  serverPlan
	Routes  Routes
}

// structPlan is an entity type or a complex type.
type structPlan struct {
	Name   naming.Ident
	Home   home
	Doc    []string
	Wire   string       // qualified name; "" for parameters
	Table  naming.Ident // the variable with its description
	Fields []fieldPlan

	Related       []fieldPlan  // navigation properties
	RelatedStruct naming.Ident // what has them

	Plain    bool // not of OData
	Derived  derivedPlan
	Heirs    []string // qualified names of the types that derive from it
	Abstract bool
	Open     bool
	Closed   bool
	Schema   *api.Schema // nil for none
}

// fieldPlan is a property.
type fieldPlan struct {
	Name    naming.Ident
	Doc     []string
	Type    goType
	Wire    string   // as between the quotes of a JSON string
	Flags   []string // names of wire.Flags
	Default preset   // zero for none
	In      string   // how values are written: a name of package wire, "" for nothing
	Facets  []facetPlan
}

// clientPlan is the client: its root, and a Ref or Set for each type that it
// leads to.
type clientPlan struct {
	New      funcPlan
	BaseURL  string // "" when the description has none
	Segments bool   // keys are segments
	Places   bool   // there are paths in the forms of OData
	Roots    []stepPlan
	Calls    []callPlan // unbound operations
	Types    []placePlan
}

// placePlan is a Ref, a Set or a type that a path leads through.
type placePlan struct {
	Key   string // what it is called in scopes
	Name  naming.Ident
	Home  home
	Doc   []string
	ByKey []stepPlan // from a Set to the Ref of one of its entities: by its key, by others
	Steps []stepPlan
	Calls []callPlan
}

// stepPlan is a method that leads from one place to another without a request.
type stepPlan struct {
	funcPlan
	To    naming.Ident
	Wire  string
	Key   []keyPlan
	Named bool // the parts of the key have their names in any case
}

// keyPlan is a part of a key.
type keyPlan struct {
	Param naming.Ident
	Type  goType
	Wire  string
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
	funcPlan
	Kind      callKind
	Recv      naming.Ident
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
	valuesResult // a collection of values
	contentResult
)

// operationPlan is how an action or a function is called.
type operationPlan struct {
	Wire     string // the name in the path
	Function bool
	Params   structPlan // its parameters
	Result   resultKind
	Type     goType // of the result; the elements of a listResult and a valuesResult
}

// serverPlan is the server: a service for each type that a path leads to.
type serverPlan struct {
	// Plain is the interface of the plain endpoints; zero without any. Services has
	// it as Field, and PlainRoutes is the function that makes the routes.
	Plain, Field, PlainRoutes, Unimplemented naming.Ident

	PlainDoc string // what Plain serves

	New      funcPlan
	BasePath string
	Places   bool             // there are paths in the forms of OData
	Security [][]securityPlan // what the routes of types ask for; nil is a bearer token
	Root     servicePlan      // of the service root
	Types    []servicePlan
}

// servicePlan is the interface of a type and its routes. A type that paths only
// lead through has no methods, and so no interface.
type servicePlan struct {
	Name          naming.Ident
	Home          home
	Unimplemented naming.Ident
	Field         naming.Ident // in Services
	Routes        naming.Ident // the function that makes the routes
	Doc           []string
	FieldDoc      []string
	Type          string // qualified name; "" for the service root
	Key           []keyPlan
	Derived       []string
	Alternates    [][]string
	Set           []serverMethodPlan // of a collection
	One           []serverMethodPlan // of one entity
	Leads         []leadPlan

	Segments, Whole bool // of the service root: see odataserver.TypeRoutes
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
	funcPlan
	Kind      callKind
	Stub      stubPlan
	Key       []keyPlan
	Operation operationPlan // of an operationCall
	Segment   string        // of a contentCall and a setContentCall
	Whole     signature     // with a key of several parts as one parameter
	Scopes    []string      // of which a request shows one
}
