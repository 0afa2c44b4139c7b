package wire

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
)

// plainObject is what a program would write for encoding/json to read a partner.
type plainObject struct {
	ID      string   `json:"id"`
	Name    *string  `json:"name"`
	Count   *int64   `json:"count"`
	Ratio   *float64 `json:"ratio"`
	Tags    []string `json:"tags"`
	Photo   []byte   `json:"photo"`
	Active  *bool    `json:"active"`
	Numbers []int32  `json:"numbers"`
}

// differences are the texts on which the codec and encoding/json are meant to
// differ. What one of them makes of the text is "refused", or the text that it
// writes from what it has read.
var differences = []struct{ text, codec, stdlib, reason string }{
	{
		`{"id":"a","id":"b"}`, "refused", `{"id":"b"}`,
		"a name that comes twice is read in different ways by different programs (RFC 8259, 4): a gate to smuggle values through",
	}, {
		`{"ID":"a"}`, `{"ID":"a"}`, `{"id":"a"}`,
		"names in OData are case-sensitive (CSDL 4.01, 15.2): ID is another property, and is kept as one",
	}, {
		"{\"id\":\"\xff\"}", "refused", `{"id":"` + "\ufffd" + `"}`,
		"JSON is UTF-8 (RFC 8259, 8.1), and what is replaced is lost",
	}, {
		`{"id":"\ud800"}`, `{"id":"\ud800"}`, `{"id":"` + "\ufffd" + `"}`,
		"half of a surrogate pair is U+FFFD in Go, and is written back as it came",
	}, {
		`{"\ud800":1}`, "refused", `{}`,
		"two names with a half would be the same name in Go",
	}, {
		`{"name":null}`, `{"name":null}`, `{}`,
		"null and absent are two things (OData Protocol 4.01, 11.4.3)",
	}, {
		`{"id":null}`, `{"id":null}`, `{}`,
		"null for a property that has none is kept, and Validate reports it",
	}, {
		`{"count":1.0}`, `{"count":1.0}`, "refused",
		"JSON knows one kind of number: 1.0 is 1 (RFC 8259, 6)",
	}, {
		`{"count":1e2}`, `{"count":1e2}`, "refused",
		"JSON knows one kind of number: 1e2 is 100",
	}, {
		`{"count":"12"}`, `{"count":"12"}`, "refused",
		"IEEE754Compatible=true writes integers of 64 bits as strings (OData JSON 4.01, 3.2)",
	}, {
		`{"ratio":"INF"}`, `{"ratio":"INF"}`, "refused",
		"infinities and NaN are strings (OData JSON 4.01, 7.1)",
	}, {
		`{"ratio":1.0}`, `{"ratio":1.0}`, `{"ratio":1}`,
		"a number comes back digit by digit",
	}, {
		`{"photo":"_-8"}`, `{"photo":"_-8"}`, "refused",
		"binary values are base64url, without padding or with it (OData JSON 4.01, 7.1)",
	}, {
		`{"photo":"AQ\nI="}`, "refused", `{"photo":"AQI="}`,
		"there are no line ends in base64url",
	}, {
		`{"other":1e400}`, `{"other":1e400}`, `{}`,
		"what the type does not declare is kept as text",
	}, {
		`{"tags":["a",null]}`, `{"tags":["a",null]}`, `{"tags":["a",""]}`,
		"a null in a collection is kept",
	}, {
		`null`, "refused", `{}`,
		"an object is expected; encoding/json leaves the value as it is, and so does UnmarshalJSON",
	}, {
		`{"x":` + strings.Repeat("[", 1000) + strings.Repeat("]", 1000) + `}`, "refused", `{}`,
		"objects and arrays nest 1000 deep here, 10000 there",
	},
}

func TestTheDifferencesFromEncodingJSONAreTheIntendedOnes(t *testing.T) {
	for _, d := range differences {
		codec, stdlib := "refused", "refused"
		var p partner
		if err := Unmarshal([]byte(d.text), &p); err == nil {
			text, err := Marshal(&p)
			if err != nil {
				t.Errorf("Marshal(%q): %v", d.text, err)
			}
			codec = string(text)
		}
		var o plainObject
		if err := json.Unmarshal([]byte(d.text), &o); err == nil {
			stdlib = written(t, o)
		}
		if codec != d.codec || stdlib != d.stdlib {
			t.Errorf("%.60q (%s)\n codec %.60q, want %.60q\nstdlib %.60q, want %.60q", d.text, d.reason, codec, d.codec, stdlib, d.stdlib)
		}
	}
}

// written returns the JSON text of o without what is zero.
func written(t *testing.T, o plainObject) string {
	t.Helper()
	v := reflect.ValueOf(o)
	var members []string
	for i := range v.NumField() {
		if f := v.Field(i); !f.IsZero() {
			text, err := json.Marshal(f.Interface())
			if err != nil {
				t.Fatal(err)
			}
			members = append(members, `"`+v.Type().Field(i).Tag.Get("json")+`":`+strings.ReplaceAll(string(text), `\ufffd`, "\ufffd"))
		}
	}
	return "{" + strings.Join(members, ",") + "}"
}

// Where none of these differences is in the text, both read the same values.
func TestWhatBothAcceptIsTheSame(t *testing.T) {
	for seed := range uint64(5000) {
		text := []byte(newSource(seed).Object(1))
		var p partner
		if err := Unmarshal(text, &p); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		sameAsEncodingJSON(t, text, &p)
	}
}
