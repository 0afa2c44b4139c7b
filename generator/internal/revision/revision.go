// Package revision finds what a reader names to be compared: a path on disk, or a path as
// a revision of git has it ("git:main:spec/api.yaml"). It writes the documents of a
// revision into a directory for a while, so that they find those that they refer to.
package revision

import (
	"archive/tar"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
)

const scheme = "git:"

// maxBytes is how much of a revision is written.
const maxBytes = 1 << 30

// documents are the ends of the names of files that are written.
var documents = []string{".yaml", ".yml", ".json", ".xml", ".csdl", ".edmx", ".txt", ".lock"}

// Place is where something can be read.
type Place struct {
	Path string // on disk

	dir, rev string // of a revision: where it was written, and its name
}

// Open finds the place that arg names.
func Open(arg string) (*Place, error) {
	spec, ok := strings.CutPrefix(arg, scheme)
	if !ok {
		return &Place{Path: arg}, nil
	}
	rev, file, ok := strings.Cut(spec, ":")
	if !ok || rev == "" || file == "" || strings.HasPrefix(rev, "-") {
		return nil, fmt.Errorf("%q is no revision and path: want git:main:spec/api.yaml", arg)
	}
	dir, err := os.MkdirTemp("", "odagen-revision-")
	if err != nil {
		return nil, err
	}
	if dir, err = filepath.EvalSymlinks(dir); err != nil {
		return nil, err
	}
	p := &Place{dir: dir, rev: rev}
	if err := p.write(); err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", arg, err), p.Close())
	}
	p.Path = filepath.Join(dir, filepath.FromSlash(path.Clean("/"+file)))
	if _, err := os.Lstat(p.Path); err != nil {
		return nil, errors.Join(fmt.Errorf("%s: revision %s has no document %s", arg, rev, file), p.Close())
	}
	return p, nil
}

// Close removes what was written.
func (p *Place) Close() error {
	if p.dir == "" {
		return nil
	}
	return os.RemoveAll(p.dir)
}

// Show is how a reader knows a file of the place.
func (p *Place) Show(file string) string {
	if p.dir == "" {
		return file
	}
	abs, err := filepath.Abs(file)
	if err != nil {
		return file
	}
	rel, err := filepath.Rel(p.dir, abs)
	if err != nil || !filepath.IsLocal(rel) {
		return file
	}
	return p.rev + ":" + filepath.ToSlash(rel)
}

// write writes the documents of the revision.
func (p *Place) write() error {
	root, err := git("rev-parse", "--show-toplevel")
	if err != nil {
		return err
	}
	cmd := exec.Command("git", "-C", strings.TrimSpace(string(root)), "archive", "--format=tar", "--end-of-options", p.rev)
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	unpacked := p.unpack(out)
	if unpacked != nil {
		_ = cmd.Process.Kill()
	}
	if err := cmd.Wait(); err != nil && unpacked == nil {
		return fmt.Errorf("git archive %s: %s", p.rev, strings.TrimSpace(complaint.String()))
	}
	return unpacked
}

func git(args ...string) ([]byte, error) {
	out, err := exec.Command("git", args...).Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return nil, fmt.Errorf("git %s: %s", args[0], strings.TrimSpace(string(exit.Stderr)))
	}
	return out, err
}

// unpack writes the documents of an archive: regular files inside the directory.
func (p *Place) unpack(r io.Reader) error {
	in := tar.NewReader(r)
	var left int64 = maxBytes
	for {
		head, err := in.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		name := filepath.FromSlash(head.Name)
		if head.Typeflag != tar.TypeReg || !filepath.IsLocal(name) || !isDocument(name) {
			continue
		}
		if left -= head.Size; left < 0 {
			return fmt.Errorf("the documents of revision %s have more than %d bytes", p.rev, maxBytes)
		}
		if err := writeFile(filepath.Join(p.dir, name), in); err != nil {
			return err
		}
	}
}

func isDocument(name string) bool {
	for _, end := range documents {
		if strings.HasSuffix(strings.ToLower(name), end) {
			return true
		}
	}
	return false
}

func writeFile(name string, r io.Reader) (err error) {
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	_, err = io.Copy(f, r)
	return err
}

// File is where a file is that Show has shown.
func (p *Place) File(shown string) string {
	if rel, ok := strings.CutPrefix(shown, p.rev+":"); ok && p.dir != "" {
		return filepath.Join(p.dir, filepath.FromSlash(rel))
	}
	return shown
}
