package odata

import (
	"errors"
	"strconv"
	"strings"
)

// TakeValue reads the value in o at a JSON pointer (RFC 6901) into the value that
// field leads to, which may be wrapped as in Object.ODataFields.
func TakeValue(o Object, pointer string, field any) error {
	if isNilObject(o) {
		return errors.New("odata: link: there is no object that has " + quoted(pointer))
	}
	text, err := Marshal(o)
	if err != nil {
		return err
	}
	if pointer != "" {
		for token := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
			name := strings.ReplaceAll(strings.ReplaceAll(token, "~1", "/"), "~0", "~")
			if text = memberAt(text, name); text == nil {
				return errors.New("odata: link: there is nothing at " + quoted(pointer))
			}
		}
	}
	return TakeText(string(text), field)
}

// TakeText reads JSON text into the value that field leads to.
func TakeText(text string, field any) error {
	if err := decodeField([]byte(text), field); err != nil {
		return errors.New("odata: link: " + err.Error())
	}
	return nil
}

// memberAt returns the text of a member of an object, or of an item of an array; nil
// when there is none.
func memberAt(text []byte, name string) (found []byte) {
	d := newDecoder(text)
	defer d.free()
	read := func(wanted bool) bool {
		start := d.pos
		ok := d.skip()
		if wanted && ok {
			found = text[start:d.pos]
		}
		return ok
	}
	switch d.space() {
	case '{':
		d.members(func(key []byte, escaped bool) bool {
			if escaped {
				key, _ = unescape(nil, key)
			}
			return d.value() && read(string(key) == name)
		})
	case '[':
		i := 0
		d.list(func() bool {
			i++
			return read(strconv.Itoa(i-1) == name)
		})
	}
	return found
}
