// Package odata is the support package of code that odagen generates: a JSON
// codec that keeps what it does not know, presence by [Opt], a client that
// pages, retries and reports OData errors, and a server that routes OData
// paths. It imports the standard library alone.
package odata
