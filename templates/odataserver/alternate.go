package odataserver

import (
	"context"
	"slices"

	"github.com/seed-349153d7/odagen/templates/server"
)

// alternate is a key in a path that is not the one of its type. The service is asked for
// that once the request is let in.
type alternate struct {
	node      *node
	values    map[string]string
	at, own   int // where the parts of the key are among all
	inSegment int
}

// longestKey returns how many parts a key of the type has at most.
func (n *node) longestKey() int {
	most := len(n.key)
	for _, names := range n.alternates {
		most = max(most, len(names))
	}
	return most
}

// alternate reads an alternate key, whose parts have their names (OData URL Conventions
// 4.01, 4.3.4). The parts of the key are empty until find asks for them.
func (m *matcher) alternate(params []argument) bool {
	i := slices.IndexFunc(m.at.alternates, func(names []string) bool {
		return len(names) == len(params) && !slices.ContainsFunc(names, func(name string) bool {
			return !slices.ContainsFunc(params, func(p argument) bool { return p.name == name })
		})
	})
	if i < 0 {
		return false
	}
	a := alternate{node: m.at, values: map[string]string{}, at: len(m.keys), own: len(m.at.key), inSegment: len(m.path) - 1}
	for _, p := range params {
		a.values[p.name] = p.literal
	}
	m.others = append(m.others, a)
	m.own, m.many = 0, false
	for range m.at.key {
		m.addKey("")
	}
	return true
}

// find puts the keys of entities in the place of their alternate keys.
func (c *call) find(ctx context.Context) error {
	for _, a := range c.others {
		if a.node.finder == nil {
			return server.NotImplemented(a.node.name + " by an alternate key")
		}
		key, err := a.node.finder.FindKey(ctx, a.values)
		if err != nil {
			return err
		}
		if len(key) != a.own {
			return server.ErrNotFound
		}
		copy(c.keys[a.at:], key)
		c.Path[a.inSegment].Keys = key
	}
	return nil
}
