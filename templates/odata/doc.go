// Package odata is the support package of code that odagen generates: a JSON
// codec that keeps what it does not know, presence by [Opt], a client that
// pages, retries and reports OData errors, and a server that routes OData
// paths. It imports the standard library alone.
package odata

// What generated code calls in each of its methods is marked noinline: inlined
// into the thousands of methods that a large service has, it was a fifth of what
// compiling them cost, and a request or an object is not slower for a call.
