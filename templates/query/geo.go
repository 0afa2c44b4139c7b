package query

import "strings"

// scanGeo returns the length of the shape at the start of s, with its SRID (rules
// fullPointLiteral and the like); 0 when there is none.
func scanGeo(s string) int {
	g := geo{s: s}
	if !g.word("SRID=") {
		return 0
	}
	n := scanDigits(s[g.i:], 5)
	g.i += n
	if n == 0 || !g.word(";") || !g.shape(0) {
		return 0
	}
	return g.i
}

type geo struct {
	s string
	i int
}

// shapes are the rules of what stands in the parentheses of each shape.
var shapes = [...]struct {
	name  string
	empty bool // whether there can be nothing
	item  func(g *geo) bool
}{
	{"Point", false, nil},
	{"LineString", false, nil},
	{"Polygon", false, (*geo).positions},
	{"MultiPoint", true, (*geo).point},
	{"MultiLineString", true, (*geo).line},
	{"MultiPolygon", true, func(g *geo) bool { return g.list(false, (*geo).positions) }},
}

const geoDepth = 50 // of collections in collections

func (g *geo) shape(depth int) bool {
	if g.word("GeometryCollection") {
		return depth < geoDepth && g.list(false, func(g *geo) bool { return g.shape(depth + 1) })
	}
	for _, shape := range shapes {
		if !g.word(shape.name + "(") {
			continue
		}
		g.i--
		switch shape.name {
		case "Point":
			return g.point()
		case "LineString":
			return g.line()
		}
		return g.list(shape.empty, shape.item)
	}
	return false
}

// word skips s in any case.
func (g *geo) word(s string) bool {
	if len(g.s)-g.i < len(s) || !strings.EqualFold(g.s[g.i:g.i+len(s)], s) {
		return false
	}
	g.i += len(s)
	return true
}

func (g *geo) list(empty bool, item func(*geo) bool) bool {
	if !g.word("(") {
		return false
	}
	if empty && g.word(")") {
		return true
	}
	for {
		if !item(g) {
			return false
		}
		if g.word(")") {
			return true
		}
		if !g.word(",") {
			return false
		}
	}
}

func (g *geo) point() bool { return g.word("(") && g.position() && g.word(")") }

func (g *geo) positions() bool { return g.list(false, (*geo).position) }

// line is two positions or more.
func (g *geo) line() bool {
	start := g.i
	return g.positions() && strings.IndexByte(g.s[start:g.i], ',') >= 0
}

// position is two to four numbers (rule positionLiteral).
func (g *geo) position() bool {
	for count := 1; ; count++ {
		n, _ := scanNumber(g.s[g.i:])
		if n == 0 {
			return false
		}
		g.i += n
		if count == 4 || !g.word(" ") {
			return count >= 2
		}
	}
}
