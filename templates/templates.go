// Package templates holds what odagen hands to its users as is.
package templates

import "embed"

// OData is the support package of generated code, in the folder odata.
//
//go:embed odata/*.go
var OData embed.FS
