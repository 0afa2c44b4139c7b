package generator_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/seed-349153d7/odagen/generator"
	"github.com/seed-349153d7/odagen/generator/internal/changes"
	"github.com/seed-349153d7/odagen/generator/internal/config"
	"github.com/seed-349153d7/odagen/internal/corpus"
)

// levelNames are the levels of the recorded verdicts as ours.
var levelNames = map[string]string{"err": "breaking", "warn": "dangerous", "info": "safe", "none": "none"}

// The reasons why a verdict is another one.
const (
	leftOut    = "both documents have a fault in the operation, which is left out: it is in no generated package to be compared"
	textAlone  = "what changes is the form of a description or a name that is not on the wire: without effect for us"
	extension  = "an extension, which odagen does not read"
	mediaNamed = "a client that asks for application/json does not get it any more"
	oneItem    = "odagen sends a list, and one item without its brackets does not fit it"
	removed    = "a parameter that is not described any more may be refused; the other tool tells of those that are new alone"
	rules      = "a rule that is gone lets values come that did not come before"
)

// whyOther has the pairs whose recorded verdict is not ours, with the reason.
var whyOther = map[string]string{
	"checker_add_new_media_type_revision__add_new_media_type_name_modified":                                                                      mediaNamed,
	"checker_add_new_media_type_revision__add_new_media_type_params_modified":                                                                    mediaNamed,
	"checker_prefix_items_added_base__prefix_items_added_revision":                                                                               rules,
	"checker_prefix_items_added_revision__prefix_items_added_base":                                                                               rules,
	"checker_request_body_max_set_base__request_body_max_set_revision":                                                                           leftOut,
	"checker_request_param_multitype_to_array_31_base__request_param_multitype_to_array_31_revision":                                             oneItem,
	"checker_request_param_scalar_to_array_31_base__request_param_scalar_to_array_31_revision":                                                   oneItem,
	"checker_request_parameter_became_enum_base__request_parameter_became_enum_revision":                                                         leftOut,
	"checker_request_parameter_extensible_enum_base__request_parameter_extensible_enum_revision":                                                 extension,
	"checker_request_parameter_min_increased_base__request_parameter_min_increased_revision":                                                     leftOut,
	"checker_request_parameter_min_increased_revision__request_parameter_min_increased_base":                                                     leftOut,
	"checker_request_property_all_of_annotation_only_added_at_property_base__request_property_all_of_annotation_only_added_at_property_revision": textAlone,
	"checker_request_property_all_of_annotation_only_added_base__request_property_all_of_annotation_only_added_revision":                         textAlone,
	"checker_request_property_all_of_inline_added_base__request_property_all_of_inline_added_revision":                                           "the part that is new has one optional property, which clients need not send",
	"checker_request_property_extensible_enum_base__request_property_extensible_enum_revision":                                                   extension,
	"checker_request_xml_type_compatible_base__request_xml_type_compatible_revision":                                                             "a body of XML is bytes for odagen, whatever its schema",
	"checker_response_property_all_of_removed_base__response_property_all_of_removed_revision":                                                   rules,
	"checker_response_property_one_of_removed_base__response_property_one_of_removed_revision":                                                   rules,
	"checker_response_xml_type_compatible_base__response_xml_type_compatible_revision":                                                           "a body of XML is bytes for odagen, whatever its schema",
	"checker_sub_schema_added_property_revision__sub_schema_added_property_base":                                                                 "conditions that have changed let other values be valid",
	"common-params_params_in_path__no_params":                                                                                                    removed,
	"common-params_params_in_path__params_in_op":                                                                                                 "a parameter of a path counts for each of its operations: nothing has changed",
	"composed_base_spec1__spec2":                                                             textAlone,
	"deprecation_base-beta-stability__base-alpha-stability":                                  extension,
	"explode-params_partial-base__partial-exploded":                                          "one parameter with the properties of an object has taken the place of several with their names: true, and not seen",
	"request_params_base__optional-request-params":                                           removed,
	"required-properties_request-new-required-prop-base__request-new-required-prop-revision": "what is required and not declared has to be sent all the same",
	"required-properties_write-only-delete-partial-base__write-only-delete-partial-revision": "what is required and not declared any more has to be sent all the same",
	"version_base__revision":                                                                 "a document without paths describes no operation",
	"x-of_inline-ref-standalone-add-base__inline-ref-standalone-add-revision":                "alternatives where there were none are a new rule",
	"x-of_multi-refs-base__multi-refs-revision":                                              leftOut,
}

// The verdicts about the wire stand beside those that another tool has recorded for its own
// pairs of documents: the worst change of each.
func TestVerdictsAboutTheWireStandBesideThoseOfOthers(t *testing.T) {
	dir := filepath.Join(corpus.Dir(t), "openapi-diff")
	table, err := os.ReadFile(filepath.Join(dir, "PAIRS.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	var agree, all int
	var rows strings.Builder
	for _, line := range strings.Split(strings.TrimSpace(string(table)), "\n")[1:] {
		cols := strings.Split(line, "\t")
		pair, was, is, want := cols[0], cols[1], cols[2], levelNames[cols[3]]
		got, texts := worstOnWire(filepath.Join(dir, was), filepath.Join(dir, is))
		all++
		switch why, known := whyOther[pair]; {
		case got == want && known:
			t.Errorf("%s: is %s on both sides, and has a reason why not", pair, got)
		case got == want:
			agree++
		case !known:
			t.Errorf("%s: recorded %s, ours %s: %s || %s", pair, want, got, cols[4], texts)
		default:
			fmt.Fprintf(&rows, "| %s | %s | %s | %s |\n", pair, want, got, why)
		}
	}
	text := fmt.Sprintf("# Verdicts about the wire\n\n`go test ./generator -run VerdictsAboutTheWire -update`: of %d pairs of documents the worst change has the\nverdict that oasdiff 1.36.0 has recorded for %d (err is breaking, warn dangerous, info safe). The others:\n\n| pair | recorded | odagen | why |\n|---|---|---|---|\n%s", all, agree, rows.String())
	const file = "testdata/WIRE_VERDICTS.md"
	if *update {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if have, err := os.ReadFile(file); err != nil || string(have) != text {
		t.Errorf("%s is not what comes out now (%v): run the test with -update", file, err)
	}
}

func worstOnWire(was, is string) (string, string) {
	d, diags := generator.Diff(was, is, config.Flags{})
	defer d.Close()
	if diags.HasErrors() {
		return "unreadable", fmt.Sprint(diags.Sorted()[0])
	}
	worst := changes.None
	var texts []string
	for _, c := range d.Changes {
		worst = max(worst, c.Wire)
		if len(texts) < 6 {
			texts = append(texts, c.Wire.String()+" "+c.Text)
		}
	}
	return worst.String(), strings.Join(texts, "; ")
}
