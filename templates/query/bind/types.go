package bind

import "strings"

// ranks are the types of numbers; of two, arithmetic is in the one of the higher rank
// (URL Conventions, 5.1.1.2.8).
var ranks = map[string]int{
	"Edm.SByte": 1, "Edm.Byte": 1, "Edm.Int16": 2, "Edm.Int32": 3, "Edm.Int64": 4,
	"Edm.Decimal": 5, "Edm.Single": 6, "Edm.Double": 7,
}

func (t Type) isNumber() bool { return !t.Collection && (ranks[t.Name] > 0 || t.any()) }

func (t Type) is(names ...string) bool {
	if t.any() {
		return true
	}
	for _, n := range names {
		if !t.Collection && t.Name == "Edm."+n {
			return true
		}
	}
	return false
}

func (t Type) isGeo() bool {
	return strings.HasPrefix(t.Name, "Edm.Geography") || strings.HasPrefix(t.Name, "Edm.Geometry")
}

// isPrimitive reports whether a name is that of a primitive type (rule primitiveTypeName)
// or of an abstract one.
func isPrimitive(name string) bool {
	if ranks[name] > 0 {
		return true
	}
	switch name {
	case "Edm.Binary", "Edm.Boolean", "Edm.Date", "Edm.DateTimeOffset", "Edm.Duration", "Edm.Guid", "Edm.Stream",
		"Edm.String", "Edm.TimeOfDay", untyped, primitive, "Edm.EntityType", "Edm.ComplexType":
		return true
	}
	for _, family := range [...]string{"Edm.Geography", "Edm.Geometry"} {
		if shape, ok := strings.CutPrefix(name, family); ok {
			switch shape {
			case "", "Collection", "LineString", "MultiLineString", "MultiPoint", "MultiPolygon", "Point", "Polygon":
				return true
			}
		}
	}
	return false
}

// promoted is the type of arithmetic with two numbers.
func promoted(a, b Type) Type {
	if ranks[b.Name] > ranks[a.Name] {
		return b
	}
	return a
}

// comparable reports whether values of two types can be equal.
func (m *Model) comparable(a, b Type) bool {
	switch {
	case a == Type{} || b == Type{} || a.Name == untyped || b.Name == untyped: // null, or unknown
		return true
	case a.Collection != b.Collection:
		return false
	case a.item().any() || b.item().any():
		return true
	case a.isNumber() && b.isNumber(), ranks[a.Name] > 0 && ranks[b.Name] > 0:
		return true
	case a.Name == b.Name, m.isA(a, b.Name), m.isA(b, a.Name):
		return true
	case a.isGeo() && b.isGeo():
		return strings.HasPrefix(a.Name, "Edm.Geog") == strings.HasPrefix(b.Name, "Edm.Geog")
	}
	return false
}

// ordered reports whether one value can be less than another.
func (m *Model) ordered(t Type) bool {
	if t.any() {
		return true
	}
	if _, structured := m.structOf(t); structured || t.Collection || t.isGeo() {
		return false
	}
	return t.Name != "Edm.Binary" && t.Name != "Edm.Stream"
}
