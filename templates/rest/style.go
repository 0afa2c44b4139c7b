package rest

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-349153d7/odagen/templates/internal/escape"
	"github.com/seed-349153d7/odagen/templates/shape"
	"github.com/seed-349153d7/odagen/templates/wire"
)

// Flatten returns the value that field leads to, as parameters have it.
func (p *Param) Flatten(field any) (shape.Flat, error) {
	if !p.JSON {
		return shape.Flatten(field)
	}
	text, err := wire.EncodeRequest(wire.In(wire.Plain, field))
	if len(text) == 0 {
		return shape.Flat{}, err
	}
	return shape.Flat{Kind: shape.FlatText, Text: string(text)}, err
}

// separators returns the bytes between the items of a list, of lists in it, and so on.
func (p *Param) separators() string {
	switch {
	case p.Separators != "":
		return p.Separators
	case p.Style == "spaceDelimited":
		return " "
	case p.Style == "pipeDelimited":
		return "|"
	}
	return ","
}

// between returns a separator as it stands between two values. A comma stands for itself.
func (p *Param) between(separator byte) string {
	if separator == ',' || p.In == InHeader {
		return string(separator)
	}
	return escape.Escape(string(separator), "")
}

// Sendable returns an error for a value that cannot be written so that it is read as the
// same: there is no escape for a separator that is no comma.
func (p *Param) Sendable(v shape.Flat) error {
	separators := p.separators()
	if p.Explode && v.Kind == shape.FlatList {
		separators = separators[1:]
	}
	separators = strings.ReplaceAll(separators, ",", "")
	if separators == "" || v.Kind == shape.FlatText || p.Style == "deepObject" {
		return nil
	}
	for i, item := range v.Items {
		if p.holds(item, separators) || v.Kind == shape.FlatObject && strings.ContainsAny(v.Names[i], separators) {
			return errors.New("parameter " + strconv.Quote(p.Name) + ": a value with one of " + strconv.Quote(separators) + " cannot be sent, which stands between values")
		}
	}
	return nil
}

// holds reports whether a text of v has one of the separators.
func (p *Param) holds(v shape.Flat, separators string) bool {
	if v.Kind != shape.FlatList || p.Separators == "" {
		return strings.ContainsAny(v.Text, separators)
	}
	return slices.ContainsFunc(v.Items, func(item shape.Flat) bool { return p.holds(item, separators) })
}

// escape percent-encodes a text of the parameter.
func (p *Param) escape(s string) string {
	switch {
	case p.Reserved && p.In == InPath:
		return escape.Escape(s, escape.PathBytes)
	case p.Reserved:
		return escape.Escape(s, escape.ReservedBytes)
	}
	return escape.Escape(s, escape.PlainBytes)
}

// escapePart is escape for a name, or for one of the values that a separator stands
// between.
func (p *Param) escapePart(s string) string {
	bytes := escape.PlainBytes
	switch {
	case p.In == InHeader:
		return inHeaderPart(s)
	case p.Style == "label":
		bytes = "-_~"
	case p.Reserved && p.In == InPath:
		bytes = escape.PlainBytes + ":/[]@!$'()*+&"
	case p.Reserved:
		bytes = escape.PlainBytes + ":/?[]@!$'()*"
	}
	return escape.Escape(s, bytes)
}

// pairs returns the names and texts of an object, each pair joined by equal.
func (p *Param) pairs(v shape.Flat, equal string) []string {
	var out []string
	for i, item := range v.Items {
		if item.Kind != shape.FlatNone {
			out = append(out, p.escapePart(v.Names[i])+equal+p.escapePart(item.Text))
		}
	}
	return out
}

// members is pairs where each member is a parameter itself: a list comes as often as
// it has items.
func (p *Param) members(v shape.Flat) []string {
	var out []string
	for i, item := range v.Items {
		if item.Kind != shape.FlatList {
			out = append(out, p.pairs(shape.Flat{Names: v.Names[i : i+1], Items: v.Items[i : i+1]}, "=")...)
			continue
		}
		for _, text := range p.texts(item) {
			out = append(out, p.escapePart(v.Names[i])+"="+text)
		}
	}
	return out
}

func (p *Param) texts(v shape.Flat) []string {
	return p.items(v, p.separators()[1:])
}

// items returns the texts of a list, of which lists in it have the separators inner.
func (p *Param) items(v shape.Flat, inner string) []string {
	out := make([]string, len(v.Items))
	for i, item := range v.Items {
		if item.Kind == shape.FlatList && inner != "" {
			out[i] = strings.Join(p.items(item, inner[1:]), p.between(inner[0]))
		} else {
			out[i] = p.escapePart(item.Text)
		}
	}
	return out
}

// InPath returns the value as a part of a path, in the styles simple, label and
// matrix.
func (p *Param) InPath(v shape.Flat) string {
	prefix, separator := "", p.between(p.separators()[0])
	switch p.Style {
	case "label":
		prefix = "."
		if p.Explode {
			separator = "."
		}
	case "matrix":
		prefix = ";" + p.escape(p.Name) + "="
		if p.Explode && v.Kind == shape.FlatList {
			separator = prefix
		}
		if p.Explode && v.Kind == shape.FlatObject {
			prefix, separator = ";", ";"
		}
	}
	return prefix + p.joined(v, separator)
}

// joined returns the texts of the value with separators between them.
func (p *Param) joined(v shape.Flat, separator string) string {
	switch {
	case v.Kind == shape.FlatList:
		return strings.Join(p.texts(v), separator)
	case v.Kind == shape.FlatObject && p.Explode:
		return strings.Join(p.pairs(v, "="), separator)
	case v.Kind == shape.FlatObject:
		return strings.Join(p.pairs(v, separator), separator)
	}
	return p.escape(v.Text)
}

// InQuery returns the value as a part of a query, in the styles form,
// spaceDelimited, pipeDelimited and deepObject.
func (p *Param) InQuery(v shape.Flat) string {
	name := escape.Escape(p.Name, escape.PlainBytes+"[]")
	switch {
	case p.Style == "deepObject" && v.Kind != shape.FlatText:
		return strings.Join(p.deep(name, v), "&")
	case v.Kind == shape.FlatList && p.Explode:
		var out []string
		for _, text := range p.texts(v) {
			out = append(out, name+"="+text)
		}
		return strings.Join(out, "&")
	case v.Kind == shape.FlatObject && p.Explode:
		return strings.Join(p.members(v), "&")
	}
	return name + "=" + p.joined(v, p.between(p.separators()[0]))
}

// deep returns the pairs of an object or a list: name[property]=text, name[0]=text, to
// any depth.
func (p *Param) deep(name string, v shape.Flat) []string {
	switch v.Kind {
	case shape.FlatNone:
		return nil
	case shape.FlatText:
		return []string{name + "=" + p.escape(v.Text)}
	}
	var out []string
	for i, item := range v.Items {
		at := strconv.Itoa(i)
		if v.Kind == shape.FlatObject {
			at = escape.Escape(v.Names[i], escape.PlainBytes)
		}
		out = append(out, p.deep(name+"["+at+"]", item)...)
	}
	return out
}

// inHeaderPart is a part of a header field. Space at its ends would be taken for that
// round the part.
func inHeaderPart(s string) string {
	if strings.TrimSpace(s) != s {
		return escape.Escape(s, strings.TrimSuffix(escape.HeaderBytes, " "))
	}
	return escape.Escape(s, escape.HeaderBytes)
}

// InHeader returns the value as a header field. Values that are in lists and
// objects are percent-encoded where they hold a separator.
func (p *Param) InHeader(v shape.Flat) string {
	switch {
	case p.JSON:
		return strings.ReplaceAll(v.Text, "\x7F", `\u007f`) // which a field cannot hold
	case v.Kind == shape.FlatText:
		return v.Text
	}
	return p.joined(v, p.between(p.separators()[0]))
}

// InCookie adds the value to the Cookie header: a cookie, or one for each item when
// it is exploded.
func (p *Param) InCookie(h http.Header, v shape.Flat) {
	var cookies []string
	switch {
	case v.Kind == shape.FlatList && p.Explode:
		for _, item := range v.Items {
			cookies = append(cookies, p.Name+"="+escape.Escape(item.Text, escape.PlainBytes))
		}
	case v.Kind == shape.FlatObject && p.Explode:
		cookies = p.members(v)
	default:
		cookies = []string{p.Name + "=" + p.joined(v, p.between(p.separators()[0]))}
	}
	if old := h.Get("Cookie"); old != "" {
		cookies = append([]string{old}, cookies...)
	}
	h.Set("Cookie", strings.Join(cookies, "; "))
}
