package odata

import (
	"net/url"

	"github.com/seed-349153d7/odagen/templates/api"
)

// Query has the query options of a request to a service (OData URL Conventions
// 4.01, 5). What a request does not have is empty.
type Query struct {
	Top        api.Opt[int] // never negative
	Skip       api.Opt[int] // never negative
	Filter     string
	Search     string
	Select     []string
	Expand     []string // each with its own options, as in "members($select=id)"
	OrderBy    []string
	Count      bool
	SkipToken  string
	DeltaToken string
	Format     string
	ID         string     // of the reference to remove
	Custom     url.Values // the options without $; nil when there are none
}
