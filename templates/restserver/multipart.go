package restserver

import (
	"io"
	"mime/multipart"

	"github.com/seed-349153d7/odagen/templates/api"
	"github.com/seed-349153d7/odagen/templates/internal/jsonstr"
	"github.com/seed-349153d7/odagen/templates/rest"
	"github.com/seed-349153d7/odagen/templates/shape"
	"github.com/seed-349153d7/odagen/templates/wire"
)

// maxFormMemory is how much of the files of a form is held in memory; the rest is
// in temporary files.
const maxFormMemory = 1 << 20

// readMultipart reads a form into the object that field leads to. Its files are open until
// the service has answered.
func (c *Call) readMultipart(field any) error {
	r := c.x.R
	if err := r.ParseMultipartForm(maxFormMemory); err != nil {
		return err
	}
	if err := c.x.CheckNames("form", len(r.MultipartForm.Value)+len(r.MultipartForm.File)); err != nil {
		return err
	}
	if files, ok := field.(*map[string]*api.File); ok {
		return c.readFiles(r.MultipartForm, files)
	}
	o, ok := wire.MakeObject(field)
	if !ok {
		return nil
	}
	properties := o.WireType().Properties
	for i, f := range wire.FieldsOf(o) {
		if properties[i].Flags&wire.ReadOnly != 0 {
			continue
		}
		name, _ := jsonstr.Unescape(nil, []byte(properties[i].Name))
		found, err := c.readPart(r.MultipartForm, string(name), f)
		if err != nil {
			return err
		}
		if !found && properties[i].Flags&wire.Required != 0 {
			return &api.ValueError{Pointer: "/" + wire.PointerToken(string(name)), Message: "the part is missing"}
		}
	}
	return nil
}

// readFiles reads a form of files with any names.
func (c *Call) readFiles(form *multipart.Form, to *map[string]*api.File) error {
	for name, files := range form.File {
		for _, file := range files {
			opened, err := c.openPart(file)
			if err != nil {
				return err
			}
			if *to == nil {
				*to = map[string]*api.File{}
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
	return &api.File{Name: header.Filename, ContentType: header.Header.Get("Content-Type"), Body: body}, nil
}

// readPart reads the parts called name into a field.
func (c *Call) readPart(form *multipart.Form, name string, field any) (found bool, err error) {
	files, texts := form.File[name], form.Value[name]
	if f, ok := field.(**api.File); ok {
		if len(files) == 0 {
			return false, nil
		}
		*f, err = c.openPart(files[0])
		return true, err
	}
	if list, ok := field.(*[]*api.File); ok && len(files) > 0 {
		for _, file := range files {
			opened, err := c.openPart(file)
			if err != nil {
				return true, err
			}
			*list = append(*list, opened)
		}
		return true, nil
	}
	for _, file := range files { // texts that are sent as files, as of a Blob
		text, err := textOf(file)
		if err != nil {
			return true, err
		}
		texts = append(texts, text)
	}
	if len(texts) == 0 {
		return false, nil
	}
	s := shape.Of(field)
	if media := c.route.endpoint.PartMedia(name); media != "" && rest.ContentOf(media) == rest.JSONContent {
		return true, c.decode([]byte(texts[0]), field)
	}
	if s.Kind == shape.List {
		return true, c.decode(s.List(nil, texts), field)
	}
	return true, c.decode(s.JSON(nil, texts[0]), field)
}

// decode reads the JSON text of a part.
func (c *Call) decode(text []byte, field any) error {
	if err := c.x.CheckJSON(text); err != nil {
		return err
	}
	return wire.DecodeAs(text, field, true)
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
