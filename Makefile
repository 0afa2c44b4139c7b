# What a fresh machine with Go needs: make generate, make test.
GO ?= go
# Examples are modules of their own.
EXAMPLES := $(dir $(wildcard examples/*/go.mod))
MODULES := $(EXAMPLES) bench browser generator/apidiff
GOLANGCI := $(GO) run github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0

.PHONY: generate check test picture corpus interop race pointers vet lint fuzz

generate: ## Write gen/ from spec/, and the generated packages of the examples.
	$(GO) run ./generator/cmd/odagen generate --config spec/odagen.yaml
	@for dir in $(EXAMPLES); do (cd $$dir && $(GO) tool odagen generate) || exit 1; done

check: ## Fail when gen/ is not what generate would write.
	$(GO) run ./generator/cmd/odagen check --config spec/odagen.yaml
	@for dir in $(EXAMPLES); do (cd $$dir && $(GO) tool odagen check) || exit 1; done

test: ## Run every test; those of pages need Chromium (Debian's package chromium), and are skipped without it.
	$(GO) test ./...
	@for dir in browser generator/apidiff; do (cd $$dir && $(GO) test ./...) || exit 1; done

picture: ## Take the picture of a page of changes that the README shows.
	cd browser && ODAGEN_PICTURE=$(CURDIR)/workflow/diff.png $(GO) test -count=1 ./...

corpus: ## Generate, compile and vet every document of the OpenAPI corpus; minutes.
	ODAGEN_CORPUS=1 $(GO) test ./generator -run '^TestTheOpenAPICorpus' -count=1 -v -timeout 60m

race: ## Run the tests that have concurrency under the race detector.
	$(GO) test -race ./templates/... ./gen/...

pointers: ## Run the tests of the runtime without unsafe, and with each conversion of a pointer checked.
	$(GO) test -tags purego ./templates/... ./gen/...
	$(GO) test -gcflags=all=-d=checkptr ./templates/... ./gen/...

interop: ## Call the servers of ogen and oapi-codegen with odagen's clients, and the reverse.
	cd interop && $(GO) generate . && $(GO) vet . && $(GO) test .

vet:
	$(GO) vet ./...
	@for dir in $(MODULES); do (cd $$dir && $(GO) vet ./...) || exit 1; done

lint: ## Lint; the linter is built from its module.
	$(GOLANGCI) run ./...

# A number of runs, not a time: go test reports a time that runs out in the wrong
# moment as a failure (golang.org/issue/75804).
FUZZTIME ?= 20000x
fuzz: ## Run each fuzz target FUZZTIME times.
	@$(GO) list -f '{{range .TestGoFiles}}{{$$.ImportPath}} {{$$.Dir}}/{{.}}{{"\n"}}{{end}}{{range .XTestGoFiles}}{{$$.ImportPath}} {{$$.Dir}}/{{.}}{{"\n"}}{{end}}' ./... | while read pkg file; do \
		for target in $$(grep -o '^func Fuzz[A-Za-z0-9_]*' $$file | cut -c6-); do \
			echo "$$pkg $$target"; \
			$(GO) test $$pkg -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) || exit 1; \
		done; \
	done

.PHONY: bench
bench: ## Measure the codec, and what compiling and reading cost; results go to bench/RESULTS.md, OPENAPI.md and READING.md.
	cd bench && $(GO) run -tags msgraph ./codec -write && $(GO) run ./layout -write && $(GO) run ./compile -sdk -write && $(GO) run ./openapi -write && $(GO) run ./reading -write
