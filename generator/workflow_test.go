package generator_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
)

// The scripts of the GitHub action and of the GitLab template check, compare with the base
// and post the report: each is run as it stands, with programs in the place of those that
// reach out.
func TestWorkflowsCheckCompareAndPost(t *testing.T) {
	if testing.Short() {
		t.Skip("it builds the command")
	}
	odagen := filepath.Join(t.TempDir(), "odagen")
	if out, err := exec.Command("go", "build", "-o", odagen, "./cmd/odagen").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	var action struct {
		Runs struct{ Steps []struct{ Run string } }
	}
	readYAML(t, "../action.yml", &action)
	var template map[string]any
	readYAML(t, "../workflow/gitlab-ci.yml", &template)
	job := func(name string) string {
		script := template[name].(map[string]any)["script"].([]any)
		return script[0].(string)
	}
	for _, w := range []struct {
		name, check, diff string
		env               []string
		posted            string // by which program
	}{
		{
			"github", action.Runs.Steps[0].Run, action.Runs.Steps[1].Run,
			[]string{"CONFIG=odagen.yaml", "BASE=main", "COMMENT=true", "PULL_REQUEST=https://example.com/1", "REPORT=odagen.md", "GITHUB_STEP_SUMMARY=summary.md", "FAIL_ON=go:breaking", "ALLOW="},
			"gh pr comment https://example.com/1 --body-file odagen.md --edit-last --create-if-none",
		},
		{
			"gitlab", job("odagen-check"), job("odagen-diff"),
			[]string{"ODAGEN_CONFIG=odagen.yaml", "CI_MERGE_REQUEST_DIFF_BASE_SHA=main", "ODAGEN_TOKEN=t", "ODAGEN_FAIL_ON=go:breaking", "CI_API_V4_URL=https://example.com", "CI_PROJECT_ID=1", "CI_MERGE_REQUEST_IID=2"},
			"curl --fail --silent --show-error --request POST --header PRIVATE-TOKEN: t --data-urlencode body@odagen.md https://example.com/projects/1/merge_requests/2/notes",
		},
	} {
		t.Run(w.name, func(t *testing.T) {
			dir := project(t, odagen)
			run := func(script string) (int, string) {
				cmd := exec.Command("bash", "-e", "-c", script)
				cmd.Dir = dir
				cmd.Env = append(os.Environ(), append(w.env, "ODAGEN="+odagen, "PATH="+filepath.Join(dir, "bin")+":"+os.Getenv("PATH"))...)
				out, err := cmd.CombinedOutput()
				if err != nil && cmd.ProcessState == nil {
					t.Fatal(err)
				}
				return cmd.ProcessState.ExitCode(), string(out)
			}
			if status, out := run(w.check); status != 1 || !strings.Contains(out, "odagen generate") {
				t.Errorf("check of what is stale: %d\n%s", status, out)
			}
			if status, out := run(w.diff); status != 5 {
				t.Errorf("diff of a breaking change: %d\n%s", status, out)
			}
			if report := read(t, filepath.Join(dir, "odagen.md")); !strings.Contains(report, "### API changes: `git:main:odagen.yaml` → `odagen.yaml`") || !strings.Contains(report, "the property name of Pet is gone") {
				t.Errorf("the report is\n%s", report)
			}
			if posted := strings.TrimSpace(read(t, filepath.Join(dir, "posted"))); posted != w.posted {
				t.Errorf("posted by\n%s\nwant\n%s", posted, w.posted)
			}
		})
	}
}

// project is a repository in which a property went after what is generated was committed.
func project(t *testing.T, odagen string) string {
	t.Helper()
	dir := t.TempDir()
	const document = `openapi: 3.0.3
info: {title: pets, version: "1"}
paths:
  /pets: {get: {operationId: getPet, responses: {"200": {description: OK, content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}}}}
components:
  schemas:
    Pet: {type: object, properties: {name: {type: string}, id: {type: string}}}
`
	post := "#!/bin/sh\necho \"$(basename \"$0\") $*\" > posted\n"
	for name, text := range map[string]string{
		"go.mod": "module example.com/pets\n\ngo 1.26\n", "pets.yaml": document,
		"odagen.yaml": "version: 1\ntargets:\n  - {source: pets.yaml, output: pets}\n",
		"bin/gh":      post, "bin/curl": post,
	} {
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for _, args := range [][]string{
		{odagen, "generate"},
		{"git", "init", "-q", "-b", "main"},
		{"git", "add", "-A"},
		{"git", "-c", "user.name=n", "-c", "user.email=e@example.com", "commit", "-q", "-m", "first"},
	} {
		cmd := exec.Command(args[0], args[1:]...)
		cmd.Dir = dir
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v: %v\n%s", args, err, out)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "pets.yaml"), []byte(strings.Replace(document, "name: {type: string}, ", "", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

func readYAML(t *testing.T, file string, into any) {
	t.Helper()
	if err := yaml.Unmarshal([]byte(read(t, file)), into); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
