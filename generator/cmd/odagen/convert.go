package main

import (
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/seed-349153d7/odagen/generator/internal/convert"
	"github.com/seed-349153d7/odagen/generator/internal/csdl"
	"github.com/seed-349153d7/odagen/generator/internal/diag"
	"github.com/seed-349153d7/odagen/generator/internal/source"
)

// conversion is the flags of the command convert.
type conversion struct {
	source, to, output string
	openAPI            string
	server             string
	levels             int
}

// formats are what convert writes.
var formats = []string{"csdl-json", "csdl-xml", "openapi"}

// openAPIVersions has the version that a document says, by that of the flag.
var openAPIVersions = map[string]string{"3.1": "3.1.0", "3.0": "3.0.2"}

func newConvert() *cobra.Command {
	var c conversion
	cmd := &cobra.Command{
		Use:   "convert",
		Short: "Convert a CSDL document: XML to JSON, JSON to XML, either to OpenAPI",
		Long: `Convert reads an OData CSDL document, in XML or in JSON, and writes it in the other
of these formats, or as an OpenAPI description of the service.

It writes to the standard output, or with --output to a file, which is replaced as a
whole. The file that it reads is never overwritten.`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := c.check(cmd); err != nil {
				return err
			}
			diags := new(diag.List)
			text := c.convert(diags)
			said := finish(cmd, diags)
			if text == nil || said != nil && !errors.Is(said, errPartial) {
				return said
			}
			if err := c.write(cmd, text); err != nil {
				return err
			}
			return said
		},
	}
	f := cmd.Flags()
	f.StringVar(&c.source, "source", "", "the CSDL `document` to convert")
	f.StringVar(&c.to, "to", "", "the `format` to convert to: csdl-json, csdl-xml or openapi (default: the CSDL format that the source has not)")
	f.StringVar(&c.output, "output", "", "the `file` to write (default: the standard output)")
	f.StringVar(&c.openAPI, "openapi-version", "3.1", "the `version` of OpenAPI: 3.1 or 3.0")
	f.StringVar(&c.server, "base-url", convert.DefaultServer, "the `URL` of the service, for OpenAPI")
	f.IntVar(&c.levels, "levels", convert.DefaultLevels, "how many navigation properties follow each other in a path of OpenAPI")
	return cmd
}

// check reports wrong usage.
func (c *conversion) check(cmd *cobra.Command) error {
	if c.source == "" {
		return &usageError{message: "convert needs --source"}
	}
	if cmd.Flags().Changed("to") && !contains(formats, c.to) {
		return &usageError{message: fmt.Sprintf("--to %q is not a format", c.to), hint: "formats are " + diag.Quoted(formats)}
	}
	if c.to != "openapi" {
		if flag := firstSet(cmd, []string{"openapi-version", "base-url", "levels"}); flag != "" {
			return &usageError{message: "--" + flag + " needs --to openapi"}
		}
	}
	if openAPIVersions[c.openAPI] == "" {
		return &usageError{message: fmt.Sprintf("--openapi-version %q is not one that odagen writes", c.openAPI), hint: `write "3.1" or "3.0"`}
	}
	if u, err := url.Parse(c.server); err != nil || u.Scheme == "" || u.Host == "" {
		return &usageError{message: fmt.Sprintf("--base-url %q is not an absolute URL", c.server), hint: "write it like " + convert.DefaultServer}
	}
	if c.levels < 0 {
		return &usageError{message: fmt.Sprintf("--levels %d is negative", c.levels)}
	}
	if sameFile(c.source, c.output) {
		return &usageError{message: "--output is the file that --source names", hint: "write to another file"}
	}
	return nil
}

func contains(words []string, word string) bool {
	for _, w := range words {
		if w == word {
			return true
		}
	}
	return false
}

// sameFile tells whether both paths lead to one file that is there.
func sameFile(a, b string) bool {
	first, err := os.Stat(a)
	if err != nil || b == "" {
		return false
	}
	second, err := os.Stat(b)
	return err == nil && os.SameFile(first, second)
}

// convert returns the converted document; diags has errors when there is none.
func (c *conversion) convert(diags *diag.List) []byte {
	doc := source.Open(c.source, diag.Position{}, diags)
	if doc == nil {
		return nil
	}
	if doc.Kind != source.CSDLXML && doc.Kind != source.CSDLJSON {
		diags.Add(diag.Diagnostic{
			Code: "not-csdl", Pos: doc.At, Message: fmt.Sprintf("the document is %s; convert reads CSDL", doc.Kind),
			Hint: "name the metadata document of an OData service",
		})
		return nil
	}
	to := c.to
	if to == "" {
		to = "csdl-json"
		if doc.Kind == source.CSDLJSON {
			to = "csdl-xml"
		}
	}
	var tree *csdl.Document
	if to == "openapi" {
		tree = csdl.Checked(doc, source.Allowed(filepath.Dir(doc.Path)), diags)
	} else {
		tree = csdl.Parse(doc, diags)
	}
	if tree == nil || diags.HasErrors() {
		return nil
	}
	in := convert.Input{Document: tree, Kind: doc.Kind}
	switch to {
	case "csdl-json":
		return convert.CSDLJSON(in, diags)
	case "csdl-xml":
		return convert.CSDLXML(in, diags)
	}
	return convert.OpenAPI(in, convert.OpenAPIOptions{
		Version: openAPIVersions[c.openAPI], Server: strings.TrimSuffix(c.server, "/"), Levels: c.levels,
	}, diags)
}

// write writes the converted document to where it goes.
func (c *conversion) write(cmd *cobra.Command, text []byte) error {
	if c.output == "" {
		if _, err := cmd.OutOrStdout().Write(text); err != nil {
			return errFailed
		}
		return nil
	}
	if err := replaceFile(c.output, text); err != nil {
		var pathErr *fs.PathError
		if errors.As(err, &pathErr) {
			err = pathErr.Err
		}
		diags := new(diag.List)
		diags.Add(diag.Diagnostic{
			Code: "not-written", Pos: diag.Position{File: c.output}, Message: err.Error(), Hint: "check the directory and its permissions",
		})
		return finish(cmd, diags)
	}
	return nil
}

// replaceFile writes a file beside path and renames it, so that path is there
// as a whole or not at all.
func replaceFile(path string, text []byte) (err error) {
	temp, err := os.CreateTemp(filepath.Dir(path), ".odagen-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = temp.Close()
			_ = os.Remove(temp.Name())
		}
	}()
	if _, err = temp.Write(text); err != nil {
		return err
	}
	if err = temp.Chmod(0o644); err != nil {
		return err
	}
	if err = temp.Close(); err != nil {
		return err
	}
	return os.Rename(temp.Name(), path)
}
