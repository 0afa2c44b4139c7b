package exchange

import (
	"bytes"
	"strconv"

	"github.com/seed-349153d7/odagen/templates/internal/jsonstr"
)

// CheckJSON returns the fault of a JSON text that is beyond the limits of the operation.
// It knows so much of JSON alone: what is no JSON is found when it is decoded. Texts that
// are too short to reach a limit are not looked at.
func (x *Exchange) CheckJSON(text []byte) error {
	l := x.op.Limits
	deep := l.Depth > 0 && len(text) > l.Depth && bytes.Count(text, []byte("{"))+bytes.Count(text, []byte("[")) > l.Depth
	if !deep && (l.Items <= 0 || len(text) <= 2*l.Items) && (l.Digits <= 0 || len(text) <= l.Digits) {
		return nil
	}
	items := 0
	var arrays []bool // for each level, whether it is an array
	inArray := func() bool { return len(arrays) > 0 && arrays[len(arrays)-1] }
	for i := 0; i < len(text); i++ {
		switch c := text[i]; c {
		case '"':
			i = stringEnd(text, i+1)
		case '{', '[':
			if !inArray() {
				items++
			}
			if arrays = append(arrays, c == '['); l.Depth > 0 && len(arrays) > l.Depth {
				return BadRequest("the body nests deeper than " + strconv.Itoa(l.Depth))
			}
		case '}', ']':
			arrays = arrays[:max(len(arrays)-1, 0)]
		case ',':
			if inArray() {
				items++
			}
		default:
			if c < '0' || c > '9' {
				continue
			}
			start := i
			for i+1 < len(text) && '0' <= text[i+1] && text[i+1] <= '9' {
				i++
			}
			if l.Digits > 0 && i-start >= l.Digits {
				return BadRequest("the body has a number of more than " + strconv.Itoa(l.Digits) + " digits")
			}
		}
		if l.Items > 0 && items > l.Items {
			return BadRequest("the body has more than " + strconv.Itoa(l.Items) + " items and objects")
		}
	}
	return nil
}

// stringEnd returns where the quote is that ends the string whose text starts at i.
func stringEnd(text []byte, i int) int {
	for i < len(text) {
		i = jsonstr.PlainEnd(text, i)
		switch {
		case i >= len(text) || text[i] == '"':
			return i
		case text[i] == '\\':
			i++
		}
		i++
	}
	return i
}

// CheckNames returns the fault of a query or a form with too many names; what says which.
func (x *Exchange) CheckNames(what string, n int) error {
	if limit := x.op.Limits.Names; limit > 0 && n > limit {
		return BadRequest("the " + what + " has more than " + strconv.Itoa(limit) + " names")
	}
	return nil
}
