package openapi

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/api"
	"github.com/seed-349153d7/odagen/generator/internal/openapi/document"
)

// readServers sets the base URL from the first server, its variables replaced
// by their defaults. A relative URL has no host to call: only its path counts,
// for the server. Servers between which a client can choose are kept.
func (r *reader) readServers() {
	if len(r.doc.Servers) == 0 {
		return
	}
	s := r.doc.Servers[0]
	u, ok := defaultURL(s)
	switch {
	case !ok:
		r.warn(s.Place, "server", fmt.Sprintf("the server %q is not a URL that can be called", s.URL),
			"set baseURL of the target")
	case !isAbsolute(u):
		r.warn(s.Place, "server", fmt.Sprintf("the server %q has no scheme and host: NewClient takes them as a parameter", s.URL),
			"set baseURL of the target")
		r.api.BasePath = strings.TrimRight(u.Path, "/")
	default:
		r.api.BaseURL = strings.TrimRight(u.String(), "/")
	}
	if len(r.doc.Servers) == 1 && len(s.Variables) == 0 {
		return
	}
	seen := map[string]bool{}
	for _, s := range r.doc.Servers {
		if u, ok := defaultURL(s); ok && isAbsolute(u) && !seen[s.URL] {
			seen[s.URL] = true
			r.api.Servers = append(r.api.Servers, r.server(s, u))
		}
	}
}

// defaultURL returns the URL of a server with the defaults of its variables; ok is
// false when it is none that can be called.
func defaultURL(s *document.Server) (u *url.URL, ok bool) {
	var pairs []string
	for _, v := range s.Variables {
		pairs = append(pairs, "{"+v.Name+"}", v.Default)
	}
	text := strings.NewReplacer(pairs...).Replace(s.URL) // a default is not looked into
	u, err := url.Parse(text)
	if err != nil || strings.ContainsAny(text, "{}") || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		return nil, false
	}
	return u, true
}

func isAbsolute(u *url.URL) bool { return u.Host != "" && (u.Scheme == "https" || u.Scheme == "http") }

// server reads a server, whose URL is u by default. It is called by its description
// when that is short, else by its host.
func (r *reader) server(s *document.Server, u *url.URL) *api.Server {
	out := &api.Server{Name: u.Hostname(), Doc: strings.TrimSpace(s.Description), URL: strings.TrimRight(s.URL, "/")}
	if words := strings.Fields(out.Doc); len(words) > 0 && len(words) <= 4 {
		out.Name = strings.Trim(out.Doc, ".")
	}
	out.Name = cmp.Or(strings.TrimSpace(s.Name), out.Name) // OpenAPI 3.2
	for _, v := range s.Variables {
		if !strings.Contains(s.URL, "{"+v.Name+"}") {
			continue
		}
		values := slices.Clone(v.Enum)
		if len(values) > 0 && !slices.Contains(values, v.Default) {
			values = append(values, v.Default)
		}
		out.Variables = append(out.Variables, api.ServerVariable{Name: v.Name, Doc: strings.TrimSpace(v.Description), Default: v.Default, Values: values})
	}
	return out
}

// ownServer returns where an operation is, when that is not where the others are:
// the first server of the operation, or of its path. It is a path when it is on the
// same host.
func (r *reader) ownServer(n *node, op operation) string {
	servers := n.item.Servers
	if op.Servers != nil {
		servers = op.Servers
	}
	if len(servers) == 0 {
		return ""
	}
	u, ok := defaultURL(servers[0])
	if !ok {
		r.warn(servers[0].Place, "server", fmt.Sprintf("%s %s: the server %q is not a URL that can be called; that of the document is", op.method, n.path, servers[0].URL),
			"write a URL with a scheme and a host")
		return ""
	}
	if !isAbsolute(u) {
		return "/" + strings.Trim(u.Path, "/")
	}
	if own := strings.TrimRight(u.String(), "/"); own != r.api.BaseURL {
		return own
	}
	return ""
}
