package source

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
)

// Root reads the files that a document refers to. It reads regular files
// inside its directories only, links followed, and MaxSize bytes in all.
type Root struct {
	dirs []string
	left int64
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
