// Command compile measures what it costs to generate and to compile: all of
// Microsoft Graph v1.0, slices of it, and a program with one call of
// msgraph-sdk-go beside them. It prints a table in Markdown.
//
//	go run ./compile                 # everything but msgraph-sdk-go
//	go run ./compile -sdk            # with it: downloads it, and takes minutes
//	go run ./compile -csdl FILE      # another document than the one of the corpus
//	go run ./compile -before COMMIT  # with odagen as it was then, in turns
//	go run ./compile -write          # write RESULTS.md
//
// CPU is user and system time of all processes that took part; the peak is the
// memory of the largest of them. Compiling is cold, except for the standard
// library, which is compiled before.
package main

import (
	"flag"
	"fmt"
	"io/fs"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"

	"github.com/seed-349153d7/odagen/bench/internal/results"
)

// slices are what is generated, from everything to one entity.
var slices = []struct {
	name    string
	include []string
	call    string // a call of the client, as Go
}{
	{"all of Graph v1.0", nil, `c.DeviceManagement().Get(ctx)`},
	{
		"one entity",
		[]string{"deviceManagement/remoteAssistancePartners"},
		`c.DeviceManagement().RemoteAssistancePartners().ByID("1").Get(ctx)`,
	},
	{
		"ten entities",
		[]string{"users", "groups", "applications", "devices", "servicePrincipals", "sites", "drives", "teams", "chats", "directoryRoles"},
		`c.Users().ByID("1").Get(ctx)`,
	},
}

const sdkVersion = "v1.89.0"

func main() {
	log.SetFlags(0)
	csdl := flag.String("csdl", "../../shared/corpus/csdl/graph-v1.0.csdl.xml", "the `document` to generate from")
	sdk := flag.Bool("sdk", false, "measure msgraph-sdk-go too")
	before := flag.String("before", "", "measure odagen of a `commit` too")
	keep := flag.Bool("write", false, "write RESULTS.md")
	flag.Parse()
	source, err := filepath.Abs(*csdl)
	if err != nil {
		log.Fatal(err)
	}
	dir, err := os.MkdirTemp("", "odagen-compile-")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	b := &bench{dir: dir}
	now := filepath.Join(dir, "odagen")
	b.run("..", nil, "go", "build", "-o", now, "./generator/cmd/odagen")
	then := ""
	if *before != "" {
		then = b.older(*before)
	}

	b.printf("`go run ./compile "+strings.Join(os.Args[1:], " ")+"`: %s, %s/%s, %d cores, %s.\n\n", runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), time.Now().Format(time.DateOnly))
	b.printf("| what | generate s | generate peak MB | files | lines | compile package CPU-s | peak MB | compile program CPU-s | peak MB |\n")
	b.printf("|---|---:|---:|---:|---:|---:|---:|---:|---:|\n")
	base := b.program("empty", "package main\n\nimport _ \"net/http\"\n\nfunc main() {}\n")
	for _, s := range slices {
		b.slice(now, s.name, source, s.include, s.call, base)
		if then != "" {
			b.slice(then, s.name+", "+*before, source, s.include, s.call, base)
		}
	}
	if *sdk {
		b.sdk(base)
	}
	b.printf("\nA program makes one call. It is compiled cold, with its packages, except for the standard library; what an empty program with net/http costs, %.1f CPU-s, is taken off.\n", base.cpu)
	if *keep {
		if err := results.Replace("RESULTS.md", "Generating and compiling", b.table.String()); err != nil {
			log.Fatal(err)
		}
	}
}

// cost is what a command took.
type cost struct {
	cpu, wall float64 // seconds
	peak      int64   // MB
}

type bench struct {
	dir   string
	table strings.Builder
}

// older builds the odagen of a commit.
func (b *bench) older(commit string) string {
	tree, exe := filepath.Join(b.dir, "before"), filepath.Join(b.dir, "odagen-before")
	b.run("..", nil, "git", "worktree", "add", "--detach", tree, commit)
	defer b.run("..", nil, "git", "worktree", "remove", "--force", tree)
	b.run(tree, nil, "go", "build", "-o", exe, "./generator/cmd/odagen")
	return exe
}

// printf writes a part of the results.
func (b *bench) printf(format string, args ...any) {
	fmt.Printf(format, args...)
	fmt.Fprintf(&b.table, format, args...)
}

// run runs a command in dir and returns its cost. A failure ends the program.
func (b *bench) run(dir string, env []string, name string, args ...string) cost {
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), env...)
	start := time.Now()
	out, err := cmd.CombinedOutput()
	if err != nil {
		log.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
	usage := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	return cost{
		cpu:  (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds(),
		wall: time.Since(start).Seconds(),
		peak: usage.Maxrss / 1024,
	}
}

// warm makes a build cache that has the standard library, and returns its
// environment.
func (b *bench) warm(name string) []string {
	cache := func(name string) []string {
		return []string{"GOCACHE=" + filepath.Join(b.dir, "cache-"+name), "GOFLAGS=-mod=mod", "GOWORK=off"}
	}
	std := filepath.Join(b.dir, "cache-std")
	if !exists(std) {
		b.run(b.dir, cache("std"), "go", "build", "std")
	}
	if err := os.CopyFS(filepath.Join(b.dir, "cache-"+name), os.DirFS(std)); err != nil {
		log.Fatal(err)
	}
	return cache(name)
}

// program builds a program with a fresh cache, in which only the standard library
// is.
func (b *bench) program(dir, code string) cost {
	path := filepath.Join(b.dir, dir)
	if mod := filepath.Join(path, "go.mod"); !exists(mod) {
		write(mod, "module app\n\ngo 1.26.0\n")
	}
	write(filepath.Join(path, "main.go"), code)
	return b.run(path, b.warm("program-"+dir), "go", "build", "-o", filepath.Join(b.dir, dir+".exe"), ".")
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// slice prints the row of a slice that odagen generates.
func (b *bench) slice(odagen, name, source string, include []string, call string, base cost) {
	dir := strings.NewReplacer(" ", "-", ",", "").Replace(name)
	path := filepath.Join(b.dir, dir)
	write(filepath.Join(path, "go.mod"), "module app\n\ngo 1.26.0\n")
	args := []string{"generate", "--source", source, "--output", "graph", "--package", "graph", "--emit", "models,client", "--runtime", "runtime", "--base-url", "https://graph.microsoft.com/v1.0"}
	for _, i := range include {
		args = append(args, "--include", i)
	}
	generate := b.run(path, nil, odagen, args...)
	files, lines := count(filepath.Join(path, "graph"))
	compile := b.run(path, b.warm(dir), "go", "build", "./graph")
	program := b.program(dir, "package main\n\nimport (\n\t\"context\"\n\t\"fmt\"\n\n\t\"app/graph\"\n)\n\nfunc main() {\n\tctx, c := context.Background(), graph.NewClient()\n\tfmt.Println("+call+")\n}\n")
	b.printf("| %s | %.2f | %d | %d | %d | %.1f | %d | %.1f | %d |\n", name, generate.wall, generate.peak, files, lines,
		compile.cpu, compile.peak, program.cpu-base.cpu, program.peak)
}

// sdk prints the row of msgraph-sdk-go: a program with one call.
func (b *bench) sdk(base cost) {
	path := filepath.Join(b.dir, "sdk")
	write(filepath.Join(path, "go.mod"), "module app\n\ngo 1.26.0\n\nrequire github.com/microsoftgraph/msgraph-sdk-go "+sdkVersion+"\n")
	const code = `package main

import (
	"context"
	"fmt"

	msgraph "github.com/microsoftgraph/msgraph-sdk-go"
)

func main() {
	c := msgraph.NewGraphServiceClient(nil)
	fmt.Println(c.DeviceManagement().RemoteAssistancePartners().ByRemoteAssistancePartnerId("1").Get(context.Background(), nil))
}
`
	write(filepath.Join(path, "main.go"), code)
	b.run(path, []string{"GOFLAGS=-mod=mod"}, "go", "mod", "tidy")
	program := b.program("sdk", code)
	b.printf("| msgraph-sdk-go %s, one call | | | | | | | %.1f | %d |\n", sdkVersion, program.cpu-base.cpu, program.peak)
}

// count returns the number of Go files in dir and of their lines.
func count(dir string) (files, lines int) {
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".go" {
			return err
		}
		data, err := os.ReadFile(path)
		files++
		lines += strings.Count(string(data), "\n")
		return err
	})
	if err != nil {
		log.Fatal(err)
	}
	return files, lines
}

func write(path, text string) {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		log.Fatal(err)
	}
}
