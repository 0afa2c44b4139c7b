package browser

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// open opens a page of a directory in a browser that is closed with the test.
func open(t *testing.T, file string) context.Context {
	t.Helper()
	path := chromium(t)
	opts := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.Flag("disable-quic", true),
		chromedp.UserDataDir(t.TempDir()), chromedp.WindowSize(1100, 800),
	)
	ctx, cancel := chromedp.NewExecAllocator(t.Context(), opts...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	if err := chromedp.Listen(ctx, func(event any) {
		if e, ok := event.(*network.EventRequestWillBeSent); ok && !strings.HasPrefix(e.Request.URL, "file:") {
			t.Errorf("the page asks for %s", e.Request.URL)
		}
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Call(ctx, network.Enable, network.EnableParams{}); err != nil {
		t.Fatal(err)
	}
	run(t, ctx, chromedp.Navigate("file://"+file))
	return ctx
}

// chromium finds the browser, or says how to get it: in CI it has to be there.
func chromium(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	const how = "Chromium is not here: on Debian, apt-get install chromium"
	if os.Getenv("CI") == "true" {
		t.Fatal(how)
	}
	t.Skip(how)
	return ""
}

func run(t *testing.T, ctx context.Context, actions ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(ctx, actions...); err != nil {
		t.Fatal(err)
	}
}

// eval is the value of an expression of the page.
func eval[T any](t *testing.T, ctx context.Context, expression string) T {
	t.Helper()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

const shown = `[...document.querySelectorAll("details")].filter(d => d.offsetParent).map(d => d.querySelector("summary").firstChild.textContent)`

func TestThePageOfChangesIsFilteredSearchedAndWalked(t *testing.T) {
	page := filepath.Join(t.TempDir(), "changes.html")
	diff := exec.Command("go", "run", "./generator/cmd/odagen", "diff", "browser/testdata/old.yaml", "browser/testdata/new.yaml", "--format", "html", "--output", page)
	diff.Dir = ".."
	if out, err := diff.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	ctx := open(t, page)
	all := eval[[]string](t, ctx, shown)
	if len(all) < 4 || !strings.Contains(all[0], "the parameter limit of GET /pets is required now") {
		t.Fatalf("shown: %q", all)
	}

	// A filter leaves its severities.
	run(t, ctx, chromedp.Click(`input[value=breaking]`))
	if rest := eval[[]string](t, ctx, shown); len(rest) != len(all)-1 {
		t.Errorf("without what breaks: %q", rest)
	}
	run(t, ctx, chromedp.Click(`input[value=breaking]`))

	// "/" leads to the search, which looks at words, rules and places; Escape ends it.
	run(t, ctx, chromedp.KeyEvent("/"))
	// The driver also types what the page has prevented.
	if focused := eval[string](t, ctx, `search.value = "", document.activeElement.id`); focused != "search" {
		t.Errorf("/ leads to %q", focused)
	}
	run(t, ctx, chromedp.KeyEvent("property-added age"))
	if found := eval[[]string](t, ctx, shown); len(found) != 1 || !strings.Contains(found[0], "age") {
		t.Errorf("searched: %q", found)
	}
	run(t, ctx, chromedp.KeyEvent(kb.Escape))
	if again := eval[[]string](t, ctx, shown); len(again) != len(all) {
		t.Errorf("after Escape: %q", again)
	}

	// j and k walk, Enter opens, and the two sides stand beside each other.
	run(t, ctx, chromedp.KeyEvent("j"), chromedp.KeyEvent("j"), chromedp.KeyEvent("k"), chromedp.KeyEvent(kb.Enter))
	if open := eval[bool](t, ctx, `document.querySelector("details").open`); !open {
		t.Error("the first change is not open")
	}
	sides := eval[[]string](t, ctx, `[...document.querySelectorAll("details[open] pre")].map(p => p.textContent)`)
	if len(sides) != 2 || strings.Contains(sides[0], "required: true") || !strings.Contains(sides[1], "required: true") {
		t.Errorf("the sides: %q", sides)
	}
	if beside := eval[bool](t, ctx, `(([a, b]) => a.top === b.top && a.right <= b.left)([...document.querySelectorAll("details[open] .sides > div")].map(d => d.getBoundingClientRect()))`); !beside {
		t.Error("the sides are not beside each other")
	}

	// Texts of the description are texts.
	if made := eval[bool](t, ctx, `document.querySelector("main script, main img") !== null`); made {
		t.Error("a text became an element")
	}

	// Light and dark.
	const background = `getComputedStyle(document.body).backgroundColor`
	light := eval[string](t, ctx, background)
	emulate(t, ctx, &emulation.MediaFeature{Name: "prefers-color-scheme", Value: "dark"})
	if dark := eval[string](t, ctx, background); dark == light {
		t.Errorf("light and dark are both %s", light)
	}
	if file := os.Getenv("ODAGEN_PICTURE"); file != "" {
		emulate(t, ctx)
		image, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, image, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func emulate(t *testing.T, ctx context.Context, features ...*emulation.MediaFeature) {
	t.Helper()
	if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: features}); err != nil {
		t.Fatal(err)
	}
}
