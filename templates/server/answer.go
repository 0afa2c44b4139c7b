package server

// Answered is an answer with all that is described of it: the Answer of an operation,
// which is generated.
type Answered interface {
	// WireAnswer returns where the status is, and a field for each of the answers and
	// of the header fields that the operation has.
	WireAnswer() (status *int, bodies, headers []any)
}

// Answer is what [AnswerWith] returns: an error that is none, but an answer.
type Answer struct{ Of Answered }

// Error says what it is, should it get to a log.
func (*Answer) Error() string { return "an answer other than the first of success" }

// AnswerWith makes a service answer otherwise than with the first answer of success
// that is described: with another one, another status, or header fields.
//
//	return nil, server.AnswerWith(&petstore.AddPetAnswer{Status: http.StatusAccepted, Accepted: job})
func AnswerWith(a Answered) error { return &Answer{a} }
