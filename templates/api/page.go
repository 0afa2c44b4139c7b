package api

// Page is a part of a list.
type Page[T any] struct {
	Items []T
	// NextLink leads to the next page; it is empty on the last one. A service
	// gives it whole, or relative to the URL of the request.
	NextLink string
	// DeltaLink leads to what has changed since; it is empty unless the last
	// page of a delta function has it.
	DeltaLink string
	// Count is the number of items on all pages; absent unless it was asked for.
	Count Opt[int64]
}
