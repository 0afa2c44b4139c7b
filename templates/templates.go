// Package templates holds what odagen hands to its users as is.
package templates

import "embed"

// OData is the support package of generated code, in the folder odata.
//
//go:embed odata/*.go
var OData embed.FS

// Framework are the templates of the bindings to web frameworks, in the folder
// framework: for each a file that takes the place of templates of oapi-codegen.
//
//go:embed framework/*.tmpl
var Framework embed.FS
