package odata

import (
	"io"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"strings"
)

// objectField is a wrapper that leads to an object.
type objectField interface {
	object() Object // nil when there is none
	make() Object   // a new one, which the field then holds
}

func (f objectValue[T]) object() Object {
	if any(*f.to) == any(*new(T)) {
		return nil
	}
	return *f.to
}

func (f objectValue[T]) make() Object {
	o := (*f.to).ODataType().New()
	*f.to = o.(T)
	return o
}

// elements and names are what wrappers of lists and maps can do in forms.
type (
	elements interface {
		each(do func(field any))
		add() any
		files() bool // whether the items are files
	}
	entries interface {
		eachName(do func(name string, field any))
		set(name string, read func(field any) error) error
	}
)

// multipartBody returns the form that field leads to, which is written while it is
// read, and its Content-Type. It is nil when there is none.
func (e *Endpoint) multipartBody(field any) (body io.Reader, contentType string) {
	parts := formParts(field)
	if parts == nil {
		return nil, ""
	}
	var form *multipart.Writer
	b := newPipedBody(func(io.Writer) error {
		err := parts(func(name string, field any) error { return e.writePart(form, name, field) })
		if err == nil {
			err = form.Close()
		}
		return err
	})
	form = multipart.NewWriter(b.w)
	return b, form.FormDataContentType()
}

// formParts returns a function that calls write for each part of a form.
func formParts(field any) func(write func(name string, field any) error) error {
	if m, ok := field.(entries); ok {
		return func(write func(string, any) error) (err error) {
			m.eachName(func(name string, f any) {
				if err == nil {
					err = write(name, f)
				}
			})
			return err
		}
	}
	f, ok := field.(objectField)
	if !ok {
		return nil
	}
	o := f.object()
	if o == nil {
		return nil
	}
	return func(write func(string, any) error) error {
		properties := o.ODataType().Properties
		for i, f := range o.ODataFields(nil)[1:] {
			if properties[i].Flags&ReadOnly != 0 {
				continue
			}
			name, _ := unescape(nil, []byte(properties[i].Name))
			if err := write(string(name), f); err != nil {
				return err
			}
		}
		return nil
	}
}

// writePart writes a part: a file, a text, or JSON for an object. A list is a part
// for each of its elements.
func (e *Endpoint) writePart(form *multipart.Writer, name string, field any) (err error) {
	media := e.partMedia(name)
	if f, ok := field.(fileField); ok {
		return writeFile(form, name, media, *f.to)
	}
	isJSON := media != "" && contentOf(media) == jsonContent
	if list, ok := field.(elements); ok && !isJSON {
		list.each(func(f any) {
			if err == nil {
				err = e.writePart(form, name, f)
			}
		})
		return err
	}
	v, err := flatten(field)
	if err != nil {
		return err
	}
	switch {
	case v.kind == flatNone:
		return nil
	case isJSON:
		return writeText(form, name, media, v.json)
	case v.kind == flatText && media != "":
		return writeText(form, name, media, v.text)
	case v.kind == flatList:
		for _, item := range v.items {
			if err := form.WriteField(name, item.text); err != nil {
				return err
			}
		}
		return nil
	case v.kind == flatObject:
		return writeText(form, name, "application/json", v.text)
	}
	return form.WriteField(name, v.text)
}

// partMedia returns the media type of a part; "" when nothing is said.
func (e *Endpoint) partMedia(name string) string {
	for _, p := range e.Parts {
		if p.Name == name {
			return p.Media
		}
	}
	return ""
}

// writeFile writes a file, whose media type is media unless it says another.
func writeFile(form *multipart.Writer, name, media string, f *File) error {
	if f == nil || f.Body == nil {
		return nil
	}
	contentType := f.ContentType
	if contentType == "" {
		contentType = media
	}
	if contentType == "" || strings.Contains(contentType, "*") {
		contentType = "application/octet-stream"
	}
	file := f.Name
	if file == "" {
		file = name
	}
	header := textproto.MIMEHeader{"Content-Type": {contentType}}
	header.Set("Content-Disposition", `form-data; name="`+quoteParam(name)+`"; filename="`+quoteParam(file)+`"`)
	part, err := form.CreatePart(header)
	if err == nil {
		_, err = io.Copy(part, f.Body)
	}
	return err
}

func writeText(form *multipart.Writer, name, contentType, text string) error {
	header := textproto.MIMEHeader{"Content-Type": {contentType}}
	header.Set("Content-Disposition", `form-data; name="`+quoteParam(name)+`"`)
	part, err := form.CreatePart(header)
	if err == nil {
		_, err = io.WriteString(part, text)
	}
	return err
}

// quoteParam escapes a parameter of Content-Disposition as browsers do.
func quoteParam(s string) string {
	return strings.NewReplacer("\\", "\\\\", `"`, "%22", "\r", "%0D", "\n", "%0A").Replace(s)
}

// maxFormMemory is how much of the files of a form is held in memory; the rest is
// in temporary files.
const maxFormMemory = 1 << 20

// readMultipart reads a form into the object that field leads to.
func (e *Endpoint) readMultipart(r *http.Request, field any) error {
	if err := r.ParseMultipartForm(maxFormMemory); err != nil {
		return err
	}
	if m, ok := field.(entries); ok {
		return readEntries(r.MultipartForm, m)
	}
	f, ok := field.(objectField)
	if !ok {
		return nil
	}
	o := f.make()
	properties := o.ODataType().Properties
	for i, f := range o.ODataFields(nil)[1:] {
		if properties[i].Flags&ReadOnly != 0 {
			continue
		}
		name, _ := unescape(nil, []byte(properties[i].Name))
		found, err := e.readPart(r.MultipartForm, string(name), f)
		if err != nil {
			return err
		}
		if !found && properties[i].Flags&Required != 0 {
			return &ValueError{"/" + pointerToken(string(name)), "the part is missing"}
		}
	}
	return nil
}

func readEntries(form *multipart.Form, m entries) error {
	for name, files := range form.File {
		for _, file := range files {
			err := m.set(name, func(f any) error {
				to, ok := f.(fileField)
				if !ok {
					return nil
				}
				opened, err := openPart(file)
				*to.to = opened
				return err
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

func openPart(header *multipart.FileHeader) (*File, error) {
	body, err := header.Open()
	return &File{Name: header.Filename, ContentType: header.Header.Get("Content-Type"), Body: body}, err
}

// readPart reads the parts called name into a field.
func (e *Endpoint) readPart(form *multipart.Form, name string, field any) (found bool, err error) {
	files, texts := form.File[name], form.Value[name]
	if f, ok := field.(fileField); ok {
		if len(files) == 0 {
			return false, nil
		}
		*f.to, err = openPart(files[0])
		return true, err
	}
	if list, ok := field.(elements); ok && len(files) > 0 && list.files() {
		for _, file := range files {
			if *list.add().(fileField).to, err = openPart(file); err != nil {
				return true, err
			}
		}
		return true, nil
	}
	for _, file := range files { // texts that are sent as files, as of a Blob
		text, err := readText(file)
		if err != nil {
			return true, err
		}
		texts = append(texts, text)
	}
	if len(texts) == 0 {
		return false, nil
	}
	s := shapeOf(field)
	if media := e.partMedia(name); media != "" && contentOf(media) == jsonContent {
		return true, decodeAs([]byte(texts[0]), field, true)
	}
	if s.kind == listShape {
		return true, decodeAs(s.list(nil, texts), field, true)
	}
	return true, decodeAs(s.json(nil, texts[0]), field, true)
}

func readText(header *multipart.FileHeader) (string, error) {
	f, err := header.Open()
	if err != nil {
		return "", err
	}
	defer f.Close()
	text, err := io.ReadAll(f)
	return string(text), err
}
