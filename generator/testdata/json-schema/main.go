// Command main reads values into generated types and validates them. The test of
// the JSON Schema suite writes it, with the table of types, into a module beside the
// generated packages.
package main

import (
	"encoding/json"
	"log"
	"os"

	"github.com/seed-349153d7/odagen/templates/wire"
)

// question is the text of an object of a type.
type question struct{ Type, Text string }

// answer is what reading and validating it say.
type answer struct{ Decode, Validate string }

func main() {
	var questions []question
	if err := json.NewDecoder(os.Stdin).Decode(&questions); err != nil {
		log.Fatal(err)
	}
	answers := make([]answer, len(questions))
	for i, q := range questions {
		v := types[q.Type]()
		if err := wire.UnmarshalRequest([]byte(q.Text), v); err != nil {
			answers[i].Decode = err.Error()
		} else if err := wire.Validate(v); err != nil {
			answers[i].Validate = err.Error()
		}
	}
	if err := json.NewEncoder(os.Stdout).Encode(answers); err != nil {
		log.Fatal(err)
	}
}
