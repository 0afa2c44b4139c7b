package main

import (
	"encoding/json"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strings"

	"github.com/seed-349153d7/odagen/bench/internal/payload"
)

// timed are the payloads that are timed, with the Go types of theirs.
var timed = map[string]string{
	"documented partner": "RemoteAssistancePartner", "user, four members": "User",
	"user, all members": "User", "deep event": "Event",
}

// speedMain is the program that times one layout. It reads the texts from a file
// that is beside it, prints nanoseconds to decode and to encode a text, and fails
// when what comes out is not a text of about the same length.
const speedMain = `package main

import (
	"encoding/json"
	"log"
	"os"
	"time"

	models "layouts/%[1]s"
	"layouts/lean"
)

var create = map[string]func() lean.%[2]s{
%[4]s}

func main() {
	text, err := os.ReadFile("texts.json")
	if err != nil {
		log.Fatal(err)
	}
	var texts map[string]json.RawMessage
	if err := json.Unmarshal(text, &texts); err != nil {
		log.Fatal(err)
	}
	results := map[string][2]float64{}
	for name, text := range texts {
		v := create[name]()
		if !lean.Decode%[3]s(lean.NewDecoder(text), v) {
			log.Fatalf("%%s does not decode", name)
		}
		e := &lean.Encoder{}
		lean.Encode%[3]s(e, v)
		if len(e.Buf) < len(text)-200 {
			log.Fatalf("%%s: %%d bytes became %%s", name, len(text), e.Buf)
		}
		results[name] = [2]float64{
			measure(func() { lean.Decode%[3]s(lean.NewDecoder(text), create[name]()) }),
			measure(func() { e.Buf = e.Buf[:0]; lean.Encode%[3]s(e, v) }),
		}
	}
	if err := json.NewEncoder(os.Stdout).Encode(results); err != nil {
		log.Fatal(err)
	}
}

func measure(do func()) float64 {
	const long = 50 * time.Millisecond
	for n := 1; ; n *= 2 {
		start := time.Now()
		for range n {
			do()
		}
		if took := time.Since(start); took > long {
			return float64(took.Nanoseconds()) / float64(n)
		}
	}
}
`

// writeSpeed writes the program that times a layout.
func writeSpeed(dir, pkg, kind, function string) {
	var table strings.Builder
	texts := map[string]json.RawMessage{}
	for _, p := range payload.All() {
		if typ := timed[p.Name]; typ != "" {
			fmt.Fprintf(&table, "\t%q: func() lean.%s { return new(models.%s) },\n", p.Name, kind, typ)
			texts[p.Name] = compact(p.Text)
		}
	}
	write(filepath.Join(dir, "speed-"+pkg, "main.go"), fmt.Sprintf(speedMain, pkg, kind, function, table.String()))
	text, err := json.Marshal(texts)
	if err != nil {
		log.Fatal(err)
	}
	write(filepath.Join(dir, "texts.json"), string(text))
}

// compact removes the white space, and the control information that the small
// codec does not keep.
func compact(text []byte) json.RawMessage {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(text, &members); err != nil {
		log.Fatal(err)
	}
	var b strings.Builder
	in := json.NewDecoder(strings.NewReader(string(text)))
	if _, err := in.Token(); err != nil {
		log.Fatal(err)
	}
	for in.More() { // in the order of the text
		name, err := in.Token()
		if err != nil {
			log.Fatal(err)
		}
		var value json.RawMessage
		if err := in.Decode(&value); err != nil {
			log.Fatal(err)
		}
		if strings.HasPrefix(name.(string), "@") {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, "%q:%s", name, value)
	}
	return json.RawMessage("{" + b.String() + "}")
}

func write(path, text string) {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		log.Fatal(err)
	}
}
