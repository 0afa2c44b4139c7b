package client

import "net/http"

// CallOption is a setting of one call.
type CallOption func(*Call)

// Apply makes o part of a call. A nil option changes nothing.
func (o CallOption) Apply(c *Call) {
	if o != nil {
		o(c)
	}
}

// Call is what the options of a call come to. Generated code reads it; programs use the
// options.
type Call struct {
	Header    http.Header
	Query     string // added to the URL
	Link      string // takes the place of the URL
	DeltaLink *string
	Related   bool  // what is related to an object is sent with it
	Err       error // why the call cannot be made
	Responses []*Response
}

// Header adds a header field to a request. It comes in place of the one that the client
// would send, such as Accept.
func Header(name, value string) CallOption {
	return func(c *Call) {
		if c.Header == nil {
			c.Header = http.Header{}
		}
		c.Header.Add(name, value)
	}
}

// Response is an answer from outside: what it has beside its body.
type Response struct {
	StatusCode int
	Header     http.Header
	URL        string // that was asked in the end, without user and query
}

// ResponseTo sets r to what comes with the answer, whether it is a success or not. Of a
// list it is the last page that was read.
//
//	var r client.Response
//	item, err := items.Create(ctx, body, client.ResponseTo(&r))
//	fmt.Println(r.StatusCode, r.Header.Get("Location"))
func ResponseTo(r *Response) CallOption {
	return func(c *Call) {
		if r != nil {
			c.Responses = append(c.Responses, r)
		}
	}
}
