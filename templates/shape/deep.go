package shape

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-349153d7/odagen/templates/internal/jsonstr"
)

// maxNested is how deep names lead: no service has more, and each level takes stack.
const maxNested = 32

// maxPicks is how many unions of a value are read as their alternatives: each is read once
// for each of those, and so are the unions within. Further ones are read as JSON.
const maxPicks = 256

// Deep appends a value whose parts have names that lead to them: a][b is the member b
// of a, and a][0 the first item of a list a, which a][ and a alone, as often as it has
// items, are as well.
func (s Shape) Deep(dst []byte, pairs []Pair) ([]byte, error) {
	root := &branch{picks: new(int)}
	for _, p := range pairs {
		if strings.Count(p.Name, "][") >= maxNested {
			return nil, errors.New("names lead deeper than " + strconv.Itoa(maxNested) + " levels")
		}
		at := root
		for name := range strings.SplitSeq(p.Name, "][") {
			at = at.member(name)
		}
		at.texts = append(at.texts, p.Text)
	}
	return s.branch(dst, root)
}

// branch is a part of a value whose parts have names.
type branch struct {
	texts   []string
	names   []string // of members, in their order
	members map[string]*branch
	picks   *int // how many unions have been read, in the whole value
}

func (b *branch) member(name string) *branch {
	m := b.members[name]
	if m == nil {
		if b.members == nil {
			b.members = map[string]*branch{}
		}
		m = &branch{picks: b.picks}
		b.names, b.members[name] = append(b.names, name), m
	}
	return m
}

// isList reports whether the names of b are indices from 0 on.
func (b *branch) isList() bool {
	for i := range b.names {
		if b.members[strconv.Itoa(i)] == nil {
			return false
		}
	}
	return true
}

// branch appends b as a value of the shape.
func (s Shape) branch(dst []byte, b *branch) ([]byte, error) {
	switch {
	case s.isUnion() && *b.picks < maxPicks:
		*b.picks++
		json, err := s.Pick(func(s Shape) ([]byte, error) { return s.branch(nil, b) })
		return append(dst, json...), err
	case b.members != nil && b.texts != nil:
		return nil, errors.New("a name has a value and members")
	case b.members != nil && (s.Kind == List || s.Kind == Any && b.isList()):
		return s.items(dst, b)
	case b.members != nil:
		return s.object(dst, b)
	case s.Kind == List:
		return s.List(dst, b.texts), nil
	case len(b.texts) > 1 && s.Kind == Any:
		return listOf(func() Shape { return s }).List(dst, b.texts), nil
	case len(b.texts) > 1:
		return nil, errors.New("a name comes twice")
	}
	return s.JSON(dst, b.texts[0]), nil
}

// object appends the members of b.
func (s Shape) object(dst []byte, b *branch) (_ []byte, err error) {
	shapeOf := s.lookup()
	dst = append(dst, '{')
	for i, name := range b.names {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(jsonstr.AppendQuoted(dst, name), ':')
		if dst, err = shapeOf(name).branch(dst, b.members[name]); err != nil {
			return nil, errors.New(name + ": " + err.Error())
		}
	}
	return append(dst, '}'), nil
}

// items appends the members of b, whose names are indices. No index asks for memory:
// the items stand in their order, without gaps.
func (s Shape) items(dst []byte, b *branch) ([]byte, error) {
	elem := Shape{Kind: Any}
	if s.Kind == List {
		elem = s.Elem()
	}
	order := make(map[string]int, len(b.names))
	for _, name := range b.names {
		n, err := strconv.Atoi(name)
		if name != "" && (err != nil || n < 0) || name == "" && len(b.names) > 1 {
			return nil, errors.New("want an index, got " + strconv.Quote(name))
		}
		order[name] = n
	}
	if only := b.members[""]; only != nil {
		if only.members != nil {
			return nil, errors.New("an item that has members needs an index")
		}
		return listOf(func() Shape { return elem }).List(dst, only.texts), nil
	}
	names := slices.Clone(b.names)
	slices.SortStableFunc(names, func(x, y string) int { return order[x] - order[y] })
	dst = append(dst, '[')
	for i, name := range names {
		if i > 0 {
			dst = append(dst, ',')
		}
		var err error
		if dst, err = elem.branch(dst, b.members[name]); err != nil {
			return nil, errors.New(name + ": " + err.Error())
		}
	}
	return append(dst, ']'), nil
}
