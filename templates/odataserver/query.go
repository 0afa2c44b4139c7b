package odataserver

import (
	"errors"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/seed-349153d7/odagen/templates/api"
	"github.com/seed-349153d7/odagen/templates/odata"
)

// parseQuery reads the query of a URL. It does not take ";" for a separator, as
// net/url once did: options within $expand have it.
func parseQuery(raw string, q *odata.Query) error {
	var seen [len(systemOptions)]bool
	for raw != "" {
		var pair string
		pair, raw, _ = strings.Cut(raw, "&")
		if pair == "" {
			continue
		}
		name, value, _ := strings.Cut(pair, "=")
		name, err := url.QueryUnescape(name)
		if err != nil {
			return errors.New("the query has " + err.Error())
		}
		value, err = url.QueryUnescape(value)
		if err != nil {
			return errors.New("query option " + strconv.Quote(name) + " has " + err.Error())
		}
		if !utf8.ValidString(name) || !utf8.ValidString(value) {
			return errors.New("query option " + strconv.Quote(name) + " is not UTF-8")
		}
		if !strings.HasPrefix(name, "$") {
			if q.Custom == nil {
				q.Custom = url.Values{}
			}
			q.Custom.Add(name, value)
			continue
		}
		i := systemOption(name)
		switch {
		case i < 0:
			return errors.New("query option " + strconv.Quote(name) + " is not supported")
		case seen[i]:
			return errors.New("query option " + strconv.Quote(name) + " comes twice")
		case !systemOptions[i].set(q, value):
			return errors.New("query option " + strconv.Quote(name) + ": want " + systemOptions[i].want + ", got " + strconv.Quote(value))
		}
		seen[i] = true
	}
	return nil
}

func systemOption(name string) int {
	for i := range systemOptions {
		if systemOptions[i].name == name {
			return i
		}
	}
	return -1
}

// systemOptions are the options that Query has. Those that take any text have
// no want.
var systemOptions = [...]struct {
	name string
	set  func(q *odata.Query, value string) bool
	want string
}{
	{"$top", func(q *odata.Query, v string) bool { return setCount(&q.Top, v) }, wantCount},
	{"$skip", func(q *odata.Query, v string) bool { return setCount(&q.Skip, v) }, wantCount},
	{"$filter", func(q *odata.Query, v string) bool { q.Filter = v; return v != "" }, "an expression"},
	{"$search", func(q *odata.Query, v string) bool { q.Search = v; return v != "" }, "an expression"},
	{"$select", func(q *odata.Query, v string) bool { return setList(&q.Select, v) }, wantList},
	{"$expand", func(q *odata.Query, v string) bool { return setList(&q.Expand, v) }, wantList},
	{"$orderby", func(q *odata.Query, v string) bool { return setList(&q.OrderBy, v) }, wantList},
	{"$count", func(q *odata.Query, v string) bool { q.Count = v == "true"; return q.Count || v == "false" }, "true or false"},
	{"$skiptoken", func(q *odata.Query, v string) bool { q.SkipToken = v; return true }, ""},
	{"$deltatoken", func(q *odata.Query, v string) bool { q.DeltaToken = v; return true }, ""},
	{"$id", func(q *odata.Query, v string) bool { q.ID = v; return v != "" }, "a URL"},
	{"$format", func(q *odata.Query, v string) bool { q.Format = v; return true }, ""},
}

const (
	wantCount = "a number from 0 on"
	wantList  = "items with commas between"
)

func setCount(to *api.Opt[int], text string) bool {
	n, err := strconv.ParseUint(text, 10, 31)
	*to = api.Some(int(n))
	return err == nil
}

// setList splits text at the commas that are outside of parentheses and string
// literals. It returns false when an item is empty or a pair has one half.
func setList(to *[]string, text string) bool {
	var items []string
	depth, start, quote := 0, 0, false
	for i := 0; i <= len(text); i++ {
		switch {
		case i == len(text) || text[i] == ',' && depth == 0 && !quote:
			item := strings.TrimSpace(text[start:i])
			if item == "" {
				return false
			}
			items = append(items, item)
			start = i + 1
		case text[i] == '\'':
			quote = !quote
		case quote:
		case text[i] == '(':
			depth++
		case text[i] == ')':
			if depth--; depth < 0 {
				return false
			}
		}
	}
	*to = items
	return depth == 0 && !quote
}
