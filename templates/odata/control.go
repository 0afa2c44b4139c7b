package odata

import "github.com/seed-349153d7/odagen/templates/wire"

// What a service says about an entity beside its properties (OData JSON Format 4.01,
// 4.6).

// TypeOf returns the qualified name of the type that o came with, as in
// "microsoft.graph.user", without the leading "#" that "@odata.type" has; "" when it
// came with none, or is nil.
func TypeOf(o wire.Object) string {
	if wire.IsNil(o) {
		return ""
	}
	return wire.StoreOf(o).Type()
}

// SetType makes o say that it is of the type with the qualified name.
func SetType(o wire.Object, name string) { wire.StoreOf(o).SetType(name) }

// ETag returns the version of o for [IfMatch]; "" when it has none, or is nil.
func ETag(o wire.Object) string {
	if wire.IsNil(o) {
		return ""
	}
	return wire.StoreOf(o).ETag()
}

// SetETag gives o its version, as a service that keeps versions does.
func SetETag(o wire.Object, etag string) { wire.StoreOf(o).SetETag(etag) }

// KeyOf returns the key of o as text: the value of its key property, or
// name=value pairs separated by commas when the key has several. It is "" when a
// part of the key is missing.
func KeyOf(o wire.Object) string { return wire.KeyOf(o) }
