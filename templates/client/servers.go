package client

import (
	"slices"
	"strconv"
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
// that a variable cannot have is reported by each call. It is for the options of
// generated packages.
func WithServer(template string, variables ...ServerVariable) Option {
	return func(c *Config) {
		base := template
		for _, v := range variables {
			if v.Value == "" {
				v.Value = v.Default
			}
			if v.Values != nil && !slices.Contains(v.Values, v.Value) {
				c.fail("server " + template + ": " + v.Name + " cannot be " + strconv.Quote(v.Value) + ": want one of " + strings.Join(v.Values, ", "))
			}
			base = strings.ReplaceAll(base, "{"+v.Name+"}", v.Value)
		}
		c.BaseURL = base
	}
}

// WithServerAt makes the client find what is on a server of its own, by the URL or
// path that the description has for it, at base.
func WithServerAt(server, base string) Option {
	return func(c *Config) {
		if c.Servers == nil {
			c.Servers = map[string]string{}
		}
		c.Servers[server] = base
	}
}
