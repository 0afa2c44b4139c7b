package changes

import (
	"fmt"

	"github.com/seed-349153d7/odagen/generator/internal/api"
)

// service compares what all calls have in common.
func (c *comparer) service() {
	tell := func(rule string, wire Severity, format string, args ...any) {
		c.add(Change{Rule: rule, Text: fmt.Sprintf(format, args...), Wire: wire, Old: c.old.FormPos, New: c.new.FormPos, Group: "the service", Subject: "the service"})
	}
	if c.old.Form != c.new.Form {
		tell("form-changed", Dangerous, "the paths are read as those of another form: %s", changed(string(c.old.Form), string(c.new.Form)))
	}
	if c.old.KeyPredicates != c.new.KeyPredicates && c.odata() {
		tell("form-changed", Breaking, "keys %s", changed(keyForm(c.old.KeyPredicates), keyForm(c.new.KeyPredicates)))
	}
	if was, is := address(c.old), address(c.new); was != is {
		tell("service-moved", Dangerous, "the service was at %s and is at %s", orNothing(was), orNothing(is))
	}
	pairs(c.old.Schemes, c.new.Schemes, func(s *api.SecurityScheme) string { return s.ID }, func(o, n **api.SecurityScheme) {
		switch {
		case n == nil:
			tell("scheme-changed", None, "the security scheme %s is gone", (*o).ID)
		case o == nil:
			tell("scheme-changed", None, "the security scheme %s is new", (*n).ID)
		case (*o).Scheme != (*n).Scheme || (*o).In != (*n).In || (*o).Name != (*n).Name || (*o).TLS != (*n).TLS:
			tell("scheme-changed", Breaking, "the security scheme %s works in another way: %s", (*n).ID, changed(schemeText(*o), schemeText(*n)))
		case (*o).TokenURL != (*n).TokenURL:
			tell("scheme-changed", Dangerous, "tokens of %s are at another URL: %s", (*n).ID, changed(orNothing((*o).TokenURL), orNothing((*n).TokenURL)))
		}
	})
}

func keyForm(predicates bool) string {
	if predicates {
		return "in parentheses"
	}
	return "segments of their own"
}

func address(a *api.API) string {
	if a.BaseURL != "" {
		return a.BaseURL
	}
	return a.BasePath
}

func schemeText(s *api.SecurityScheme) string {
	switch {
	case s.TLS:
		return "a certificate"
	case s.In != "":
		return s.In + " " + s.Name
	}
	return orNothing(s.Scheme)
}
