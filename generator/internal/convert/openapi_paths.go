package convert

import (
	"slices"
	"strconv"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/csdl"
)

// segment is a place in the service: an entity set, a singleton, or what a
// navigation property leads to.
type segment struct {
	path       string
	params     array // of the path so far
	typ        string
	collection bool
	contained  bool // belongs to where it hangs, as all sets do
	nullable   bool
	notes      []*csdl.Annotation

	root       *csdl.EntitySet // where the path starts
	set        *csdl.EntitySet // where the entities are, nil when that is not known
	source     string          // the tag: the name of root
	target     string          // the name of set
	level      int             // navigation properties in path
	navigation string          // those, as annotations of root name them
	limits     record          // what root says about the navigation
}

// name is the last segment of the path, without a key.
func (s *segment) name() string { return lastSegment(s.path) }

// restrictions returns what is said about a capability: for the navigation, or
// else for the set.
func (s *segment) restrictions(term string) record {
	return s.limits.record(term).or(s.ofSet(term))
}

// ofSet returns what the set says about a capability.
func (s *segment) ofSet(term string) record {
	if s.set == nil {
		return record{}
	}
	return recordOf(s.set.Annotations, capabilities+term)
}

// related is "related " for what a navigation property leads to.
func (s *segment) related() string {
	if s.level > 0 {
		return "related "
	}
	return ""
}

// tags are those of an operation that touches the set.
func (s *segment) tags(known bool) array {
	if known && s.source != s.target {
		return array{s.source, s.target}
	}
	return array{s.source}
}

// typeNote returns an annotation of the type of the segment.
func (w *openAPI) typeNote(s *segment, term string) string {
	if t := w.structs[s.typ]; t != nil {
		return textOf(t.Annotations, core+term)
	}
	return ""
}

// addPaths adds the paths of the container.
func (w *openAPI) addPaths() {
	for _, p := range containerParts(w.container) {
		switch v := p.part.(type) {
		case *csdl.EntitySet:
			w.addSegment(&segment{
				path: "/" + v.Name, params: array{}, typ: v.Type, collection: !v.Singleton, contained: true, nullable: v.Nullable,
				notes: v.Annotations, root: v, set: v, source: v.Name, target: v.Name,
			})
		case *csdl.Import:
			w.addImport(v)
		}
	}
	if len(w.container.Sets)+len(w.container.Imports) > 0 {
		w.addBatch()
	}
}

// addItem adds the operations of a path, if there are any.
func (w *openAPI) addItem(path string, params array, operations *object) {
	if len(operations.names) == 0 || len(w.paths.names) > maxPaths {
		return
	}
	item := obj()
	if len(params) > 0 {
		item.set("parameters", params)
	}
	for _, name := range operations.names {
		item.set(name, operations.values[name])
	}
	w.paths.set(path, item)
}

// addSegment adds the paths of a segment and of what it leads to.
func (w *openAPI) addSegment(s *segment) {
	operations := obj()
	w.read(operations, s, false)
	if s.collection && (s.contained || s.level < 2 && s.set != nil) {
		w.create(operations, s)
	}
	if s.contained && !s.collection {
		w.update(operations, s)
		if s.nullable {
			w.delete(operations, s)
		}
	}
	w.addItem(s.path, s.params, operations)
	if s.contained {
		w.addBound(s, s.path, s.params, s.collection)
	}
	switch {
	case s.contained && !s.collection:
		w.addNavigations(s, s.path, s.params)
	case s.contained && s.level < w.opts.Levels:
		w.addKeyed(s)
	}
	if s.collection {
		w.addFiltered(s)
	}
}

// addKeyed adds the path of one entity of a collection.
func (w *openAPI) addKeyed(s *segment) {
	indexable := s.set == nil || !isFalse(noteOf(s.set.Annotations, capabilities+"IndexableByKey"))
	if by := s.limits.get("IndexableByKey"); by != nil {
		indexable = !isFalse(by)
	}
	key, params := w.keySegment(s)
	if !indexable || len(params) == 0 {
		return
	}
	path := s.path + key
	params = slices.Concat(s.params, params)
	operations := obj()
	w.read(operations, s, true)
	w.update(operations, s)
	w.delete(operations, s)
	w.addItem(path, params, operations)
	if t := w.structs[s.typ]; t != nil && t.HasStream {
		w.addItem(path+"/$value", params, obj("get", obj(
			"summary", "Get media resource from "+s.name()+" by key",
			"tags", array{s.source},
			"responses", obj("200", obj("description", "Retrieved media resource", "content", anyContent()), "4XX", errorResponse()),
		)))
	}
	w.addBound(s, path, params, false)
	w.addNavigations(s, path, params)
}

// anyContent is the content of a stream.
func anyContent() *object {
	return obj("*/*", obj("schema", obj("type", "string", "format", "binary")))
}

// keySegment returns the segment of a key, with its parameters.
func (w *openAPI) keySegment(s *segment) (text string, params array) {
	suffix := ""
	if s.level > 0 {
		suffix = "_" + strconv.Itoa(s.level)
	}
	keys := w.key(s.typ)
	var parts []string
	for _, k := range keys {
		name := first(k.Alias, k.Path)
		p := w.find(s.typ, k.Path)
		if p.name == "" {
			return "", nil
		}
		quote := w.keyQuote(p.typ.Name)
		part := quote + "{" + name + suffix + "}" + quote
		if len(keys) > 1 && !w.keyAsSegment {
			part = name + "=" + part
		}
		parts = append(parts, part)
		params = append(params, obj(
			"description", first(joined(p.notes), "key: "+name),
			"in", "path", "name", name+suffix, "required", true,
			"schema", w.typeSchema(p.typ, p.preset, p.notes, use{parameter: true}),
		))
	}
	if w.keyAsSegment {
		return "/" + strings.Join(parts, "/"), params
	}
	return "(" + strings.Join(parts, ",") + ")", params
}

// joined returns the short and the long description in one text.
func joined(notes []*csdl.Annotation) string {
	short, long := textOf(notes, core+"Description"), textOf(notes, core+"LongDescription")
	if short == "" || long == "" {
		return short + long
	}
	return short + "  \n" + long
}

const unquoted = " Edm.Int64 Edm.Int32 Edm.Int16 Edm.SByte Edm.Byte Edm.Decimal Edm.Double Edm.Single Edm.Boolean" +
	" Edm.Date Edm.DateTimeOffset Edm.TimeOfDay Edm.Guid "

// keyQuote is what stands around a literal of a type in a URL.
func (w *openAPI) keyQuote(typ string) string {
	if w.keyAsSegment || strings.Contains(unquoted, " "+typ+" ") {
		return ""
	}
	return "'"
}

// addNavigations adds the paths of what the entity at path leads to.
func (w *openAPI) addNavigations(s *segment, path string, params array) {
	if s.level >= w.opts.Levels || s.limits.text("Navigability") == "Single" {
		return
	}
	all := recordOf(s.root.Annotations, capabilities+"NavigationRestrictions")
	open := s.level > 1 || s.level == 0 && all.text("Navigability") != "None" || s.level == 1 && all.text("Navigability") != "Single"
	for _, nav := range w.navigations(s.typ) {
		way := strings.TrimPrefix(s.navigation+"/"+nav.path, "/")
		limits := limitsOf(s.root, way)
		switch limits.text("Navigability") {
		case "Recursive", "Single":
		case "":
			if !open {
				continue
			}
		default:
			continue
		}
		next := &segment{
			path: path + "/" + nav.path, params: params, typ: nav.typ.Name, collection: nav.typ.Collection,
			contained: nav.nav.ContainsTarget, nullable: nav.typ.Nullable, notes: nav.notes,
			root: s.root, source: s.source, level: s.level + 1, navigation: way, limits: limits,
		}
		for _, b := range s.root.Bindings {
			if b.Path == way {
				next.target = b.Target
				next.set = w.sets[lastSegment(b.Target)]
			}
		}
		if len(w.paths.names) <= maxPaths {
			w.addSegment(next)
		}
	}
}

// limitsOf returns what root says about a navigation.
func limitsOf(root *csdl.EntitySet, way string) record {
	for _, r := range recordOf(root.Annotations, capabilities+"NavigationRestrictions").records("RestrictedProperties") {
		if r.text("NavigationProperty") == way {
			return r
		}
	}
	return record{}
}

// addFiltered adds the path of the members of a collection that a filter
// selects.
func (w *openAPI) addFiltered(s *segment) {
	update, remove := s.restrictions("UpdateRestrictions"), s.restrictions("DeleteRestrictions")
	operations := obj()
	if update.isTrue("FilterSegmentSupported") {
		o := obj(
			"summary", "Update entities matching the filter expression in "+s.related()+s.name(),
			"description", "See [Update Members of a Collection]("+securePart1+"#sec_UpdateMembersofaCollection)",
			"tags", array{s.source},
			"requestBody", w.updateBody(s),
			"responses", w.noContent(update),
		)
		w.custom(o, update)
		operations.set("patch", o)
	}
	if remove.isTrue("FilterSegmentSupported") {
		o := obj(
			"summary", "Delete entities matching the filter expression from "+s.related()+s.name(),
			"description", "See [Delete Members of a Collection]("+securePart1+"#sec_DeleteMembersofaCollection)",
			"tags", array{s.source},
			"responses", w.noContent(remove),
		)
		w.custom(o, remove)
		operations.set("delete", o)
	}
	w.addItem(s.path+"/$filter({filter_expression})/$each", slices.Concat(s.params, array{obj(
		"name", "filter_expression", "in", "path", "required", true,
		"description", "Filter expression using the [Common Expression Syntax](https://docs.oasis-open.org/odata/odata/v4.01/os/part2-url-conventions/"+
			"odata-v4.01-os-part2-url-conventions.html#sec_CommonExpressionSyntax)",
		"schema", obj("type", "string"),
	)}), operations)
}
