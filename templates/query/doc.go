// Package query is the language of OData queries: the trees of the query options and
// of resource paths, a parser and a printer (OData 4.01 ABNF, URL Conventions 4.01, and
// Data Aggregation 4.0).
//
// The trees know no model: whether a name is a property, a type or a function is said
// by who binds it. Every name and literal has its place in the text that was parsed.
//
// The methods of Parser that read one option take its value, percent-decoded. Query and
// URI take what stands in a URL: they split first and decode then (URL Conventions, 2).
// A "+" is a plus in both.
//
// Append prints what the parser reads back as an equal tree but for the places.
//
// The parser takes more than the grammar does in three points: commas of a list may
// have spaces around them, "not" and "in" may be followed by a parenthesis without a
// space, and a "$" may be percent-encoded.
//
// It takes less in these: a path does not end in "/", and no segment of it is empty. Within
// an expression only keys that start with a digit are segments. A duration has a number,
// and so has the distance in a hierarchy, from 1 on; numbers of options fit in an int64.
// Functions of the model that are named as those of the standard are called with their
// namespace.
package query
