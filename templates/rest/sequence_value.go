package rest

import (
	"errors"
	"io"
	"iter"
)

// sequenceField is the body of a request that is a sequence.
type sequenceField[T any] struct{ to *iter.Seq2[T, error] }

// SequenceValue is a body that is lines of JSON, one for each item. A nil sequence is
// absent. An error in it breaks the body off.
//
//go:noinline
func SequenceValue[T any](to *iter.Seq2[T, error]) any { return sequenceField[T]{to} }

// SequenceBody is what a sequenceField can do.
type SequenceBody interface {
	IsNil() bool
	Send(line func(field any) error) error
	Receive(next func(field any) error)
}

func (f sequenceField[T]) IsNil() bool { return *f.to == nil }

// Send calls line for each item.
func (f sequenceField[T]) Send(line func(field any) error) error {
	for v, err := range *f.to {
		if err == nil {
			err = line(&v)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Receive sets the sequence to what next reads, up to io.EOF.
func (f sequenceField[T]) Receive(next func(field any) error) {
	*f.to = func(yield func(T, error) bool) {
		for {
			var v, none T
			switch err := next(&v); {
			case errors.Is(err, io.EOF):
				return
			case err != nil:
				yield(none, err)
				return
			case !yield(v, nil):
				return
			}
		}
	}
}
