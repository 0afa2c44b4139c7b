package odata

import (
	"errors"
	"net/url"
	"strconv"
	"strings"
)

// RequestOption is a query option or a header field of one request. Of the
// options that a call is given, all are sent, in their order.
type RequestOption struct {
	kind  optionKind
	name  string
	value string
	into  any // Object of headersOption, *string of deltaOption
}

type optionKind uint8

const (
	queryOption optionKind = iota
	headerOption
	linkOption
	deltaOption
	headersOption
)

// Top asks for at most n items, over all pages.
func Top(n int) RequestOption { return Custom("$top", strconv.Itoa(n)) }

// Skip leaves out the first n items.
func Skip(n int) RequestOption { return Custom("$skip", strconv.Itoa(n)) }

// Filter asks for the items for which an expression is true. Strings in it are
// made with Quote: odata.Filter("displayName eq " + odata.Quote(name)).
func Filter(expression string) RequestOption { return Custom("$filter", expression) }

// Search asks for the items that match a free-text expression.
func Search(expression string) RequestOption { return Custom("$search", expression) }

// Select asks for the named properties alone.
func Select(properties ...string) RequestOption {
	return Custom("$select", strings.Join(properties, ","))
}

// Expand asks for related entities too, as in "members" or
// "members($select=id)".
func Expand(items ...string) RequestOption { return Custom("$expand", strings.Join(items, ",")) }

// OrderBy sorts by expressions, as in "displayName" or "size desc".
func OrderBy(items ...string) RequestOption { return Custom("$orderby", strings.Join(items, ",")) }

// Count asks for the number of all items beside the page.
func Count() RequestOption { return Custom("$count", "true") }

// Custom adds a query option by its name on the wire.
func Custom(name, value string) RequestOption {
	return RequestOption{kind: queryOption, name: name, value: value}
}

// Header adds a header field. It comes in place of the one that the client
// would send, such as Accept.
func Header(name, value string) RequestOption {
	return RequestOption{kind: headerOption, name: name, value: value}
}

// IfMatch makes a change only if the entity still has the ETag; if not, the
// error is ErrPreconditionFailed. "*" stands for any entity that exists.
func IfMatch(etag string) RequestOption { return Header("If-Match", etag) }

// FromLink continues from the NextLink or DeltaLink of a page. The link has the
// place and all query options of the request, so only header fields are taken
// from the other options.
func FromLink(link string) RequestOption { return RequestOption{kind: linkOption, value: link} }

// DeltaLinkTo sets link to the DeltaLink of the last page of a list, when that has
// come: FromLink(link) then lists what has changed since.
func DeltaLinkTo(link *string) RequestOption { return RequestOption{kind: deltaOption, into: link} }

// queryText returns the query options among opts as the query of a URL, with
// spaces as %20.
func queryText(opts []RequestOption) string {
	var b strings.Builder
	for _, o := range opts {
		if o.kind != queryOption {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('&')
		}
		b.WriteString(escape(o.name, queryBytes) + "=" + escape(o.value, queryBytes))
	}
	return b.String()
}

// Query has the query options of a request to a service (OData URL Conventions
// 4.01, 5). What a request does not have is empty.
type Query struct {
	Top        Opt[int] // never negative
	Skip       Opt[int] // never negative
	Filter     string
	Search     string
	Select     []string
	Expand     []string // each with its own options, as in "members($select=id)"
	OrderBy    []string
	Count      bool
	SkipToken  string
	DeltaToken string
	Format     string
	ID         string     // of the reference to remove
	Custom     url.Values // the options without $; nil when there are none
}

// parseQuery reads the query of a URL. It does not take ";" for a separator, as
// net/url once did: options within $expand have it.
func parseQuery(raw string, q *Query) error {
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
			return errors.New("query option " + quoted(name) + " has " + err.Error())
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
			return errors.New("query option " + quoted(name) + " is not supported")
		case seen[i]:
			return errors.New("query option " + quoted(name) + " comes twice")
		case !systemOptions[i].set(q, value):
			return errors.New("query option " + quoted(name) + ": want " + systemOptions[i].want + ", got " + quoted(value))
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
	set  func(q *Query, value string) bool
	want string
}{
	{"$top", func(q *Query, v string) bool { return setCount(&q.Top, v) }, wantCount},
	{"$skip", func(q *Query, v string) bool { return setCount(&q.Skip, v) }, wantCount},
	{"$filter", func(q *Query, v string) bool { q.Filter = v; return v != "" }, "an expression"},
	{"$search", func(q *Query, v string) bool { q.Search = v; return v != "" }, "an expression"},
	{"$select", func(q *Query, v string) bool { return setList(&q.Select, v) }, wantList},
	{"$expand", func(q *Query, v string) bool { return setList(&q.Expand, v) }, wantList},
	{"$orderby", func(q *Query, v string) bool { return setList(&q.OrderBy, v) }, wantList},
	{"$count", func(q *Query, v string) bool { q.Count = v == "true"; return q.Count || v == "false" }, "true or false"},
	{"$skiptoken", func(q *Query, v string) bool { q.SkipToken = v; return true }, ""},
	{"$deltatoken", func(q *Query, v string) bool { q.DeltaToken = v; return true }, ""},
	{"$id", func(q *Query, v string) bool { q.ID = v; return v != "" }, "a URL"},
	{"$format", func(q *Query, v string) bool { q.Format = v; return true }, ""},
}

const (
	wantCount = "a number from 0 on"
	wantList  = "items with commas between"
)

func setCount(to *Opt[int], text string) bool {
	n, err := strconv.ParseUint(text, 10, 31)
	*to = Some(int(n))
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
