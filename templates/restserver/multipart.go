package restserver

import (
	"errors"
	"io"
	"maps"
	"mime/multipart"
	"slices"
	"strings"

	"github.com/seed-349153d7/odagen/templates/api"
	"github.com/seed-349153d7/odagen/templates/internal/jsonstr"
	"github.com/seed-349153d7/odagen/templates/rest"
	"github.com/seed-349153d7/odagen/templates/shape"
	"github.com/seed-349153d7/odagen/templates/wire"
)

// maxFormMemory is how much of the files of a form is held in memory; the rest is
// in temporary files.
const maxFormMemory = 1 << 20

// readMultipart reads a form into the value that field leads to. Its files are open until
// the service has answered.
func (c *Call) readMultipart(field any) error {
	r := c.x.R
	if err := r.ParseMultipartForm(maxFormMemory); err != nil {
		return err
	}
	form := r.MultipartForm
	if err := c.x.CheckNames("form", len(form.Value)+len(form.File)); err != nil {
		return err
	}
	if files, ok := field.(*map[string]*api.File); ok {
		return c.readFiles(form, files)
	}
	s := shape.Of(field)
	if s.Kind != shape.Object {
		return c.readTexts(form, field)
	}
	o, _ := wire.MakeObject(field)
	return c.readObject(form, s, o)
}

// readTexts reads a form without files.
func (c *Call) readTexts(form *multipart.Form, field any) error {
	texts := textsOf(form)
	for _, name := range slices.Sorted(maps.Keys(form.File)) {
		for _, file := range form.File[name] {
			text, err := textOf(file)
			if err != nil {
				return err
			}
			texts = append(texts, shape.Pair{Name: name, Text: text})
		}
	}
	return c.route.endpoint.DecodeParts(texts, field, c.x.CheckJSON)
}

// readObject reads a form into an object. Texts that it does not declare become undeclared
// members; there is no place for a file that it does not declare.
func (c *Call) readObject(form *multipart.Form, s shape.Shape, o wire.Object) error {
	texts := textsOf(form)
	escaped := rest.Escaped(texts)
	declared := map[string]bool{}
	properties := o.WireType().Properties
	for i, f := range wire.FieldsOf(o) {
		text, _ := jsonstr.Unescape(nil, []byte(properties[i].Name))
		name := string(text)
		declared[name] = true
		styled := c.route.endpoint.Styled(name)
		if styled != nil {
			member := s.Property(name)
			for _, q := range texts {
				declared[q.Name] = declared[q.Name] || styled.Takes(member, q.Name)
			}
		}
		if properties[i].Flags&wire.ReadOnly != 0 {
			continue
		}
		var found bool
		var err error
		if styled != nil {
			found, err = c.readStyled(styled, s.Property(name), escaped, f)
		} else {
			found, err = c.readPart(form, name, s.Property(name), f)
		}
		if err == nil && !found && properties[i].Flags&wire.Required != 0 {
			err = &api.ValueError{Pointer: "/" + wire.PointerToken(name), Message: "the part is missing"}
		}
		if err != nil {
			return err
		}
	}
	others := slices.DeleteFunc(texts, func(q shape.Pair) bool { return declared[q.Name] })
	text := s.Object(nil, others)
	if err := c.x.CheckJSON(text); err != nil {
		return err
	}
	return wire.EachPart(text, func(name string, value []byte) {
		wire.MembersOf(o).Set(name, api.Raw(value))
	})
}

// readStyled reads a member of a form that has a style.
func (c *Call) readStyled(p *rest.Param, s shape.Shape, pairs []shape.Pair, field any) (found bool, err error) {
	json, err := p.FromForm(s, pairs)
	if json == nil || err != nil {
		return false, err
	}
	return true, c.decode(json, field)
}

// readFiles reads a form of files with any names.
func (c *Call) readFiles(form *multipart.Form, to *map[string]*api.File) error {
	*to = map[string]*api.File{}
	for name, texts := range form.Value {
		(*to)[name] = &api.File{ContentType: "text/plain", Body: strings.NewReader(texts[0])}
	}
	for name, files := range form.File {
		for _, file := range files {
			opened, err := c.openPart(file)
			if err != nil {
				return err
			}
			(*to)[name] = opened
		}
	}
	return nil
}

func (c *Call) openPart(header *multipart.FileHeader) (*api.File, error) {
	body, err := header.Open()
	if err != nil {
		return nil, err
	}
	c.opened = append(c.opened, body)
	file := &api.File{Name: header.Filename, ContentType: header.Header.Get("Content-Type"), Body: body, Header: maps.Clone(header.Header)}
	for _, known := range []string{"Content-Type", "Content-Disposition"} {
		file.Header.Del(known)
	}
	return file, nil
}

// readPart reads the parts called name into a field, whose shape is s.
func (c *Call) readPart(form *multipart.Form, name string, s shape.Shape, field any) (found bool, err error) {
	if f, ok := field.(**api.File); ok {
		files, err := c.files(form, name, 1)
		if len(files) > 0 {
			*f = files[0]
		}
		return len(files) > 0, err
	}
	if list, ok := field.(*[]*api.File); ok {
		*list, err = c.files(form, name, len(form.File[name])+len(form.Value[name]))
		return len(*list) > 0, err
	}
	texts := form.Value[name]
	for _, file := range form.File[name] { // texts that are sent as files, as of a Blob
		text, err := textOf(file)
		if err != nil {
			return true, err
		}
		texts = append(texts, text)
	}
	if len(texts) == 0 {
		return false, nil
	}
	if media := c.route.endpoint.Part(name).Media; media != "" && rest.ContentOf(media) == rest.JSONContent && (s.Kind != shape.List || isArray(texts)) {
		return true, c.decode([]byte(texts[0]), field)
	}
	return true, c.decode(s.Texts(nil, texts), field)
}

// decode reads the JSON text of a part.
func (c *Call) decode(text []byte, field any) error {
	if err := c.x.CheckJSON(text); err != nil {
		return err
	}
	return wire.DecodeAs(text, field, true)
}

// files returns at most so many files called name. A part without a file name is one too
// (RFC 7578, 4.2); its header fields are not known.
func (c *Call) files(form *multipart.Form, name string, most int) (all []*api.File, err error) {
	for _, header := range form.File[name] {
		if len(all) == most {
			break
		}
		file, err := c.openPart(header)
		if err != nil {
			return nil, err
		}
		all = append(all, file)
	}
	for _, text := range form.Value[name] {
		if len(all) == most {
			break
		}
		all = append(all, &api.File{ContentType: "text/plain", Body: strings.NewReader(text)})
	}
	for _, file := range all {
		err = errors.Join(err, c.route.endpoint.Part(name).Check(file.Header))
	}
	return all, err
}

// isArray reports whether the only text is a JSON array.
func isArray(texts []string) bool {
	return len(texts) == 1 && strings.HasPrefix(strings.TrimSpace(texts[0]), "[")
}

// textsOf returns the names and texts of the parts that are no files, by name.
func textsOf(form *multipart.Form) (pairs []shape.Pair) {
	for _, name := range slices.Sorted(maps.Keys(form.Value)) {
		for _, text := range form.Value[name] {
			pairs = append(pairs, shape.Pair{Name: name, Text: text})
		}
	}
	return pairs
}

func textOf(header *multipart.FileHeader) (string, error) {
	f, err := header.Open()
	if err != nil {
		return "", err
	}
	defer f.Close()
	text, err := io.ReadAll(f)
	return string(text), err
}
