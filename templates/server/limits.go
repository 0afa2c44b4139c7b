package server

// Limits bound what a request can make the server do. 0 is no limit. What is beyond one
// is answered with 413 or 400 before a service sees it.
type Limits struct {
	// Request is the length of a body that is read into memory, or parsed while it
	// comes: JSON, text, forms with their files. 4 MiB.
	Request int64

	// Upload is the length of a body that a service reads as it comes, an
	// *api.Content or a sequence. There is none by default.
	Upload int64

	// Items is how many items the arrays of a body have, and members that are objects
	// or arrays themselves, all together. 100,000.
	Items int

	// Names is how many names a query or a form has. 1,000.
	Names int

	// Depth is how deep objects and arrays of a body nest. 100.
	Depth int

	// Digits is how long a number in a body is. 1,000.
	Digits int

	// Faults is how many faults of a body an answer tells. 100, and no more are looked
	// for.
	Faults int
}

// DefaultLimits returns the limits of a handler that is told nothing.
func DefaultLimits() Limits {
	return Limits{Request: 4 << 20, Items: 100_000, Names: 1000, Depth: 100, Digits: 1000, Faults: 100}
}

// WithMaxRequest limits the bodies that are read into memory; see [Limits].
func WithMaxRequest(bytes int64) Option { return func(c *Config) { c.Limits.Request = bytes } }

// WithMaxUpload limits the bodies that a service reads as they come; see [Limits].
func WithMaxUpload(bytes int64) Option { return func(c *Config) { c.Limits.Upload = bytes } }

// WithMaxItems limits the items in a body; see [Limits].
func WithMaxItems(n int) Option { return func(c *Config) { c.Limits.Items = n } }

// WithMaxNames limits the names in a query or a form; see [Limits].
func WithMaxNames(n int) Option { return func(c *Config) { c.Limits.Names = n } }

// WithMaxDepth limits how deep a body nests; see [Limits]. What is beyond 1,000 has no
// effect.
func WithMaxDepth(n int) Option { return func(c *Config) { c.Limits.Depth = n } }

// WithMaxDigits limits the length of numbers in a body; see [Limits].
func WithMaxDigits(n int) Option { return func(c *Config) { c.Limits.Digits = n } }

// WithMaxFaults limits the faults that an answer tells; see [Limits].
func WithMaxFaults(n int) Option { return func(c *Config) { c.Limits.Faults = n } }

// WithLimits sets the limits of each operation on its own, when the handler is made.
// The operation has those that hold otherwise:
//
//	server.WithLimits(func(op server.Operation) server.Limits {
//		if op.Name == "importPets" {
//			op.Limits.Request = 64 << 20
//		}
//		return op.Limits
//	})
func WithLimits(of func(op Operation) Limits) Option { return func(c *Config) { c.LimitsOf = of } }
