package convert

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/csdl"
	"github.com/seed-349153d7/odagen/generator/internal/diag"
)

// OpenAPIOptions say what of a service CSDL does not tell.
type OpenAPIOptions struct {
	Version string // of OpenAPI: "3.1.0" or "3.0.2"
	Server  string // the URL of the service root, without a slash at the end
	Levels  int    // how many navigation properties follow each other in a path
}

// The defaults of OpenAPIOptions.
const (
	DefaultServer = "https://localhost/service-root"
	DefaultLevels = 4
)

// maxPaths is how many paths an OpenAPI document may have: each level of
// navigation multiplies them.
const maxPaths = 50_000

// OpenAPI returns the service that the document describes as OpenAPI, by the
// mapping of OASIS (OData to OpenAPI Mapping 1.0). It adds to the annotations of
// the document and to diags.
func OpenAPI(in Input, opts OpenAPIOptions, diags *diag.List) []byte {
	w := &openAPI{
		edm: newEDM(in.Document), opts: opts, v31: strings.HasPrefix(opts.Version, "3.1"), diags: diags,
		json: newJSONWriter(in), paths: obj(), wanted: map[wantedSchema]bool{},
		walks: map[string]*walk{}, steps: map[string][]step{},
	}
	if w.version == "4.0" {
		w.prefix, w.odata = "$", "odata."
	}
	if w.container != nil {
		w.notes = w.container.Annotations
		w.keyAsSegment = is(w.notes, capabilities+"KeyAsSegmentSupported")
		w.addPaths()
	}
	root := obj("openapi", opts.Version, "info", w.info())
	if w.container != nil {
		root.set("x-odata-version", w.version) // who reads it need not guess that it is OData
		root.set("servers", array{obj("url", opts.Server)})
		root.set("tags", w.tags())
	}
	root.set("paths", w.paths)
	components := obj("schemas", w.schemas())
	if w.container != nil {
		components.set("parameters", w.parameters())
		components.set("responses", obj("error", obj("description", "Error", "content", jsonContent(w.local("error")))))
	}
	root.set("components", components)
	w.secure(root, components)
	if w.tooMany || len(w.paths.names) > maxPaths {
		diags.Add(diag.Diagnostic{
			Code: "too-many-paths", Pos: in.Pos, Message: fmt.Sprintf("the service has more than %d paths", maxPaths),
			Hint: "lower --levels",
		})
	}
	return printJSON(root)
}

// openAPI makes an OpenAPI document of an entity data model.
type openAPI struct {
	*edm
	opts  OpenAPIOptions
	v31   bool
	diags *diag.List
	json  *jsonWriter // for values of annotations

	prefix       string // of system query options
	odata        string // of annotations in payloads
	notes        []*csdl.Annotation
	keyAsSegment bool

	walks   map[string]*walk  // what walks found
	steps   map[string][]step // navigation properties by type
	tooMany bool              // more steps than paths can follow

	paths  *object
	wanted map[wantedSchema]bool
	queue  []wantedSchema
	geo    bool // a geo point is used
	binds  bool // an entity reference is used
}

func (w *openAPI) info() *object {
	if w.container == nil {
		return obj("title", "OData CSDL document", "description", "", "version", noVersion)
	}
	brackets := strings.NewReplacer("(", "%28", ")", "%29")
	title := first(textOf(w.notes, core+"Description"), textOf(w.schema.Annotations, core+"Description"),
		"Service for namespace "+w.schema.Namespace)
	description := first(textOf(w.notes, core+"LongDescription"), textOf(w.schema.Annotations, core+"LongDescription"),
		"This service is located at ["+w.opts.Server+"/]("+brackets.Replace(w.opts.Server)+"/)")
	return obj("title", title, "description", description, "version", first(textOf(w.schema.Annotations, core+"SchemaVersion"), noVersion))
}

// noVersion stands for the version of a service that does not say its own:
// validators refuse an empty one.
const noVersion = "0.0.0"

// first returns the first text that is not empty.
func first(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}

func (w *openAPI) tags() array {
	tags := array{}
	for _, p := range containerParts(w.container) {
		set, ok := p.part.(*csdl.EntitySet)
		if !ok {
			continue
		}
		tag := obj("name", set.Name)
		description := textOf(set.Annotations, core+"Description")
		if t := w.structs[set.Type]; t != nil && description == "" {
			description = textOf(t.Annotations, core+"Description")
		}
		tag.setIf("description", description)
		tags = append(tags, tag)
	}
	return tags
}

// basePath is the path of the service root.
func (w *openAPI) basePath() string {
	u, err := url.Parse(w.opts.Server)
	if err != nil {
		return ""
	}
	return u.Path
}

// jsonContent returns the content of a body in JSON.
func jsonContent(schema any) *object {
	return obj("application/json", obj("schema", schema))
}

// parameters are those that do not depend on types.
func (w *openAPI) parameters() *object {
	query := func(name, description, typ string) *object {
		return obj("name", w.prefix+name, "in", "query", "description", description, "schema", obj("type", typ))
	}
	count := func(name, title, verb string) *object {
		p := query(name, verb+" n items, see ["+title+"]("+protocol+name+")", "integer")
		p.set("schema", obj("type", "integer", "minimum", number("0")))
		return p
	}
	top := count("top", "Paging - Top", "Show only the first")
	top.set("example", number("50"))
	all := obj(
		"top", top,
		"skip", count("skip", "Paging - Skip", "Skip the first"),
		"count", query("count", "Include count of items, see [Count]("+protocol+"count)", "boolean"),
		"search", query("search", "Search items by search phrases, see [Searching]("+protocol+"search)", "string"),
	)
	if w.canApply() {
		all.set("apply", query("apply", "Apply basic grouping and aggregation functionality, see [Aggregation]("+aggregation+")", "string"))
	}
	return all
}

func (w *openAPI) canApply() bool {
	return is(w.notes, "Org.OData.Aggregation.V1.ApplySupported")
}

// The pages of the OData specification that descriptions refer to.
const (
	part1       = "http://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part1-protocol.html"
	securePart1 = "https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part1-protocol.html"
	protocol    = part1 + "#sec_SystemQueryOption"
	aggregation = "http://docs.oasis-open.org/odata/odata-data-aggregation-ext/v4.0/odata-data-aggregation-ext-v4.0.html"
)

// addBatch adds the path for batch requests.
func (w *openAPI) addBatch() {
	support := recordOf(w.notes, capabilities+"BatchSupport")
	if isFalse(noteOf(w.notes, capabilities+"BatchSupported")) || !support.notFalse("Supported") {
		return
	}
	firstSet := "undefined"
	for _, p := range containerParts(w.container) {
		if set, ok := p.part.(*csdl.EntitySet); ok && !set.Singleton {
			firstSet = set.Name
			break
		}
	}
	text := obj("type", "string")
	w.paths.set("/$batch", obj("post", obj(
		"summary", first(support.note(core+"Description"), "Send a group of requests"),
		"description", first(support.note(core+"LongDescription"),
			"Group multiple requests into a single request payload, see [Batch Requests]("+part1+"#sec_BatchRequests).")+
			"\n\n*Please note that \"Try it out\" is not supported for this request.*",
		"tags", array{"Batch Requests"},
		"requestBody", obj("required", true, "description", "Batch request", "content", obj(
			"multipart/mixed;boundary=request-separator", obj("schema", text, "example",
				"--request-separator\nContent-Type: application/http\nContent-Transfer-Encoding: binary\n\nGET "+firstSet+
					" HTTP/1.1\nAccept: application/json\n\n\n--request-separator--"),
		)),
		"responses", obj(
			"200", obj("description", "Batch response", "content", obj("multipart/mixed", obj("schema", text, "example",
				"--response-separator\nContent-Type: application/http\n\nHTTP/1.1 200 OK\nContent-Type: application/json\n\n{...}\n--response-separator--"))),
			"4XX", errorResponse(),
		),
	)))
}

func errorResponse() *object { return obj("$ref", "#/components/responses/error") }
