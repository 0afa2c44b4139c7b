package rest

import (
	"cmp"
	"errors"
	"io"
	"maps"
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
	if o.WireType().Union != nil {
		return func(write func(string, any) error) error { return eachMember(field, write) }
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
		for _, m := range wire.MembersOf(o).All() {
			raw := api.Raw(m.Text)
			if err := write(m.Name, &raw); err != nil {
				return err
			}
		}
		return nil
	}
}

// eachMember calls write for each member of the object that a union is.
func eachMember(union any, write func(name string, field any) error) error {
	text, err := wire.EncodeRequest(union)
	if err == nil && !strings.HasPrefix(string(text), "{") {
		err = errNoForm
	}
	if err != nil {
		return err
	}
	broken := wire.EachPart(text, func(name string, value []byte) {
		if err == nil {
			raw := api.Raw(value)
			err = write(name, &raw)
		}
	})
	return errors.Join(err, broken)
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
// for each of its elements, unless the endpoint says otherwise.
func (e *Endpoint) writePart(form *multipart.Writer, name string, field any) error {
	described := e.Part(name)
	media := described.Media
	if f, ok := field.(**api.File); ok {
		return writeFile(form, described, *f)
	}
	isJSON := media != "" && ContentOf(media) == JSONContent
	styled := e.Styled(name)
	if files, ok := field.(*[]*api.File); ok {
		for _, f := range *files {
			if err := writeFile(form, described, f); err != nil {
				return err
			}
		}
		return nil
	}
	v, err := shape.Flatten(field)
	switch {
	case err != nil:
		return err
	case v.Kind == shape.FlatNone:
		return nil
	case styled != nil:
		pairs, err := styled.inParts(v)
		for _, p := range pairs {
			err = errors.Join(err, writeText(form, p.Name, "", p.Text))
		}
		return err
	case isJSON:
		return writeText(form, name, media, v.JSON)
	case v.Kind == shape.FlatList:
		for _, item := range v.Items {
			if err := writeFlat(form, name, media, item); err != nil {
				return err
			}
		}
		return nil
	}
	return writeFlat(form, name, media, v)
}

// writeFlat writes a part as its kind has it: an object as JSON.
func writeFlat(form *multipart.Writer, name, media string, v shape.Flat) error {
	switch v.Kind {
	case shape.FlatNone:
		return nil
	case shape.FlatObject, shape.FlatList:
		media = "application/json"
	}
	return writeText(form, name, media, v.Text)
}

// Part returns what is said of a part.
func (e *Endpoint) Part(name string) Part {
	for _, p := range e.Parts {
		if p.Name == name {
			return p
		}
	}
	return Part{Name: name}
}

// writeFile writes a file, whose media type is that of the part unless it says another.
func writeFile(form *multipart.Writer, part Part, f *api.File) error {
	if f == nil || f.Body == nil {
		return nil
	}
	contentType := Concrete(cmp.Or(f.ContentType, part.Media, "*/*"), "application/octet-stream")
	header := maps.Clone(f.Header)
	if header == nil {
		header = textproto.MIMEHeader{}
	}
	header.Set("Content-Type", contentType)
	for name, values := range header {
		if strings.ContainsAny(name+strings.Join(values, ""), "\r\n") {
			return errors.New("the file " + strconv.Quote(f.Name) + ": a header field has one line")
		}
	}
	if err := part.Check(header); err != nil {
		return err
	}
	w, err := createPart(form, header, "name", part.Name, "filename", cmp.Or(f.Name, part.Name))
	if err == nil {
		_, err = io.Copy(w, f.Body)
	}
	return err
}

// Check returns an error when a header field that the part must have is missing.
func (p Part) Check(header textproto.MIMEHeader) error {
	for _, name := range p.Required {
		if header.Get(name) == "" {
			return &api.ValueError{Pointer: "/" + wire.PointerToken(p.Name), Message: "the header field " + strconv.Quote(name) + " of the part is missing"}
		}
	}
	return nil
}

func writeText(form *multipart.Writer, name, contentType, text string) error {
	header := textproto.MIMEHeader{}
	if contentType = Concrete(contentType, ""); contentType != "" {
		header.Set("Content-Type", contentType)
	}
	part, err := createPart(form, header, "name", name)
	if err == nil {
		_, err = io.WriteString(part, text)
	}
	return err
}

// createPart starts a part whose Content-Disposition has parameters: names and values.
func createPart(form *multipart.Writer, header textproto.MIMEHeader, params ...string) (io.Writer, error) {
	disposition := "form-data"
	for i := 0; i < len(params); i += 2 {
		if strings.ContainsAny(params[i+1], "\r\n\x00") {
			return nil, errors.New("a form cannot hold the name " + strconv.Quote(params[i+1]))
		}
		disposition += "; " + params[i] + `="` + quotes.Replace(params[i+1]) + `"`
	}
	header.Set("Content-Disposition", disposition)
	return form.CreatePart(header)
}

// quotes escapes a value in quotes (RFC 2183, 2; RFC 822, 3.3). Browsers write %22, which
// is as good as a name that holds that.
var quotes = strings.NewReplacer("\\", "\\\\", `"`, `\"`)
