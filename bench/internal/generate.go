// Package internal holds what the benchmarks share. Its files are written by
// the commands below, from the types of package graph.
package internal

//go:generate go tool odagen generate --config ../graph/odagen.yaml
//go:generate go run -C .. ./internal/derive
//go:generate go tool easyjson -all -no_std_marshalers easy/types.go
//go:generate go tool ogen --clean --package ogen --target ogen --config ogen/ogen.yml ogen/openapi.json
