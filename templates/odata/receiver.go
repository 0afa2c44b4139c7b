package odata

import "net/http"

// receiver is the handler of a webhook or a callback.
type receiver struct {
	handler *handler
	route   EndpointRoute
}

// Receiver returns the handler of a webhook or a callback: it has no path, and answers
// wherever it is mounted. It takes what anyone sends, unless the description asks for
// a proof: signatures are checked by a handler around it.
func Receiver(e *Endpoint, opts []HandlerOption, serve func(x *Exchange) error) http.Handler {
	return &receiver{newHandler(opts, ""), Serve(e, serve)}
}

// ServeHTTP answers a request.
func (r *receiver) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	x := &exchange{Context: req.Context(), Request: Request{HTTP: req}, handler: r.handler, w: w}
	if err := r.serve(x); err != nil {
		x.fail(err)
	}
}

func (r *receiver) serve(x *exchange) error {
	method := r.route.endpoint.Method
	if x.HTTP.Method != method {
		x.w.Header().Set("Allow", method)
		return newError(http.StatusMethodNotAllowed, "the receiver has no "+x.HTTP.Method)
	}
	query, err := splitQuery(x.HTTP.URL.RawQuery)
	if err != nil {
		return newError(http.StatusBadRequest, err.Error())
	}
	return r.route.run(x, nil, query)
}
