package api

import "github.com/seed-349153d7/odagen/generator/internal/diag"

// Form is how the paths of a description are read.
type Form string

// The forms.
const (
	FormOData Form = "odata" // sets, entities, actions; the rest is endpoints
	FormPlain Form = "plain" // endpoints alone
)

// Decisions are what a document does not say for good, and what a later run keeps.
type Decisions struct {
	Form Form

	// Sets are the paths of entity sets, keys as "{}", with the names that the
	// document has for their entity types, "" for an inline schema.
	Sets map[string]string
}

// Set is a path that is an entity set.
type Set struct {
	Path    string
	Type    string // as in Decisions
	Pos     diag.Position
	Pointer string // of the place
}
