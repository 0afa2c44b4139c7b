// Package odata has OData's own words: what a program asks a service for beside the
// call itself, and what it does with what comes.
//
// # Derived types
//
// A position of a base type holds what came as the base type: its own properties in
// fields, all else in Members, so that nothing of a derived type is lost, known or not.
// [As] gives the value of the derived type; [From] makes a value of the base type of it.
// Neither needs a list of the derived types: a program has the code of those that it names.
package odata

import (
	"errors"
	"strconv"
	"strings"

	"github.com/seed-349153d7/odagen/templates/client"
	"github.com/seed-349153d7/odagen/templates/internal/escape"
	"github.com/seed-349153d7/odagen/templates/internal/literal"
)

// Option is a setting of one call: a QueryOption, or a client.CallOption. Of the
// options that a call is given, all are sent, in their order.
type Option interface {
	Apply(c *client.Call)
}

// QueryOption is a query option of one call (OData URL Conventions 4.01, 5).
type QueryOption struct {
	name, value string
	set         func(c *client.Call)
}

// Apply makes o part of a call.
func (o QueryOption) Apply(c *client.Call) {
	if o.set != nil {
		o.set(c)
		return
	}
	c.Query = escape.JoinQuery(c.Query, escape.Escape(o.name, escape.QueryBytes)+"="+escape.Escape(o.value, escape.QueryBytes))
}

// Top asks for at most n items, over all pages.
func Top(n int) QueryOption { return Custom("$top", strconv.Itoa(n)) }

// Skip leaves out the first n items.
func Skip(n int) QueryOption { return Custom("$skip", strconv.Itoa(n)) }

// Filter asks for the items for which an expression is true. Strings in it are
// made with Quote: odata.Filter("displayName eq " + odata.Quote(name)).
func Filter(expression string) QueryOption { return Custom("$filter", expression) }

// Search asks for the items that match a free-text expression.
func Search(expression string) QueryOption { return Custom("$search", expression) }

// Select asks for the named properties alone.
func Select(properties ...string) QueryOption {
	return Custom("$select", strings.Join(properties, ","))
}

// Expand asks for related entities too, as in "members" or
// "members($select=id)".
func Expand(items ...string) QueryOption { return Custom("$expand", strings.Join(items, ",")) }

// OrderBy sorts by expressions, as in "displayName" or "size desc".
func OrderBy(items ...string) QueryOption { return Custom("$orderby", strings.Join(items, ",")) }

// Count asks for the number of all items beside the page.
func Count() QueryOption { return Custom("$count", "true") }

// WithRelated sends the values of navigation properties too: a service that can do so
// creates or changes the related entities with the one that has them (OData Protocol
// 4.01, 11.4.2.2 and 11.4.3.1).
func WithRelated() QueryOption {
	return QueryOption{set: func(c *client.Call) { c.Related = true }}
}

// Custom adds a query option by its name on the wire.
func Custom(name, value string) QueryOption { return QueryOption{name: name, value: value} }

// FromLink continues from the NextLink or DeltaLink of a page, or of what $expand brought.
// The link has the place and all query options of the request, so only header fields are
// taken from the other options. One that is relative counts from the service root.
func FromLink(link string) QueryOption {
	return QueryOption{set: func(c *client.Call) { c.Link = link }}
}

// DeltaLinkTo sets link to the DeltaLink of the last page of a list, when that has
// come: FromLink(link) then lists what has changed since.
func DeltaLinkTo(link *string) QueryOption {
	return QueryOption{set: func(c *client.Call) { c.DeltaLink = link }}
}

// IfMatch makes a change only if the entity still has the ETag; if not, the
// error is client.ErrPreconditionFailed. "*" stands for any entity that exists. Of an entity
// without an ETag, which is "", nothing can be promised: the call is an error.
func IfMatch(etag string) client.CallOption {
	if etag == "" {
		return func(c *client.Call) { c.Err = errors.New("IfMatch: the entity came without an ETag") }
	}
	return client.Header("If-Match", etag)
}

// IfNoneMatch reads an entity only if it has another ETag; if not, the error is
// client.ErrNotModified. "*" creates an entity only if there is none. For "" it is read.
func IfNoneMatch(etag string) client.CallOption {
	if etag == "" {
		return nil
	}
	return client.Header("If-None-Match", etag)
}

// WithKeyPredicates makes a client write keys in parentheses, as in Users('ann') and
// Orders(7), which each OData service understands.
func WithKeyPredicates() client.Option { return func(c *client.Config) { c.KeySegments = false } }

// WithKeySegments makes a client write a key as a segment of its own, as in users/ann,
// which a service may understand besides (OData URL Conventions 4.01, 4.3.6).
func WithKeySegments() client.Option { return func(c *client.Config) { c.KeySegments = true } }

// WithIEEE754Compatible makes a client send and ask for the numbers that a float64 may not
// hold, Edm.Int64 and Edm.Decimal, as strings (OData JSON Format 4.01, 3.2). A service that
// is written in JavaScript stores 9007199254740993 as ...992 otherwise.
func WithIEEE754Compatible() client.Option { return func(c *client.Config) { c.Exact = true } }

// WithLenientDates makes a client take any text for a date, a time or a duration, as in
// "0000-00-00": else one that is none is an error of its entity. The text is kept, and
// written back as long as it is not changed; Time and its like make of it what they can.
func WithLenientDates() client.Option { return func(c *client.Config) { c.Lenient = true } }

// Quote returns s as a string literal of OData, in single quotes that are
// doubled within, as $filter wants it.
func Quote(s string) string { return literal.Quote(s) }
