package changes

// Rule is a kind of change. Its ID stays for good.
type Rule struct{ ID, Text string }

// Rules are all rules. Of changes that are as bad as each other, those of a rule that
// stands earlier are told first.
var Rules = []Rule{
	{"form-changed", "the paths are read in another form"},
	{"service-moved", "the service is at another URL"},
	{"operation-removed", "an operation is gone"},
	{"set-removed", "an entity set or a singleton is gone"},
	{"navigation-removed", "a navigation property is gone"},
	{"call-removed", "a call of an entity or of a set is gone"},
	{"type-removed", "a type is gone"},
	{"type-renamed", "a type has another name"},
	{"base-changed", "a type is derived from another one"},
	{"key-changed", "the key of an entity type is another one"},
	{"abstract-changed", "there are values of a type itself, or there are none any more"},
	{"open-changed", "a type has members that are not described, or has none any more"},
	{"media-changed", "an entity has a media stream, or has none any more"},
	{"property-removed", "a property is gone"},
	{"property-type-changed", "a property has another type"},
	{"property-required", "a property is required now"},
	{"property-optional", "a property is not required any more"},
	{"property-nullable", "a property can be null, or cannot any more"},
	{"property-access-changed", "who can read or write a property has changed"},
	{"property-rule-changed", "other values of a property are valid"},
	{"property-default-changed", "a property has another default value"},
	{"schema-changed", "other values of a type are valid"},
	{"member-removed", "a member of an enumeration is gone"},
	{"member-value-changed", "a member of an enumeration has another number"},
	{"enumeration-changed", "the values of an enumeration travel in another form"},
	{"alternative-removed", "one of several types is gone"},
	{"alternative-added", "one of several types is new"},
	{"discriminator-changed", "another property tells types apart"},
	{"parameter-removed", "a parameter is gone"},
	{"parameter-added", "a parameter is new"},
	{"parameter-type-changed", "a parameter has another type"},
	{"parameter-required", "a parameter is required now"},
	{"parameter-optional", "a parameter is not required any more"},
	{"parameter-moved", "a parameter is at another place in its list"},
	{"parameter-style-changed", "a parameter is written in another form"},
	{"parameter-rule-changed", "other values of a parameter are valid"},
	{"parameter-default-changed", "a parameter has another default value"},
	{"body-changed", "the body of a request holds something else"},
	{"body-required", "an operation has a body now, or it is required or not"},
	{"media-type-removed", "a media type is gone"},
	{"media-type-added", "a media type is new"},
	{"answer-removed", "a described answer is gone"},
	{"answer-changed", "an answer holds something else"},
	{"answer-added", "a described answer is new"},
	{"header-removed", "a header field of answers is gone"},
	{"header-changed", "a header field of answers holds something else"},
	{"header-added", "a header field of answers is new"},
	{"result-changed", "an action or a function returns something else"},
	{"target-changed", "a navigation property leads to something else"},
	{"security-changed", "a call has to show something else"},
	{"scheme-changed", "a security scheme works in another way"},
	{"operation-renamed", "an operation has another name in the description alone"},
	{"member-added", "a member of an enumeration is new"},
	{"deprecated", "something should not be used any more"},
	{"operation-added", "an operation is new"},
	{"set-added", "an entity set or a singleton is new"},
	{"navigation-added", "a navigation property is new"},
	{"call-added", "a call of an entity or of a set is new"},
	{"property-added", "a property is new"},
	{"type-added", "a type is new"},
	{"permission-changed", "other permissions are asked for"},
	{"described-anew", "a description has another text"},
	{"go-removed", "a Go name is gone, though nothing is gone from the wire"},
	{"go-changed", "a Go name has another type"},
	{"go-added", "a Go name is new"},
}

var ranks = func() map[string]int {
	out := map[string]int{}
	for i, r := range Rules {
		out[r.ID] = i
	}
	return out
}()

func rank(rule string) int { return ranks[rule] }

// IsRule reports whether there is a rule with an ID.
func IsRule(id string) bool {
	_, ok := ranks[id]
	return ok
}
