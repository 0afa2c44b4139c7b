package generator_test

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-349153d7/odagen/generator"
	"github.com/seed-349153d7/odagen/generator/internal/config"
	"github.com/seed-349153d7/odagen/generator/internal/diag"
)

const (
	partnersPath = "/deviceManagement/remoteAssistancePartners"
	partnerPath  = partnersPath + "/{remoteAssistancePartner-id}"
	startPath    = partnerPath + "/beginOnboarding"
)

type object = map[string]any

// edit is a change of spec/ and what it does to the exported Go: declarations that go
// and that come, by a part of them.
type edit struct {
	name       string
	do         func(doc object)
	gone, come []string
	codes      []string // of what is told
	locked     bool     // a lock is needed
}

var noList = []string{
	"func (UnimplementedRemoteAssistancePartnerService) List(",
	"RemoteAssistancePartnerSet) List(",
}

var edits = []edit{
	{name: "nothing", do: func(object) {}},
	{
		name: "more query and header parameters", codes: []string{"parameter-not-typed", "parameter-not-typed", "parameter-not-typed"},
		do: func(doc object) {
			for _, p := range []object{
				{"name": "includeDrafts", "in": "query", "schema": object{"type": "boolean"}},
				{"name": "X-Trace", "in": "header", "required": true, "schema": object{"type": "string"}},
				{"name": "$skiptoken", "in": "query", "schema": object{"type": "string"}},
				{"name": "Prefer", "in": "header", "schema": object{"type": "string"}},
				{"name": "session", "in": "cookie", "schema": object{"type": "string"}},
			} {
				list := operation(doc, partnersPath, "get")
				list["parameters"] = append(list["parameters"].([]any), p)
			}
		},
	},
	{
		name: "another answer of success",
		do: func(doc object) {
			for _, at := range [][2]string{{partnersPath, "get"}, {partnersPath, "post"}, {partnerPath, "get"}, {startPath, "post"}} {
				operation(doc, at[0], at[1])["responses"].(object)["202"] = object{"description": "Later."}
			}
		},
	},
	{
		name: "a body that may be absent",
		do: func(doc object) {
			operation(doc, partnersPath, "post")["requestBody"].(object)["required"] = false
			operation(doc, partnerPath, "patch")["requestBody"].(object)["required"] = false
		},
	},
	{
		name: "a second media type",
		do: func(doc object) {
			body := operation(doc, partnersPath, "post")["requestBody"].(object)["content"].(object)
			body["application/xml"] = object{"schema": object{"type": "string"}}
		},
	},
	{
		name: "no list", gone: noList,
		do: func(doc object) { delete(item(doc, partnersPath), "get") },
	},
	{
		name: "no path of the collection",
		gone: slices.Concat(noList, []string{
			"func (UnimplementedRemoteAssistancePartnerService) Create(",
			"func (r *RemoteAssistancePartnerSet) Create(",
		}),
		do: func(doc object) { delete(doc["paths"].(object), partnersPath) },
	},
	{
		name: "a broken reference in an answer of failure", gone: noList, codes: []string{"ref-not-found"},
		do: func(doc object) {
			operation(doc, partnersPath, "get")["responses"].(object)["default"] = object{"$ref": "#/components/responses/none"}
		},
	},
	{
		name:  "nothing but what has a fault tells the type",
		gone:  slices.Concat(noList, methods("Get", "Update", "Delete"), []string{"func (UnimplementedRemoteAssistancePartnerService) Create(", "func (r *RemoteAssistancePartnerSet) Create("}),
		codes: []string{"ref-not-found"},
		do: func(doc object) {
			operation(doc, partnersPath, "get")["responses"].(object)["default"] = object{"$ref": "#/components/responses/none"}
			delete(item(doc, partnersPath), "post")
			doc["paths"].(object)[partnerPath] = object{"parameters": item(doc, partnerPath)["parameters"]}
		},
	},
	{
		name: "no call by key", gone: methods("Get", "Update", "Delete"),
		do: func(doc object) {
			doc["paths"].(object)[partnerPath] = object{"parameters": item(doc, partnerPath)["parameters"]}
		},
	},
	{
		name: "an operation that OData has not", codes: []string{"beside-the-set"},
		come: []string{
			"func (UnimplementedOperations) DeviceManagementRemoteAssistancePartnersHead(",
			"func (r *Client) DeviceManagementRemoteAssistancePartnersHead(",
			"type DeviceManagementRemoteAssistancePartnersHeadParams struct",
			"type Operations interface",
			"type UnimplementedOperations struct",
		},
		do: func(doc object) {
			item(doc, partnersPath)["head"] = object{
				"operationId": "deviceManagement.remoteAssistancePartners.Head", "security": []any{},
				"responses": object{"204": object{"description": "Nothing."}},
			}
		},
	},
	{
		name: "an action with optional parameters",
		gone: []string{"type RemoteAssistancePartnerBeginOnboardingParams struct{}"},
		come: []string{"type RemoteAssistancePartnerBeginOnboardingParams struct { Comment", "BeginOnboardingParams) Wire"},
		do: func(doc object) {
			operation(doc, startPath, "post")["requestBody"] = object{"content": object{"application/json": object{
				"schema": object{"type": "object", "properties": object{"comment": object{"type": "string"}}},
			}}}
		},
	},
	{
		name: "other names of keys",
		do: func(doc object) {
			paths := doc["paths"].(object)
			for _, path := range slices.Collect(maps.Keys(paths)) {
				value := paths[path]
				delete(paths, path)
				paths[strings.Replace(path, "{remoteAssistancePartner-id}", "{id}", 1)] = value
			}
			doc["components"].(object)["parameters"].(object)["remoteAssistancePartner-id"].(object)["name"] = "id"
		},
	},
	{
		name: "a key behind a step", locked: true,
		come: []string{"DeviceManagementGet", "type UnimplementedOperations struct"},
		do: func(doc object) {
			doc["paths"].(object)["/deviceManagement/{id}"] = object{"get": object{
				"operationId": "deviceManagement.Get", "security": []any{},
				"parameters": []any{object{"name": "id", "in": "path", "required": true, "schema": object{"type": "string"}}},
				"responses": object{"200": object{"description": "A part.", "content": object{"application/json": object{
					"schema": object{"type": "object", "properties": object{"id": object{"type": "string"}}},
				}}}},
			}}
		},
	},
	{
		name: "nothing but an action is left", locked: true,
		gone: slices.Concat(noList, methods("Get", "Update", "Delete", "Disconnect"), []string{"RemoteAssistancePartnerService) Create(", "RemoteAssistancePartnerSet) Create(", "type RemoteAssistancePartnerDisconnectParams struct"}),
		do: func(doc object) {
			paths := doc["paths"].(object)
			maps.DeleteFunc(paths, func(path string, _ any) bool { return path != startPath })
		},
	},
	{name: "no mark", do: func(doc object) { delete(doc, "x-odata-version") }},
}

// methods are those of a Ref and of a service that does not implement them.
func methods(names ...string) []string {
	var all []string
	for _, name := range names {
		all = append(all, "func (UnimplementedRemoteAssistancePartnerService) "+name+"(", "func (r *RemoteAssistancePartnerRef) "+name+"(")
	}
	return all
}

func item(doc object, path string) object { return doc["paths"].(object)[path].(object) }

func operation(doc object, path, method string) object { return item(doc, path)[method].(object) }

// TestTheFormOfAnAPINeverFlips changes spec/ in ways that services change and break
// theirs, with the lock of an earlier run and without. What the change says goes and
// comes; all else that callers name stays. The interface of the service and what holds
// it are left out, as they list the methods.
func TestTheFormOfAnAPINeverFlips(t *testing.T) {
	text, err := os.ReadFile("../spec/remoteassistance.openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	base := t.TempDir()
	before, _ := edited(t, string(text), base, func(object) {})
	for _, e := range edits {
		for _, kept := range []bool{false, true} {
			if e.locked && !kept {
				continue
			}
			name := e.name + ", first run"
			dir := t.TempDir()
			if kept {
				name = e.name + ", with a lock"
				if err := os.CopyFS(dir, os.DirFS(base)); err != nil {
					t.Fatal(err)
				}
			}
			t.Run(name, func(t *testing.T) {
				after, codes := edited(t, string(text), dir, e.do)
				var gone, come []string
				for _, line := range before {
					if !slices.Contains(after, line) {
						gone = append(gone, line)
					}
				}
				for _, line := range after {
					if !slices.Contains(before, line) {
						come = append(come, line)
					}
				}
				compare(t, "gone", e.gone, gone)
				compare(t, "come", e.come, come)
				if diff := cmp.Diff(e.codes, codes); diff != "" {
					t.Errorf("diagnostics (-want +got):\n%s", diff)
				}
			})
		}
	}
}

// edited returns the exported declarations of what is generated into dir, and the codes
// of what is told.
func edited(t *testing.T, text, dir string, do func(object)) (decls, codes []string) {
	t.Helper()
	var doc object
	if err := yaml.Load([]byte(text), &doc); err != nil {
		t.Fatal(err)
	}
	do(doc)
	data, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	source := filepath.Join(dir, "spec.json")
	writeFile(t, source, string(data))
	_, diags := generator.Generate(generator.Config{Targets: []config.Target{{
		Source: source, Output: filepath.Join(dir, "out"), Package: "graph",
		Emit:    []string{config.Models, config.Client, config.Server},
		Runtime: config.Runtime{Import: "github.com/seed-349153d7/odagen/templates"},
	}}}, generator.Options{})
	for _, d := range diags.Sorted() {
		if d.Severity == diag.Error {
			t.Error(d.Error())
		}
		codes = append(codes, d.Code)
	}
	for line := range strings.SplitSeq(exported(t, filepath.Join(dir, "out")), "\n") {
		if !strings.HasPrefix(line, "type RemoteAssistancePartnerService interface") && !strings.HasPrefix(line, "type Services struct") {
			decls = append(decls, line)
		}
	}
	return decls, codes
}

// compare compares parts of lines with lines.
func compare(t *testing.T, what string, want, got []string) {
	t.Helper()
	for i, line := range got {
		for _, w := range want {
			if strings.Contains(line, w) {
				got[i] = w
				break
			}
		}
	}
	got = slices.Compact(slices.Sorted(slices.Values(got)))
	if diff := cmp.Diff(slices.Sorted(slices.Values(want)), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}
