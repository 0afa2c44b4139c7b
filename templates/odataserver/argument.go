package odataserver

import (
	"encoding/json"
	"errors"
	"strings"

	"github.com/seed-349153d7/odagen/templates/api"
	"github.com/seed-349153d7/odagen/templates/internal/jsonstr"
	"github.com/seed-349153d7/odagen/templates/internal/literal"
	"github.com/seed-349153d7/odagen/templates/wire"
)

// argument is a parameter of a function, or a part of a key.
type argument struct {
	name    string
	literal string
	quoted  bool // a part of a key, whose literal is without its quotes
}

// parseArguments reads the parameters of a function, without their parentheses, as
// name=literal with commas between, at most so many. Commas within string literals,
// objects and arrays are theirs. It is not nil when ok.
func parseArguments(text string, limit int) (params []argument, ok bool) {
	params = []argument{}
	for text != "" {
		name, rest, found := strings.Cut(text, "=")
		end := argumentEnd(rest)
		if !found || name == "" || end <= 0 || len(params) == limit || strings.ContainsAny(name, "',(){}[]\"") {
			return nil, false
		}
		for _, p := range params {
			if p.name == name {
				return nil, false
			}
		}
		params = append(params, argument{name: name, literal: rest[:end]})
		if text = rest[end:]; text == "," {
			return nil, false
		}
		text = strings.TrimPrefix(text, ",")
	}
	return params, true
}

// argumentEnd returns where the literal that text starts with ends; -1 when a quote
// or a bracket is not closed.
func argumentEnd(text string) int {
	depth, quote := 0, byte(0)
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case quote == '"' && c == '\\':
			i++
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '\'' && depth == 0, c == '"':
			quote = c
		case c == '{', c == '[':
			depth++
		case c == '}', c == ']':
			depth--
		case c == ',' && depth == 0:
			return i
		}
	}
	if depth != 0 || quote != 0 {
		return -1
	}
	return len(text)
}

// parsePredicate reads a key predicate, without its parentheses, and appends what
// it has to dst, at most so many: values without a name, or with their names. The
// values of literals in quotes are without these, and without their prefix.
func parsePredicate(text string, dst []argument, limit int) (params []argument, ok bool) {
	for {
		var p argument
		if i := strings.IndexAny(text, "='"); i >= 0 && text[i] == '=' {
			p.name, text = text[:i], text[i+1:]
			if p.name == "" {
				return nil, false
			}
		}
		if p.literal, p.quoted, text, ok = cutLiteral(text); !ok || len(dst) == limit {
			return nil, false
		}
		dst = append(dst, p)
		if text == "" {
			return dst, true
		}
		text = text[1:]
	}
}

// cutLiteral reads the value that text starts with, up to a comma or the end. One in
// quotes may have the prefix of its type before them.
func cutLiteral(text string) (value string, quoted bool, rest string, ok bool) {
	i := strings.IndexAny(text, "',")
	if i < 0 {
		i = len(text)
	}
	if i == len(text) || text[i] == ',' {
		value = text[:i]
		return value, false, text[i:], value != "" && !strings.Contains(value, "=")
	}
	if !isPrefix(text[:i]) || strings.Contains(text[:i], "=") {
		return "", false, "", false
	}
	text = text[i:]
	for i := 1; i < len(text); i++ {
		if text[i] != '\'' {
			continue
		}
		if i+1 < len(text) && text[i+1] == '\'' {
			i++
			continue
		}
		value, rest = text[1:i], text[i+1:]
		if strings.Contains(value, "'") {
			value = strings.ReplaceAll(value, "''", "'")
		}
		return value, true, rest, rest == "" || rest[0] == ','
	}
	return "", false, "", false
}

var (
	errUnquoted = errors.New("want a string in single quotes")
	errNull     = errors.New("want a value, got null")
)

// decodeArgument reads the literal of a parameter into the field that field points to.
// Objects and collections are JSON text; durations, binary values and enumerations may
// have the prefix that OData 4.0 asks for.
func decodeArgument(text string, field any) error {
	if inner, ok := literal.Cut(text); ok {
		return wire.DecodeField(jsonstr.AppendQuoted(nil, inner), field)
	}
	switch {
	case text == "null" && !isOptional(field):
		return errNull
	case json.Valid([]byte(text)):
		return wire.DecodeField([]byte(text), field)
	case isString(field):
		return errUnquoted
	}
	return wire.DecodeField(jsonstr.AppendQuoted(nil, text), field)
}

func isString(field any) bool {
	switch field.(type) {
	case *string, *api.Opt[string]:
		return true
	}
	return false
}

// isOptional reports whether the zero value that field points to is absent.
func isOptional(field any) bool { return len(wire.AppendFlagged(nil, field, 0)) == 0 }

func isPrefix(text string) bool { return !strings.ContainsAny(text, "\"{}[]:, ") }
