package api

// Link tells how an answer of an Endpoint leads to the parameters of another.
type Link struct {
	Name   string
	Doc    string
	Status string // of the answer
	To     *Endpoint
	Values []LinkValue
}

// LinkValue is where the value of a parameter is.
type LinkValue struct {
	Param *EndpointParam // of the endpoint that the link leads to
	From  LinkSource
	At    string // JSON pointer, name of a parameter, or JSON text
}

// LinkSource is what a LinkValue is taken from.
type LinkSource int

// The sources of values.
const (
	FromAnswer  LinkSource = iota // the body of the answer
	FromHeaders                   // the header fields of the answer
	FromBody                      // the body of the request
	FromParams                    // the parameters of the request that are not in the path
	FromPath                      // a parameter in the path of the request
	FromText                      // the link itself
)
