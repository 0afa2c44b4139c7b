// Package templates holds what odagen hands to its users as is.
package templates

import "embed"

// Runtime are the packages that generated code imports, a folder each. They import each
// other by Path and the standard library, and nothing else.
//
//go:embed api/*.go client/*.go internal/*/*.go odata/*.go odataclient/*.go odataserver/*.go query/*.go query/bind/*.go prefer/*.go
//go:embed rest/*.go restclient/*.go restserver/*.go schema/*.go security/*.go server/*.go shape/*.go
//go:embed transport/*.go wire/*.go
var Runtime embed.FS

// Path is the import path of the folder of the packages of Runtime.
const Path = "github.com/seed-349153d7/odagen/templates"

// Framework are the templates of the bindings to web frameworks, in the folder
// framework: for each a file that takes the place of templates of oapi-codegen.
//
//go:embed framework/*.tmpl
var Framework embed.FS
