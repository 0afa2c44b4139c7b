package odata

import (
	"encoding/json"
	"errors"
	"strings"
)

// parseArguments reads the parameters of a function, without their parentheses, as
// name=literal with commas between. Commas within string literals, objects and
// arrays are theirs. It is not nil when ok.
func parseArguments(text string) (params []Param, ok bool) {
	params = []Param{}
	for text != "" {
		name, rest, found := strings.Cut(text, "=")
		end := argumentEnd(rest)
		if !found || name == "" || end <= 0 || strings.ContainsAny(name, "',(){}[]\"") {
			return nil, false
		}
		for _, p := range params {
			if p.Name == name {
				return nil, false
			}
		}
		params = append(params, Param{name, rest[:end]})
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

var (
	errUnquoted = errors.New("want a string in single quotes")
	errNull     = errors.New("want a value, got null")
)

// decodeArgument reads the literal of a parameter, as Arg writes it, into the field
// that field points to: it is the reverse of Arg. Objects and collections are JSON
// text; durations, binary values and enumerations may have the prefix that OData 4.0
// asks for.
func decodeArgument(literal string, field any) error {
	if start := strings.IndexByte(literal, '\''); start >= 0 && strings.HasSuffix(literal, "'") && len(literal) > start+1 && isPrefix(literal[:start]) {
		inner := literal[start+1 : len(literal)-1]
		if strings.Contains(strings.ReplaceAll(inner, "''", ""), "'") {
			return errUnquoted
		}
		return decodeArgumentText(strings.ReplaceAll(inner, "''", "'"), field)
	}
	switch {
	case literal == "null" && !isOptional(field):
		return errNull
	case json.Valid([]byte(literal)):
		return checkArgument(decodeField([]byte(literal), field), field)
	case isString(field):
		return errUnquoted
	}
	return decodeArgumentText(literal, field)
}

func isPrefix(text string) bool {
	return !strings.ContainsAny(text, "\"{}[]:, ")
}

func decodeArgumentText(text string, field any) error {
	return checkArgument(decodeField(appendQuoted(nil, text), field), field)
}

// checkArgument validates what was read.
func checkArgument(err error, field any) error {
	if err != nil {
		return err
	}
	var v validator
	v.prop = &elementProperty
	v.field(field)
	return errors.Join(v.errs...)
}

func isString(field any) bool {
	switch field.(type) {
	case *string, *Opt[string]:
		return true
	}
	return false
}

// isOptional reports whether the zero value that field points to is absent.
func isOptional(field any) bool { return len(appendFlagged(nil, field, 0)) == 0 }

// argumentFault says what is wrong with a parameter.
func argumentFault(err error) string {
	var decode *DecodeError
	if errors.As(err, &decode) {
		return decode.Message
	}
	var value *ValueError
	if errors.As(err, &value) {
		return strings.TrimPrefix(value.Pointer+": "+value.Message, ": ")
	}
	return err.Error()
}
