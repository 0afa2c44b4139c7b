package rest

import (
	"cmp"
	"errors"
	"io"
	"mime/multipart"
	"net/textproto"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-349153d7/odagen/templates/api"
	"github.com/seed-349153d7/odagen/templates/internal/jsonstr"
	"github.com/seed-349153d7/odagen/templates/shape"
	"github.com/seed-349153d7/odagen/templates/wire"
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
	v := reflect.ValueOf(field).Elem()
	if v.Kind() == reflect.Map {
		return func(write func(string, any) error) error { return eachEntry(v, write) }
	}
	o, ok := v.Interface().(wire.Object)
	if !ok || v.IsNil() {
		return nil
	}
	return func(write func(string, any) error) error {
		properties := o.WireType().Properties
		for i, f := range wire.FieldsOf(o) {
			if properties[i].Flags&wire.ReadOnly != 0 {
				continue
			}
			name, _ := jsonstr.Unescape(nil, []byte(properties[i].Name))
			if err := write(string(name), f); err != nil {
				return err
			}
		}
		return nil
	}
}

// eachEntry calls write for each value of a map, in the order of the names.
func eachEntry(m reflect.Value, write func(name string, field any) error) error {
	keys := m.MapKeys()
	slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
	for _, key := range keys {
		v := reflect.New(m.Type().Elem())
		v.Elem().Set(m.MapIndex(key))
		if err := write(key.String(), v.Interface()); err != nil {
			return err
		}
	}
	return nil
}

// writePart writes a part: a file, a text, or JSON for an object. A list is a part
// for each of its elements.
func (e *Endpoint) writePart(form *multipart.Writer, name string, field any) error {
	media := e.PartMedia(name)
	if f, ok := field.(**api.File); ok {
		return writeFile(form, name, media, *f)
	}
	isJSON := media != "" && ContentOf(media) == JSONContent
	if to := reflect.ValueOf(field); !isJSON && to.Kind() == reflect.Pointer && isListOfParts(to.Type().Elem()) {
		list := to.Elem()
		for i := range list.Len() {
			if err := e.writePart(form, name, list.Index(i).Addr().Interface()); err != nil {
				return err
			}
		}
		return nil
	}
	v, err := shape.Flatten(field)
	if err != nil {
		return err
	}
	switch {
	case v.Kind == shape.FlatNone:
		return nil
	case isJSON:
		return writeText(form, name, media, v.JSON)
	case v.Kind == shape.FlatText && media != "":
		return writeText(form, name, media, v.Text)
	case v.Kind == shape.FlatList:
		for _, item := range v.Items {
			if err := writeText(form, name, "", item.Text); err != nil {
				return err
			}
		}
		return nil
	case v.Kind == shape.FlatObject:
		return writeText(form, name, "application/json", v.Text)
	}
	return writeText(form, name, "", v.Text)
}

// isListOfParts reports whether a value is a list whose items are parts each, of their
// own kind: files, lists, maps, and what can be null.
func isListOfParts(t reflect.Type) bool {
	if t.Kind() != reflect.Slice {
		return false
	}
	item := t.Elem()
	return item == reflect.TypeFor[*api.File]() || item.Kind() == reflect.Map || item.Kind() == reflect.Slice && item != reflect.TypeFor[[]byte]() || item.Kind() == reflect.Struct
}

// PartMedia returns the media type of a part; "" when nothing is said.
func (e *Endpoint) PartMedia(name string) string {
	for _, p := range e.Parts {
		if p.Name == name {
			return p.Media
		}
	}
	return ""
}

// writeFile writes a file, whose media type is media unless it says another.
func writeFile(form *multipart.Writer, name, media string, f *api.File) error {
	if f == nil || f.Body == nil {
		return nil
	}
	contentType := cmp.Or(f.ContentType, media)
	if contentType == "" || strings.Contains(contentType, "*") {
		contentType = "application/octet-stream"
	}
	if strings.ContainsAny(contentType, "\r\n") {
		return errors.New("the file " + strconv.Quote(f.Name) + ": a Content-Type has one line")
	}
	file := cmp.Or(f.Name, name)
	part, err := createPart(form, contentType, "name", name, "filename", file)
	if err == nil {
		_, err = io.Copy(part, f.Body)
	}
	return err
}

func writeText(form *multipart.Writer, name, contentType, text string) error {
	part, err := createPart(form, contentType, "name", name)
	if err == nil {
		_, err = io.WriteString(part, text)
	}
	return err
}

// createPart starts a part whose Content-Disposition has parameters: names and values.
func createPart(form *multipart.Writer, contentType string, params ...string) (io.Writer, error) {
	disposition := "form-data"
	for i := 0; i < len(params); i += 2 {
		if strings.ContainsAny(params[i+1], "\r\n\x00") {
			return nil, errors.New("a form cannot hold the name " + strconv.Quote(params[i+1]))
		}
		disposition += "; " + params[i] + `="` + quotes.Replace(params[i+1]) + `"`
	}
	header := textproto.MIMEHeader{"Content-Disposition": {disposition}}
	if contentType != "" {
		header.Set("Content-Type", contentType)
	}
	return form.CreatePart(header)
}

// quotes escapes a value in quotes (RFC 2183, 2; RFC 822, 3.3). Browsers write %22, which
// is as good as a name that holds that.
var quotes = strings.NewReplacer("\\", "\\\\", `"`, `\"`)
