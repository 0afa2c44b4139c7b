package convert

import (
	"slices"
	"strings"
)

func parameterRef(name string) *object { return obj("$ref", "#/components/parameters/"+name) }

// option makes a query option that takes text.
func (w *openAPI) option(name, description string) *object {
	return obj("name", w.prefix+name, "description", description, "in", "query", "schema", obj("type", "string"))
}

// listOption makes a query option that takes some of choices, or any where these
// are not all.
func (w *openAPI) listOption(name, description string, choices []string, all bool) *object {
	items := obj("type", "string")
	if all {
		items.set("enum", list(choices))
	}
	return obj("name", w.prefix+name, "description", description, "in", "query", "explode", false,
		"schema", obj("type", "array", "uniqueItems", true, "items", items))
}

// collectionOptions are the query options of a collection.
func (w *openAPI) collectionOptions(s *segment) array {
	var all array
	for _, name := range []string{"top", "skip"} {
		term := strings.ToUpper(name[:1]) + name[1:] + "Supported"
		supported := s.set == nil || !isFalse(noteOf(s.set.Annotations, capabilities+term))
		if s.limits.Record != nil {
			supported = s.limits.notFalse(term)
		}
		if supported {
			all = append(all, parameterRef(name))
		}
	}
	if r := s.restrictions("SearchRestrictions"); r.notFalse("Searchable") {
		if description := r.note(core + "Description"); description != "" {
			all = append(all, w.option("search", description))
		} else {
			all = append(all, parameterRef("search"))
		}
	}
	if r := s.restrictions("FilterRestrictions"); r.notFalse("Filterable") {
		all = append(all, w.filterOption(r))
	}
	if s.ofSet("CountRestrictions").notFalse("Countable") {
		all = append(all, parameterRef("count"))
	}
	if r := s.restrictions("SortRestrictions"); r.notFalse("Sortable") {
		paths := w.sortable(s.typ)
		if choices := sortChoices(paths.found, r); len(choices) > 0 {
			all = append(all, w.listOption("orderby", first(r.note(core+"Description"),
				"Order items by property values, see [Sorting]("+protocol+"orderby)"), choices, !paths.full))
		}
	}
	return all
}

func (w *openAPI) filterOption(r record) *object {
	description := first(r.note(core+"Description"), "Filter items by property values, see [Filtering]("+protocol+"filter)")
	if r.get("RequiredProperties") != nil {
		description += "\n\nRequired filter properties:"
		for _, name := range r.texts("RequiredProperties") {
			description += "\n- " + name
		}
	}
	o := w.option("filter", description)
	o.flag("required", r.isTrue("RequiresFilter"))
	return o
}

func (w *openAPI) selectOption(s *segment) array {
	if !s.restrictions("SelectSupport").notFalse("Supported") {
		return nil
	}
	var choices []string
	for _, p := range w.properties(s.typ) {
		if p.nav == nil {
			choices = append(choices, p.name)
		}
	}
	if len(choices) == 0 {
		return nil
	}
	return array{w.listOption("select", "Select properties to be returned, see [Select]("+protocol+"select)", choices, true)}
}

func (w *openAPI) expandOption(s *segment) array {
	r := s.ofSet("ExpandRestrictions")
	if !r.notFalse("Expandable") {
		return nil
	}
	prefix := ""
	if s.navigation != "" {
		prefix = s.navigation + "/"
	}
	not := recordOf(s.root.Annotations, capabilities+"ExpandRestrictions").texts("NonExpandableProperties")
	choices := []string{"*"}
	paths := w.expandable(s.typ)
	for _, path := range paths.found {
		if !slices.Contains(not, prefix+path) {
			choices = append(choices, path)
		}
	}
	if len(choices) == 1 {
		return nil
	}
	return array{w.listOption("expand", first(r.note(core+"Description"), "Expand related entities, see [Expand]("+protocol+"expand)"), choices, !paths.full)}
}
