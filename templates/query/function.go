package query

import "strings"

// Func is a function that the standard defines (URL Conventions, 5.1.1.5 to 5.1.1.11; Data
// Aggregation, rule isdefinedExpr). cast, isof and case are nodes of their own.
type Func uint8

// The functions.
const (
	FuncConcat Func = iota
	FuncContains
	FuncEndsWith
	FuncIndexOf
	FuncLength
	FuncStartsWith
	FuncSubstring
	FuncHasSubset
	FuncHasSubsequence
	FuncMatchesPattern
	FuncToLower
	FuncToUpper
	FuncTrim
	FuncDate
	FuncDay
	FuncFractionalSeconds
	FuncHour
	FuncMaxDateTime
	FuncMinDateTime
	FuncMinute
	FuncMonth
	FuncNow
	FuncSecond
	FuncTime
	FuncTotalOffsetMinutes
	FuncTotalSeconds
	FuncYear
	FuncCeiling
	FuncFloor
	FuncRound
	FuncGeoDistance
	FuncGeoIntersects
	FuncGeoLength
	FuncIsDefined
)

var funcs = [...]struct {
	name     string
	min, max int // numbers of arguments
}{
	FuncConcat: {"concat", 2, 2}, FuncContains: {"contains", 2, 2}, FuncEndsWith: {"endswith", 2, 2},
	FuncIndexOf: {"indexof", 2, 2}, FuncLength: {"length", 1, 1}, FuncStartsWith: {"startswith", 2, 2},
	FuncSubstring: {"substring", 2, 3}, FuncHasSubset: {"hassubset", 2, 2},
	FuncHasSubsequence: {"hassubsequence", 2, 2}, FuncMatchesPattern: {"matchesPattern", 2, 2},
	FuncToLower: {"tolower", 1, 1}, FuncToUpper: {"toupper", 1, 1}, FuncTrim: {"trim", 1, 1},
	FuncDate: {"date", 1, 1}, FuncDay: {"day", 1, 1}, FuncFractionalSeconds: {"fractionalseconds", 1, 1},
	FuncHour: {"hour", 1, 1}, FuncMaxDateTime: {"maxdatetime", 0, 0}, FuncMinDateTime: {"mindatetime", 0, 0},
	FuncMinute: {"minute", 1, 1}, FuncMonth: {"month", 1, 1}, FuncNow: {"now", 0, 0},
	FuncSecond: {"second", 1, 1}, FuncTime: {"time", 1, 1}, FuncTotalOffsetMinutes: {"totaloffsetminutes", 1, 1},
	FuncTotalSeconds: {"totalseconds", 1, 1}, FuncYear: {"year", 1, 1},
	FuncCeiling: {"ceiling", 1, 1}, FuncFloor: {"floor", 1, 1}, FuncRound: {"round", 1, 1},
	FuncGeoDistance: {"geo.distance", 2, 2}, FuncGeoIntersects: {"geo.intersects", 2, 2},
	FuncGeoLength: {"geo.length", 1, 1}, FuncIsDefined: {"isdefined", 1, 1},
}

// String returns the name of the function.
func (f Func) String() string { return funcs[f].name }

// funcOf finds a function by its name, in any case (rule methodCallExpr).
func funcOf(name string) (f Func, ok bool) {
	for i := range funcs {
		if len(funcs[i].name) == len(name) && strings.EqualFold(funcs[i].name, name) {
			return Func(i), true
		}
	}
	return 0, false
}
