package bind

import (
	"slices"
	"strconv"

	"github.com/seed-349153d7/odagen/templates/internal/near"
	"github.com/seed-349153d7/odagen/templates/query"
)

// signature is what a function of the standard takes and returns: for each argument the
// types that it can have, without "Edm.".
type signature struct {
	args   [][]string
	result string // of the first argument when it is empty
	lists  bool   // takes collections, too, in place of all strings
}

var (
	text   = []string{"String"}
	number = []string{"SByte", "Byte", "Int16", "Int32", "Int64", "Decimal", "Single", "Double"}
	day    = []string{"Date", "DateTimeOffset"}
	clock  = []string{"DateTimeOffset", "TimeOfDay"}
	moment = []string{"DateTimeOffset"}
	whole  = []string{"SByte", "Byte", "Int16", "Int32", "Int64"}
	point  = []string{"GeographyPoint", "GeometryPoint", "Geography", "Geometry"}
	area   = []string{"GeographyPolygon", "GeometryPolygon", "Geography", "Geometry"}
	line   = []string{"GeographyLineString", "GeometryLineString", "Geography", "Geometry"}
)

var signatures = [...]signature{
	query.FuncConcat:             {[][]string{text, text}, "", true},
	query.FuncContains:           {[][]string{text, text}, "Boolean", true},
	query.FuncEndsWith:           {[][]string{text, text}, "Boolean", true},
	query.FuncIndexOf:            {[][]string{text, text}, "Int32", true},
	query.FuncLength:             {[][]string{text}, "Int32", true},
	query.FuncStartsWith:         {[][]string{text, text}, "Boolean", true},
	query.FuncSubstring:          {[][]string{text, whole, whole}, "", true},
	query.FuncHasSubset:          {[][]string{nil, nil}, "Boolean", true},
	query.FuncHasSubsequence:     {[][]string{nil, nil}, "Boolean", true},
	query.FuncMatchesPattern:     {[][]string{text, text}, "Boolean", false},
	query.FuncToLower:            {[][]string{text}, "String", false},
	query.FuncToUpper:            {[][]string{text}, "String", false},
	query.FuncTrim:               {[][]string{text}, "String", false},
	query.FuncDate:               {[][]string{day}, "Date", false},
	query.FuncDay:                {[][]string{day}, "Int32", false},
	query.FuncMonth:              {[][]string{day}, "Int32", false},
	query.FuncYear:               {[][]string{day}, "Int32", false},
	query.FuncHour:               {[][]string{clock}, "Int32", false},
	query.FuncMinute:             {[][]string{clock}, "Int32", false},
	query.FuncSecond:             {[][]string{clock}, "Int32", false},
	query.FuncFractionalSeconds:  {[][]string{clock}, "Decimal", false},
	query.FuncTime:               {[][]string{moment}, "TimeOfDay", false},
	query.FuncTotalOffsetMinutes: {[][]string{moment}, "Int32", false},
	query.FuncTotalSeconds:       {[][]string{{"Duration"}}, "Decimal", false},
	query.FuncMaxDateTime:        {nil, "DateTimeOffset", false},
	query.FuncMinDateTime:        {nil, "DateTimeOffset", false},
	query.FuncNow:                {nil, "DateTimeOffset", false},
	query.FuncCeiling:            {[][]string{number}, "", false},
	query.FuncFloor:              {[][]string{number}, "", false},
	query.FuncRound:              {[][]string{number}, "", false},
	query.FuncGeoDistance:        {[][]string{point, point}, "Double", false},
	query.FuncGeoIntersects:      {[][]string{point, area}, "Boolean", false},
	query.FuncGeoLength:          {[][]string{line}, "Double", false},
}

// call checks a call of a function of the standard (URL Conventions, 5.1.1.5 to
// 5.1.1.11).
func (c *checker) call(x query.Call) Type {
	if x.Func == query.FuncIsDefined {
		c.expr(x.Args[0])
		return edm("Boolean")
	}
	s := signatures[x.Func]
	var types []Type
	for _, arg := range x.Args {
		types = append(types, c.expr(arg))
	}
	lists := s.lists && len(types) > 0 && types[0].Collection
	for i, t := range types {
		switch want := s.args[i]; {
		case (lists && slices.Equal(want, text)) || want == nil:
			if !t.Collection && !t.any() {
				c.fault(at(x.Args[i]), x.Func.String()+" takes a collection here, got "+t.String())
			}
		case !t.is(want...):
			c.fault(at(x.Args[i]), x.Func.String()+" takes "+listed(want)+" here, got "+t.String())
		}
	}
	if x.Func == query.FuncGeoDistance || x.Func == query.FuncGeoIntersects {
		if !c.m.comparable(types[0], types[1]) {
			c.fault(x.Pos, x.Func.String()+" takes two of Geography or two of Geometry")
		}
	}
	if s.result == "" {
		return types[0]
	}
	return edm(s.result)
}

// listed joins names for a message.
func listed(names []string) string {
	out := names[0]
	for i, n := range names[1:] {
		if i+2 == len(names) {
			out += " or " + n
		} else {
			out += ", " + n
		}
	}
	return out
}

// closest asks whether another name was meant.
func closest(name string, names []string) string {
	slices.Sort(names)
	if best := near.Of(name, names); best != "" && best != name {
		return ", did you mean " + strconv.Quote(best)
	}
	return ""
}

func contains(names []string, name string) bool { return slices.Contains(names, name) }

func keys[T any](m map[string]T) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	return out
}
