package odata

import (
	"errors"
	"net/url"
	"slices"
	"strings"
)

// ServerVariable is a variable in the URL of a server.
type ServerVariable struct {
	Name    string
	Value   string // "" is Default
	Default string
	Values  []string // that it can have; nil for any
}

// WithServer is WithBaseURL with variables: {name} in the URL is replaced. A value
// that a variable cannot have is reported by each call.
func WithServer(template string, variables ...ServerVariable) Option {
	return func(c *client) {
		base := template
		for _, v := range variables {
			if v.Value == "" {
				v.Value = v.Default
			}
			if v.Values != nil && !slices.Contains(v.Values, v.Value) {
				c.fault = errors.New("odata: server " + template + ": " + v.Name + " cannot be " + quoted(v.Value) + ": want one of " + strings.Join(v.Values, ", "))
			}
			base = strings.ReplaceAll(base, "{"+v.Name+"}", v.Value)
		}
		c.base = base
	}
}

// WithServerAt makes the client find what is on a server of its own, by the URL or
// path that the description has for it, at base.
func WithServerAt(server, base string) Option {
	return func(c *client) {
		if c.servers == nil {
			c.servers = map[string]string{}
		}
		c.servers[server] = base
	}
}

// serverOf returns where an endpoint is: the root of its service, and the escaped
// path of that.
func (c *client) serverOf(e *Endpoint) (root *url.URL, path string, err error) {
	server := e.Server
	if other, ok := c.servers[server]; ok {
		server = other
	}
	switch {
	case server == "":
		return c.root, c.path, nil
	case server[0] == '/':
		return c.root, strings.TrimSuffix(server, "/"), nil
	}
	root, err = parseBase(server)
	if err != nil {
		return nil, "", err
	}
	return root, strings.TrimSuffix(root.EscapedPath(), "/"), nil
}
