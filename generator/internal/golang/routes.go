package golang

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/naming"
)

// Route is a method on a path that the server answers, for routers that want each
// one listed.
type Route struct {
	Method string
	Path   string // with the base path: "/v1.0/users/{id}/messages/{id2}"
	Name   string // of the method that answers: "Message.Get"
}

// Routes are the routes of the server. In a path, a parameter is all of a segment,
// or stands in the parentheses of a key: "/users({id})". Names of parameters are
// letters and digits, differ within a path, and are the same in all paths with the
// same beginning. All else in a path means itself to any router.
type Routes struct {
	Base string // the base path, "" or "/v1.0"
	List []Route

	// LeftOut is the first path that is not listed: there are too many, or there is
	// no end to them. It is "" when all are listed.
	LeftOut string
}

// maxRoutes is how many routes make an end of following navigations.
const maxRoutes = 1000

// routerMethods are the methods that all routers know.
var routerMethods = []string{
	http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut,
	http.MethodPatch, http.MethodDelete, http.MethodOptions,
}

// routes lists what has the forms of OData, the shorter paths first, and then the
// endpoints.
func (p *planner) routes(endpoints []endpointPlan) Routes {
	l := &lister{planner: p, seen: map[Route]bool{}, params: map[string]string{}}
	if base := strings.Trim(basePath(p.api.BaseURL)+p.api.BasePath, "/"); base != "" {
		l.base = strings.Split(base, "/")
	}
	l.out.Base = l.path(nil)
	l.navigations()
	for _, e := range endpoints {
		path, _, _ := strings.Cut(e.Path, "?")
		l.add(e.Method, strings.Split(strings.TrimPrefix(path, "/"), "/"), e.Name.String())
	}
	return l.out
}

// lister collects routes.
type lister struct {
	*planner
	base   []string // segments of the base path
	out    Routes
	seen   map[Route]bool    // without names
	params map[string]string // names of parameters, by the path before them
}

// routeStep is a navigation, the segments that led to it, and the types of these.
type routeStep struct {
	nav   *api.Navigation
	path  []string
	types []*api.Struct
}

// navigations follows the navigations of the container, level by level. It does not
// go on from a type that is on the path already: that need not end.
func (l *lister) navigations() {
	l.operations(nil, "", l.api.Imports)
	level := steps(l.api.Container, nil, nil)
	for len(level) > 0 {
		var next []routeStep
		for _, s := range level {
			if len(l.out.List) >= maxRoutes {
				l.leaveOut(s)
				return
			}
			after := l.follow(s)
			if slices.Contains(s.types, s.nav.Target) {
				if len(after) > 0 {
					l.leaveOut(after[0])
				}
				continue
			}
			next = append(next, after...)
		}
		level = next
	}
}

func (l *lister) leaveOut(s routeStep) {
	if l.out.LeftOut == "" {
		l.out.LeftOut = l.path(append(slices.Clip(s.path), s.nav.Name))
	}
}

func steps(navs []*api.Navigation, path []string, types []*api.Struct) []routeStep {
	var out []routeStep
	for _, nav := range navs {
		out = append(out, routeStep{nav, path, types})
	}
	return out
}

// callMethods are the HTTP methods of the calls of OData.
var callMethods = map[api.CallKind]string{
	api.ListCall:   http.MethodGet,
	api.CreateCall: http.MethodPost,
	api.GetCall:    http.MethodGet,
	api.UpdateCall: http.MethodPatch,
	api.DeleteCall: http.MethodDelete,
}

// follow lists the routes at a step and returns the steps that come after it.
func (l *lister) follow(at routeStep) []routeStep {
	s := at.nav.Target
	name := l.structName(s).String() + "."
	calls := func(path []string, calls []*api.Call) {
		for _, c := range calls {
			l.add(callMethods[c.Kind], path, name+string(c.Kind))
		}
	}
	one := append(slices.Clip(at.path), at.nav.Name)
	if at.nav.Collection {
		calls(one, s.SetCalls)
		l.operations(one, name, s.AllSetOps())
		one = l.keyed(one, s)
	}
	calls(one, s.Calls)
	l.operations(one, name, s.AllOperations())
	return steps(s.AllNavigations(), one, append(slices.Clip(at.types), s))
}

// operations lists the actions and functions that are bound to what is at path.
// The arguments of a function are one parameter.
func (l *lister) operations(path []string, prefix string, ops []*api.Operation) {
	for _, op := range ops {
		method, segment := http.MethodPost, l.operation(op).Wire
		if op.Function {
			method = http.MethodGet
			if len(op.Params) > 0 {
				segment += "({arguments})"
			} else {
				segment += "()"
			}
		}
		l.add(method, append(slices.Clip(path), segment), prefix+naming.Exported(op.Name).String())
	}
}

// keyed returns the segments of an entity in a set: the key is in parentheses or in
// a segment for each of its properties, as the service writes it.
func (l *lister) keyed(set []string, s *api.Struct) []string {
	key := s.AllKey()
	if !l.api.KeyPredicates {
		for _, k := range key {
			set = append(slices.Clip(set), "{"+k+"}")
		}
		return set
	}
	name := "key"
	if len(key) == 1 {
		name = key[0]
	}
	last := len(set) - 1
	return append(slices.Clip(set[:last]), set[last]+"({"+name+"})")
}

// add lists a route once.
func (l *lister) add(method string, segments []string, name string) {
	if !slices.Contains(routerMethods, method) {
		return
	}
	r := Route{Method: method, Path: l.path(segments)}
	if !l.seen[r] {
		l.seen[r] = true
		r.Name = name
		l.out.List = append(l.out.List, r)
	}
}

// path is the path of segments below the base path. Segments that routers would
// read differently become a parameter as a whole; the server looks at them again.
func (l *lister) path(segments []string) string {
	path := ""
	var used []string
	for _, segment := range append(slices.Clip(l.base), segments...) {
		before, param, after := routeSegment(segment)
		path += "/" + before
		if param == "" {
			continue
		}
		at := path
		if l.params[at] == "" {
			l.params[at] = unusedParam(param, used)
		}
		used = append(used, l.params[at])
		path += "{" + l.params[at] + "}" + after
	}
	return path
}

// routeSegment cuts a segment at its parameter. One without a parameter is before.
func routeSegment(segment string) (before, param, after string) {
	if isLiteral(segment) {
		return segment, "", ""
	}
	before, rest, _ := strings.Cut(segment, "{")
	param, after, _ = strings.Cut(rest, "}")
	whole := before == "" && after == ""
	predicate := isLiteral(before) && strings.HasSuffix(before, "(") && after == ")"
	if !whole && !predicate {
		before, after = "", ""
	}
	return before, paramName(param), after
}

// isLiteral reports whether a segment means itself to every router, escaped or not.
func isLiteral(segment string) bool {
	for _, c := range []byte(segment) {
		letter := 'a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9'
		if !letter && !strings.ContainsRune("-._~$!'(),;=&@", rune(c)) {
			return false
		}
	}
	return true
}

// paramName keeps the letters and digits of a name.
func paramName(name string) string {
	name = strings.Map(func(r rune) rune {
		if 'a' <= r|0x20 && r|0x20 <= 'z' || '0' <= r && r <= '9' {
			return r
		}
		return -1
	}, name)
	if strings.Trim(name, "0123456789") == "" {
		return "key" + name
	}
	return name
}

// unusedParam returns name, with a number when the path has it already.
func unusedParam(name string, used []string) string {
	got := name
	for n := 2; slices.Contains(used, got); n++ {
		got = name + strconv.Itoa(n)
	}
	return got
}
