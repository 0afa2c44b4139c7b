package odataserver

import (
	"context"
	"net/http"

	"github.com/seed-349153d7/odagen/templates/api"
)

// ContentRoute answers GET of a stream property, or of "$value" of a media entity, with
// what get returns, which is closed; with 204 for nil. Content that can seek is sent in
// ranges.
func ContentRoute(name string, get func(ctx context.Context, key string) (*api.Content, error)) Route {
	return Route{method: http.MethodGet, name: name, verb: contentVerb("Get", name), anyway: true, serve: func(ctx context.Context, c *call) error {
		content, err := get(ctx, c.key(0))
		return c.content(content, err)
	}}
}

// SetContentRoute answers PUT of a stream property, or of "$value" of a media entity,
// with 204. The content is the body of the request as it comes.
func SetContentRoute(name string, set func(ctx context.Context, key string, content *api.Content) error) Route {
	return Route{method: http.MethodPut, name: name, verb: contentVerb("Set", name), anyway: true, serve: func(ctx context.Context, c *call) error {
		content, err := c.Upload()
		if err != nil {
			return err
		}
		return c.empty(set(ctx, c.key(0), content))
	}}
}

// contentVerb is what the operation of content is called: "Get photo", or "GetContent"
// for that of the entity itself.
func contentVerb(verb, name string) string {
	if name == "$value" {
		return verb + "Content"
	}
	return verb + " " + name
}

// ContentSingleRoute is ContentRoute without a key.
func ContentSingleRoute(name string, get func(context.Context) (*api.Content, error)) Route {
	return ContentRoute(name, func(ctx context.Context, _ string) (*api.Content, error) { return get(ctx) })
}

// SetContentSingleRoute is SetContentRoute without a key.
func SetContentSingleRoute(name string, set func(ctx context.Context, content *api.Content) error) Route {
	return SetContentRoute(name, func(ctx context.Context, _ string, content *api.Content) error { return set(ctx, content) })
}

// content answers with content; with 204 for nil.
func (c *call) content(content *api.Content, err error) error {
	if err != nil {
		if content != nil && content.ReadCloser != nil {
			_ = content.Close() // the error says more
		}
		return err
	}
	c.W.Header()["Odata-Version"] = version
	return c.Content(http.StatusOK, "", content)
}
