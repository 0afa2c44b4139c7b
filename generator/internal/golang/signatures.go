package golang

import (
	"slices"

	"github.com/seed-349153d7/odagen/generator/internal/naming"
)

// signature is what a function takes and returns.
type signature struct {
	Params  []param
	Results []param // all of them with a name, or none
}

// param is a parameter or a result of a function.
type param struct {
	Name     naming.Ident // zero for a result without a name
	Type     goType       // of a variadic parameter, that of one argument
	Variadic bool
	Joined   bool // it is written before the type of the next one, which is its own too
}

// funcPlan is a function or a method, as those who call it see it.
type funcPlan struct {
	Name      naming.Ident
	Doc       []string
	Signature signature
}

// stubPlan is a method of an unimplemented service.
type stubPlan struct {
	funcPlan
	Method string // as named in its error
}

// The parameters that functions have in common.
var (
	ctxParam       = param{Name: naming.Kind("ctx"), Type: contextType}
	clientOptions  = param{Name: naming.Kind("opts"), Type: runtimeType{"client", "Option"}, Variadic: true}
	callOptions    = param{Name: naming.Kind("opts"), Type: runtimeType{"client", "CallOption"}, Variadic: true}
	queryOptions   = param{Name: naming.Kind("opts"), Type: runtimeType{"odata", "Option"}, Variadic: true}
	handlerOptions = param{Name: naming.Kind("opts"), Type: runtimeType{"server", "Option"}, Variadic: true}
	authParam      = param{Name: naming.Kind("auth"), Type: runtimeType{"server", "Auth"}}
	queryParam     = param{Name: naming.Kind("q"), Type: pointerTo{runtimeType{"odata", "Query"}}}
	contentParam   = param{Name: naming.Kind("content"), Type: contentType}
)

// joined is a parameter that shares the type of the next one.
func joined(name naming.Ident, t goType) param { return param{Name: name, Type: t, Joined: true} }

func bodyParam(t goType) param { return param{Name: naming.Kind("body"), Type: t} }

// paramsParam is the struct of the parameters of an operation, which is always there:
// an operation that gets its first parameter keeps its signature.
func paramsParam(name naming.Ident) param {
	return param{Name: naming.Kind("p"), Type: namedType(name)}
}

func takes(params ...param) signature { return signature{Params: params} }

// and adds parameters.
func (s signature) and(params ...param) signature {
	s.Params = slices.Concat(s.Params, params)
	return s
}

// returns adds results without a name.
func (s signature) returns(types ...goType) signature {
	for _, t := range types {
		s.Results = append(slices.Clip(s.Results), param{Type: t})
	}
	return s
}

// named is s with names for a result and its error, v and err.
func (s signature) named() signature {
	s.Results = slices.Clone(s.Results)
	last := len(s.Results) - 1
	s.Results[last].Name = naming.Kind("err")
	if last > 0 {
		s.Results[0].Name = naming.Kind("v")
	}
	return s
}

// stub plans the method that answers 501 in place of m, with results as they are in s.
func stub(m funcPlan, method string, s signature) stubPlan {
	return stubPlan{funcPlan{m.Name, []string{m.Name.String() + " answers 501."}, s}, method}
}

// clientSignature is that of a method of the client for a call of OData. T is what
// is sent, read or listed.
func clientSignature(kind callKind, t goType) signature {
	switch kind {
	case listCall:
		return takes(ctxParam, queryOptions).returns(seqOf{t})
	case createCall, updateCall:
		return takes(ctxParam, bodyParam(t), queryOptions).returns(t, errorType)
	case deleteCall:
		return takes(ctxParam, callOptions).returns(errorType)
	case contentCall:
		return takes(ctxParam, queryOptions).returns(contentType, errorType)
	case setContentCall:
		return takes(ctxParam, contentParam, callOptions).returns(errorType)
	}
	return takes(ctxParam, queryOptions).returns(t, errorType)
}

// serviceSignature is that of a method of a service, which gets the key of the
// entity.
func serviceSignature(kind callKind, key []param, t goType) signature {
	s := takes(ctxParam).and(key...)
	switch kind {
	case listCall:
		return s.and(queryParam).returns(pageOf{t}, errorType)
	case createCall, updateCall:
		return s.and(bodyParam(t)).returns(t, errorType)
	case deleteCall:
		return s.returns(errorType)
	case contentCall:
		return s.returns(contentType, errorType)
	case setContentCall:
		return s.and(contentParam).returns(errorType)
	}
	return s.and(queryParam).returns(t, errorType)
}

// client is the signature of the method of the client.
func (o operationPlan) client() signature {
	s := takes(ctxParam, paramsParam(o.Params.Name))
	switch {
	case o.Result == noResult:
		return s.and(callOptions).returns(errorType)
	case o.Result == listResult && o.Function:
		return s.and(queryOptions).returns(seqOf{o.Type})
	}
	return s.and(queryOptions).returns(o.returned(), errorType)
}

// service is the signature of the method of a service.
func (o operationPlan) service(key []param) signature {
	s := takes(ctxParam).and(key...).and(paramsParam(o.Params.Name))
	switch {
	case o.Result == noResult:
		return s.returns(errorType)
	case o.Result == listResult && o.Function:
		return s.returns(pageOf{o.Type}, errorType)
	}
	return s.returns(o.returned(), errorType)
}

// returned is the type of a whole result.
func (o operationPlan) returned() goType {
	switch o.Result {
	case listResult, valuesResult:
		return sliceOf{o.Type}
	}
	return o.Type
}

// client is the signature of the method of the client: it returns the plain answer.
func (e endpointPlan) client() signature {
	s := takes(ctxParam, paramsParam(e.Params.Name), callOptions)
	switch e.Result {
	case nothing:
		return s.returns(errorType)
	case sequenceResult:
		return s.returns(seqOf{e.Out.Type})
	}
	return s.returns(e.Out.Type, errorType)
}

// service is the signature of the method of the service, or of what a receiver calls.
func (e endpointPlan) service() signature {
	s := takes(ctxParam, paramsParam(e.Params.Name))
	switch e.Result {
	case nothing:
		return s.returns(errorType)
	case sequenceResult:
		return s.returns(seqOf{e.Out.Type}, errorType)
	}
	return s.returns(e.Out.Type, errorType)
}

// keyParams are the parts of a key as parameters.
func keyParams(key []keyPlan) []param {
	var out []param
	for _, k := range key {
		out = append(out, param{Name: k.Param, Type: k.Type})
	}
	return out
}

// wholeKey is a key of several parts as one parameter that is not read.
var wholeKey = param{Name: naming.Kind("_"), Type: stringType}
