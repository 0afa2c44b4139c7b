package generator

import (
	"bytes"
	"errors"
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-349153d7/odagen/generator/internal/config"
	"github.com/seed-349153d7/odagen/generator/internal/diag"
	"github.com/seed-349153d7/odagen/generator/internal/output"
	"github.com/seed-349153d7/odagen/templates"
)

// header is what every file of the copied runtime begins with.
const header = output.Header + "\n"

// builder collects the packages of a run, each directory once.
type builder struct {
	pkgs   []output.Package
	dirs   []claimed
	locks  []foundLock // of other runs, where the configuration is
	copies []*runtimeCopy
}

// use says what a directory holds.
type use int

const (
	free use = iota
	generated
	support
)

// claimed is a directory that something is written to.
type claimed struct {
	dir  string // as the target names it
	real string // absolute, links followed
	use  use
}

// runtimeCopy is a directory that the runtime is copied to, as far as what is generated
// needs it.
type runtimeCopy struct {
	dir  string
	path string            // import path
	uses map[string]string // the packages that are imported, by where from
}

// add adds a generated package. At names the directory.
func (b *builder) add(p output.Package, at diag.Position, diags *diag.List) {
	if b.claim(p.Dir, generated, at, diags) {
		b.pkgs = append(b.pkgs, p)
	}
}

// runtime returns the import path of the runtime of a target, and its copy; nil where it
// is imported.
func (b *builder) runtime(t *config.Target, diags *diag.List) (importPath string, c *runtimeCopy, ok bool) {
	if t.Runtime.Import != "" {
		return t.Runtime.Import, nil, true
	}
	dir := t.Runtime.Dir
	importPath, err := importPathOf(dir)
	if err != nil {
		diags.Add(diag.Diagnostic{
			Code: "no-import-path", Pos: orFile(t.At["runtime"], dir), Message: err.Error(),
			Hint: "run go mod init in the root of your module, or set runtime to the import path of a copy",
		})
		return "", nil, false
	}
	for _, c := range b.copies {
		if c.path == importPath {
			return importPath, c, true
		}
	}
	b.claim(dir, support, t.At["runtime"], diags)
	c = &runtimeCopy{dir: dir, path: importPath, uses: map[string]string{}}
	b.copies = append(b.copies, c)
	return importPath, c, true
}

// use records which packages of the runtime the files of a package import.
func (c *runtimeCopy) use(p output.Package) error {
	rooms, err := importsBelow(c.path, p.Files)
	if err != nil {
		return err
	}
	from, err := relative(c.dir, p.Dir)
	if err != nil {
		return err
	}
	c.uses[filepath.ToSlash(from)] = strings.Join(rooms, " ")
	return nil
}

// relative is filepath.Rel that takes paths which lead out of the current directory.
func relative(base, dir string) (string, error) {
	base, err := filepath.Abs(base)
	if err != nil {
		return "", err
	}
	if dir, err = filepath.Abs(dir); err != nil {
		return "", err
	}
	return filepath.Rel(base, dir)
}

// copyRuntimes adds the copies of the runtime.
func (b *builder) copyRuntimes(opts Options, diags *diag.List) {
	var copies []output.Package
	for _, c := range b.copies {
		if p, ok := b.copyRuntime(c, opts, diags); ok {
			copies = append(copies, p)
		}
	}
	b.pkgs = append(b.pkgs, copies...)
}

// copyRuntime returns what is copied: what this run imports, and what others do that an
// earlier run has recorded and that are still there.
func (b *builder) copyRuntime(c *runtimeCopy, opts Options, diags *diag.List) (output.Package, bool) {
	before, err := output.ReadLock(c.dir)
	if err != nil && !opts.Force {
		diags.Add(output.UnreadableLock(c.dir, err))
		return output.Package{}, false
	}
	uses := maps.Clone(c.uses)
	for from, rooms := range before.Uses {
		dir := filepath.Join(c.dir, filepath.FromSlash(from))
		if b.has(dir) {
			continue // in this run it uses this copy, another one, or none
		}
		if lock, err := output.ReadLock(dir); err == nil && lock.Files != nil {
			uses[from] = rooms
		}
	}
	files, err := runtimeFiles(templates.Runtime, c.path, strings.Fields(strings.Join(slices.Collect(maps.Values(uses)), " ")))
	if err != nil {
		diags.Add(diag.Internal(diag.Position{File: c.dir}, err))
		return output.Package{}, false
	}
	return output.Package{Dir: c.dir, Files: files, Lock: output.Lock{Odagen: opts.Version, Uses: uses}}, true
}

// claim reports whether dir is new. Two packages in one directory would remove
// each other's files; copies of the runtime are all alike and shared. Directories that
// differ in case only are one on many systems.
func (b *builder) claim(dir string, what use, at diag.Position, diags *diag.List) bool {
	real, err := realPath(dir)
	if err != nil {
		diags.Add(diag.Internal(diag.Position{File: dir}, err))
		return false
	}
	i := slices.IndexFunc(b.dirs, func(c claimed) bool { return strings.EqualFold(c.real, real) })
	if i < 0 {
		b.dirs = append(b.dirs, claimed{dir, real, what})
		return true
	}
	before := b.dirs[i]
	b.dirs[i].use = what
	if before.use == support && what == support && before.real == real {
		return false
	}
	d := diag.Diagnostic{
		Code: "same-output", Pos: orFile(at, dir),
		Message: fmt.Sprintf("%q holds another package of this run", dir),
		Hint:    "give each package a directory of its own; or list what both include in one target",
	}
	switch {
	case before.real != real:
		d.Message = fmt.Sprintf("%q and %q of this run differ in case only, and are one directory on many systems", dir, before.dir)
	case filepath.Clean(dir) != filepath.Clean(before.dir):
		d.Message = fmt.Sprintf("%q is %q, which holds another package of this run", dir, before.dir)
	}
	diags.Add(d)
	return false
}

// realPath is the absolute path of a directory that need not be there yet, with the links
// on the way followed.
func realPath(dir string) (string, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	rest := ""
	for at := abs; ; at = filepath.Dir(at) {
		real, err := filepath.EvalSymlinks(at)
		if err == nil {
			return filepath.Join(real, rest), nil
		}
		if !errors.Is(err, fs.ErrNotExist) || filepath.Dir(at) == at {
			return "", err
		}
		rest = filepath.Join(filepath.Base(at), rest)
	}
}

// orFile returns at, or file as a whole when at is no place.
func orFile(at diag.Position, file string) diag.Position {
	if at.File == "" {
		return diag.Position{File: file}
	}
	return at
}

// importsBelow returns the packages below an import path that files import, without
// that path.
func importsBelow(root string, files []output.File) ([]string, error) {
	var out []string
	for _, file := range files {
		if filepath.Ext(file.Name) != ".go" {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), file.Name, file.Data, parser.ImportsOnly)
		if err != nil {
			return nil, err
		}
		for _, spec := range f.Imports {
			p, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return nil, err
			}
			if room, ok := strings.CutPrefix(p, root+"/"); ok {
				out = append(out, room)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

// runtimeFiles returns the Go files of the packages of the runtime and of those that
// they import, without tests, marked as generated and with the imports that they have
// at importPath.
func runtimeFiles(fsys fs.FS, importPath string, rooms []string) ([]output.File, error) {
	var files []output.File
	seen := map[string]bool{}
	for len(rooms) > 0 {
		room := rooms[0]
		if rooms = rooms[1:]; seen[room] {
			continue
		}
		seen[room] = true
		entries, err := fs.ReadDir(fsys, room)
		if err != nil {
			return nil, err
		}
		var own []output.File
		for _, e := range entries {
			name := e.Name()
			if e.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
				continue
			}
			data, err := fs.ReadFile(fsys, path.Join(room, name))
			if err != nil {
				return nil, err
			}
			own = append(own, output.File{Name: path.Join(room, name), Data: data})
		}
		next, err := importsBelow(templates.Path, own)
		if err != nil {
			return nil, err
		}
		rooms = append(rooms, next...)
		for _, f := range own {
			data := bytes.ReplaceAll(f.Data, []byte(strconv.Quote(templates.Path)[:len(templates.Path)+1]+"/"), []byte(`"`+importPath+"/"))
			files = append(files, output.File{Name: f.Name, Data: bytes.Join([][]byte{[]byte(header), data}, nil)})
		}
	}
	slices.SortFunc(files, func(a, b output.File) int { return strings.Compare(a.Name, b.Name) })
	return files, nil
}
