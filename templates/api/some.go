package api

// The functions below are Some for the types of constants: 5 alone would be an
// Opt[int], which no property is.

// Bool returns an Opt that holds v.
func Bool(v bool) Opt[bool] { return Some(v) }

// Int32 returns an Opt that holds v.
func Int32(v int32) Opt[int32] { return Some(v) }

// Int64 returns an Opt that holds v.
func Int64(v int64) Opt[int64] { return Some(v) }

// Float64 returns an Opt that holds v.
func Float64(v float64) Opt[float64] { return Some(v) }

// String returns an Opt that holds v.
func String(v string) Opt[string] { return Some(v) }
