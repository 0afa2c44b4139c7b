package odata

import (
	"strings"

	"github.com/seed-349153d7/odagen/templates/wire"
)

// Change is what a list of changes says beside the entities that are new or have changed
// (OData JSON Format 4.01, 15.3 to 15.6).
type Change struct {
	Kind   ChangeKind
	ID     string // of what is gone: its URL, or its key where the service says that
	Reason string // why it is: "deleted", or "changed" where it is no longer of those that were asked for

	// A link leads from one entity to another: these are their URLs, and the name of the
	// navigation property.
	Source, Relationship, Target string
}

// ChangeKind says what has happened.
type ChangeKind string

// The kinds of changes.
const (
	Removed  ChangeKind = "removed" // an entity
	Linked   ChangeKind = "linked"
	Unlinked ChangeKind = "unlinked"
)

// ChangeOf returns what o, an item of a list of changes, says beside being an entity; ok is
// false for one that is new or has changed.
//
//	for user, err := range users.Delta(ctx, graph.UserSetDeltaParams{}) {
//		...
//		if c, ok := odata.ChangeOf(user); ok && c.Kind == odata.Removed {
//			forget(c.ID)
//			continue
//		}
func ChangeOf(o wire.Object) (c Change, ok bool) {
	if wire.IsNil(o) {
		return c, false
	}
	text := func(names ...string) string {
		for _, name := range names {
			if s := wire.StoreOf(o).StringOf(name); s != "" {
				return s
			}
		}
		return ""
	}
	context := text("@odata.context", "@context")
	switch context[strings.LastIndexByte(context, '/')+1:] {
	case "$deletedEntity":
		return Change{Kind: Removed, ID: text("id", "@odata.id", "@id"), Reason: text("reason")}, true
	case "$link":
		c.Kind = Linked
	case "$deletedLink":
		c.Kind = Unlinked
	}
	if c.Kind != "" {
		c.Source, c.Relationship, c.Target = text("source"), text("relationship"), text("target")
		return c, true
	}
	for _, name := range []string{"@removed", "@odata.removed"} {
		removed, ok := wire.StoreOf(o).Get(name)
		if !ok {
			continue
		}
		c = Change{Kind: Removed, ID: text("@odata.id", "@id")}
		_ = wire.DecodeField(wire.MemberAt([]byte(removed), "reason"), &c.Reason) // "" is not said
		if c.ID == "" {
			c.ID = KeyOf(o)
		}
		return c, true
	}
	return c, false
}

// NextLink returns the link to the rest of what $expand brought of the navigation property
// called name, for [FromLink]; "" when all has come.
func NextLink(o wire.Object, name string) string {
	if wire.IsNil(o) {
		return ""
	}
	s := wire.StoreOf(o)
	if link := s.StringOf(name + "@odata.nextLink"); link != "" {
		return link
	}
	return s.StringOf(name + "@nextLink")
}
