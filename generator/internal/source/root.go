package source

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
)

// Root reads the files that a document refers to. It reads regular files
// inside its directories only, links followed, and MaxSize bytes in all.
type Root struct {
	dirs   []string
	left   int64
	mapped []Mapped
}

// Mapped says where the document at a URL is: the URL is that of a document or that of
// all below it, and the path that of a file or of a directory.
type Mapped struct{ URL, Path string }

// Map gives documents at URLs a place, which documents may refer to. It returns r.
func (r *Root) Map(all []Mapped) *Root {
	for _, m := range all {
		abs, err := filepath.Abs(m.Path)
		if err != nil {
			continue // there is no working directory: reading says so
		}
		r.mapped = append(r.mapped, Mapped{m.URL, abs})
		dir := abs
		if info, err := os.Stat(abs); err == nil && !info.IsDir() {
			dir = filepath.Dir(abs)
		}
		r.dirs = append(r.dirs, dir)
	}
	return r
}

// Local returns the absolute path of the document at a URL, when the URL is mapped; the
// longest that is mapped counts.
func (r *Root) Local(ref string) (path string, ok bool) {
	if r == nil {
		return "", false
	}
	ref, _, _ = strings.Cut(ref, "#")
	longest := -1
	for _, m := range r.mapped {
		rest, found := strings.CutPrefix(ref, m.URL)
		if !found || len(m.URL) <= longest || rest != "" && rest[0] != '/' && !strings.HasSuffix(m.URL, "/") {
			continue
		}
		rest, err := url.PathUnescape(strings.TrimPrefix(rest, "/"))
		if err == nil && (rest == "" || filepath.IsLocal(filepath.FromSlash(rest))) {
			longest, path = len(m.URL), filepath.Join(m.Path, filepath.FromSlash(rest))
		}
	}
	return path, longest >= 0
}

// Allowed returns a Root for dirs. The first is the one that relative
// references start from.
func Allowed(dirs ...string) *Root {
	return &Root{dirs: dirs, left: MaxSize}
}

// Read returns the text that ref refers to: a URI reference (RFC 3986) without
// a scheme, or with the scheme "file". Its errors are Faults.
func (r *Root) Read(ref string) ([]byte, error) {
	path, err := refPath(ref)
	if err != nil {
		return nil, err
	}
	if !filepath.IsAbs(path) && len(r.dirs) > 0 {
		path = filepath.Join(r.dirs[0], path)
	}
	real, err := realPath(path)
	if err != nil {
		return nil, unreadable(ref, err)
	}
	dir, rel, ok := r.holding(real)
	if !ok {
		return nil, &Fault{
			Code:    "outside-root",
			Message: fmt.Sprintf("%q lies outside the directories that the document may refer to", ref),
			Hint:    "name its directory in \"roots\" of the target, or move the file beside the document",
		}
	}
	raw, err := readFile(real, r.left, func(string) (*os.File, error) { return os.OpenInRoot(dir, rel) })
	if err != nil {
		return nil, err
	}
	r.left -= int64(len(raw))
	text, fault := decodeText(raw)
	if fault != nil {
		return nil, fault.in(ref)
	}
	return text, nil
}

// holding returns the allowed directory that holds the file at the path real,
// and the path in it.
func (r *Root) holding(real string) (dir, rel string, ok bool) {
	for _, dir := range r.dirs {
		dir, err := realPath(dir)
		if err != nil {
			continue
		}
		if rel, err := filepath.Rel(dir, real); err == nil && filepath.IsLocal(rel) {
			return dir, rel, true
		}
	}
	return "", "", false
}

func refPath(ref string) (string, error) {
	u, err := url.Parse(ref)
	if err != nil || len(u.Scheme) == 1 {
		// A scheme of one letter is the drive of a Windows path.
		return filepath.FromSlash(ref), nil
	}
	switch u.Scheme + "://" + u.Host {
	case "://", "file://", "file://localhost":
		return filepath.FromSlash(u.Path), nil
	}
	return "", &Fault{
		Code:    "remote-reference",
		Message: fmt.Sprintf("%q is not a local file", ref),
		Hint:    "download the file and refer to it by a relative path",
	}
}

// realPath returns the absolute path with links followed.
func realPath(path string) (string, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	return filepath.EvalSymlinks(abs)
}
