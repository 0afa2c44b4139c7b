package golang

import "github.com/seed-349153d7/odagen/generator/internal/naming"

// goType is a Go type as data; typ makes it source.
type goType interface{ isGoType() }

type (
	builtin      string                      // string, int32, error, ...
	runtimeType  struct{ room, name string } // a type of the runtime
	namedType    naming.Ident                // a type of the generated package
	pointerTo    struct{ elem goType }
	sliceOf      struct{ elem goType }
	optOf        struct{ elem goType }
	eventOf      struct{ elem goType } // an event with data
	pageOf       struct{ elem goType } // what a service answers a list with
	mapOf        struct{ elem goType }
	seqOf        struct{ elem goType }       // iter.Seq2[elem, error]
	importedType struct{ path, name string } // a type of the standard library
	funcOf       struct{ signature }
)

func (builtin) isGoType()      {}
func (runtimeType) isGoType()  {}
func (namedType) isGoType()    {}
func (pointerTo) isGoType()    {}
func (sliceOf) isGoType()      {}
func (optOf) isGoType()        {}
func (eventOf) isGoType()      {}
func (pageOf) isGoType()       {}
func (mapOf) isGoType()        {}
func (seqOf) isGoType()        {}
func (importedType) isGoType() {}
func (funcOf) isGoType()       {}

// apiType is a type of package api.
func apiType(name string) runtimeType { return runtimeType{"api", name} }

const (
	errorType  = builtin("error")
	boolType   = builtin("bool")
	stringType = builtin("string")
)

var (
	rawType     = apiType("Raw")
	contentType = pointerTo{apiType("Content")}
	bytesType   = sliceOf{builtin("byte")}
	contextType = importedType{"context", "Context"}
	handlerType = importedType{"net/http", "Handler"}
)
