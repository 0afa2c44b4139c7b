package restclient

import (
	"errors"
	"strconv"
	"strings"

	"github.com/seed-349153d7/odagen/templates/wire"
)

// TakeValue reads the value in a body at a JSON pointer (RFC 6901) into the value that
// to leads to. Both are wrapped as in Object.WireFields.
func TakeValue(body any, pointer string, to any) error {
	text := wire.AppendField(nil, wire.In(wire.Plain, body))
	if pointer != "" && len(text) > 0 {
		for token := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
			name := strings.ReplaceAll(strings.ReplaceAll(token, "~1", "/"), "~0", "~")
			if text = wire.MemberAt(text, name); text == nil {
				break
			}
		}
	}
	if len(text) == 0 {
		return errors.New("link: there is nothing at " + strconv.Quote(pointer))
	}
	return TakeText(string(text), to)
}

// TakeField reads the parameter or header field called name into the value that to
// leads to. Both are wrapped as in Object.WireFields.
func TakeField(name string, field, to any) error {
	text := wire.AppendField(nil, wire.In(wire.Plain, field))
	if len(text) == 0 {
		return errors.New("link: there is no " + strconv.Quote(name))
	}
	return TakeText(string(text), to)
}

// TakeText reads JSON text into the value that to leads to.
func TakeText(text string, to any) error {
	if err := wire.DecodeAs([]byte(text), to, false); err != nil {
		return errors.New("link: " + err.Error())
	}
	return nil
}
