package jsonschema

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/tree"
)

// JSON returns a value of a document as JSON text, with the digits that the document
// has. Members of objects are sorted by name.
func JSON(n *tree.Node) string {
	var out bytes.Buffer
	writeJSON(&out, n)
	return out.String()
}

func writeJSON(out *bytes.Buffer, n *tree.Node) {
	switch n.Kind {
	case tree.Map:
		var members [][2]*tree.Node
		for k, v := range n.Members() {
			members = append(members, [2]*tree.Node{k, v})
		}
		slices.SortStableFunc(members, func(a, b [2]*tree.Node) int { return strings.Compare(a[0].Text, b[0].Text) })
		out.WriteByte('{')
		for i, m := range members {
			if i > 0 {
				out.WriteByte(',')
			}
			writeText(out, m[0].Text)
			out.WriteByte(':')
			writeJSON(out, m[1])
		}
		out.WriteByte('}')
	case tree.List:
		out.WriteByte('[')
		for i, item := range n.Content {
			if i > 0 {
				out.WriteByte(',')
			}
			writeJSON(out, item)
		}
		out.WriteByte(']')
	case tree.Null:
		out.WriteString("null")
	case tree.Bool:
		out.WriteString(n.Text)
	case tree.Integer, tree.Number:
		if digits := number(n); digits != "" {
			out.WriteString(digits)
		} else {
			writeText(out, n.Text)
		}
	default:
		writeText(out, n.Text)
	}
}

// number returns a number as encoding/json writes it, or as the document has it where
// a float64 has not all digits.
func number(n *tree.Node) string {
	text := n.Digits()
	var f float64
	if len(text) > exactDigits || json.Unmarshal([]byte(text), &f) != nil {
		return text
	}
	short, err := json.Marshal(f)
	if err != nil {
		return text
	}
	return string(short)
}

// writeText writes a text as JSON.
func writeText(out *bytes.Buffer, text string) {
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(text) // a text can always be encoded
	out.Truncate(out.Len() - 1)
}
