// Package api has the values that programs name of any API: [Opt] for what can be absent or
// null, dates, times, durations and decimal numbers that are written back as they came,
// [Raw] JSON text, the [Members] of an object that its type does not declare, [Content]
// that streams, a [Page] of a list, and the errors of decoding and of checking.
package api
