// Command main decodes JSON texts into generated types and encodes them again.
// The test of the examples writes it, with the table of types, into a module
// beside the generated package.
package main

import (
	"encoding/json"
	"errors"
	"io"
	"log"
	"os"

	"github.com/seed-349153d7/odagen/templates/api"
	"github.com/seed-349153d7/odagen/templates/wire"
)

// coder decodes a text into a type and encodes the value.
type coder struct {
	one, page func(text []byte) ([]byte, error)
}

// of returns the coder of a generated type.
func of[T wire.Object]() coder {
	return coder{one: one[T], page: page[T]}
}

func one[T wire.Object](text []byte) ([]byte, error) {
	var none T
	v := none.WireType().New()
	if err := wire.Unmarshal(text, v); err != nil {
		return nil, err
	}
	return wire.Marshal(v)
}

func page[T wire.Object](text []byte) ([]byte, error) {
	p, err := wire.DecodePage[T](text)
	if err != nil {
		return nil, err
	}
	return wire.AppendPage(nil, p)
}

// main answers each task on the standard input on the standard output.
func main() {
	in, out := json.NewDecoder(os.Stdin), json.NewEncoder(os.Stdout)
	for {
		var task struct {
			Type string
			Page bool
			Text string
		}
		if err := in.Decode(&task); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			log.Fatal(err)
		}
		code := types[task.Type].one
		if task.Page {
			code = types[task.Type].page
		}
		var answer struct{ Text, Error, Pointer string }
		text, err := code([]byte(task.Text))
		answer.Text = string(text)
		if err != nil {
			answer.Error = err.Error()
		}
		var fault *api.DecodeError
		if errors.As(err, &fault) {
			answer.Error, answer.Pointer = fault.Message, fault.Pointer
		}
		if err := out.Encode(answer); err != nil {
			log.Fatal(err)
		}
	}
}
