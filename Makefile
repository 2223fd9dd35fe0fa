# `make` alone lists what can be made. Python 3.11 or newer and make are all that is needed.
.DEFAULT_GOAL := help
.PHONY: audit backup restore help install fonts run dev api test lint demo-client check-books check-files check-vendors admin password-link reset-second-factor bench bench-memory bench-year bench-search bench-tabs bench-gateway bench-files bench-together soak lock

PYTHON ?= python3
BIN := .venv/bin
NODE := $(BIN)/node
CLI := $(BIN)/python -m chat_app.cli
# What failed among five processes (status 1), once more with nothing beside it: docs/adr/0047
ALONE = { [ $$? -eq 1 ] && $(BIN)/python -m pytest --last-failed --last-failed-no-failures none --maxfail 3; }
PACKAGES := $(BIN)/python -m chat_app.packages

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-19s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: .venv/.installed ## make the virtual environment with everything the app needs

fonts: .venv/.installed ## add the letters of Chinese, Japanese and Korean for exported PDFs (50 MB)
	@$(PACKAGES) requirements-fonts.txt

run: .venv/.installed ## serve browser app and API on http://localhost:3000
	@exec $(CLI) run

dev: .venv/.installed ## the same, reloading when a file changes
	@exec $(CLI) dev

api: .venv/.installed ## serve the API alone on port 8000, without Node
	@exec $(CLI) api

test: .venv/.tested .venv/clients/.installed tests/clients/node_modules/.installed tests/sign_on/node_modules/.installed ## set up and pass all tests, browser ones included
	$(BIN)/python -m tests.browser
	$(BIN)/python -m tests.curl
	$(BIN)/python -m pytest --numprocesses 5 --no-loadscope-reorder || $(ALONE)

lint: .venv/.tested lint/node_modules/.installed ## check format, style, types and who imports whom
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/pyright
	$(BIN)/lint-imports
	$(BIN)/hadolint Dockerfile
	$(NODE) lint/node_modules/eslint/bin/eslint.js --config lint/eslint.config.js --max-warnings 0 chat_app tests benchmarks lint
	$(NODE) lint/node_modules/typescript/bin/tsc --project lint/tsconfig.json

audit: .venv/.tested .venv/audit/.installed ## look for known holes and binding licences in what we stand on
	@$(BIN)/python -m lint.audit

demo-client: .venv/.installed ## stream a call with the package openai: TALLY_KEY=tk_… make demo-client
	@$(BIN)/python -m examples.demo_client

check-books: .venv/.installed ## prove ledger = budgets; exit 1 and the rows that differ
	@$(CLI) check-books

check-files: .venv/.installed ## prove that all files that people sent are there; exit 1 and those that are not
	@$(CLI) check-files

check-vendors: .venv/.installed ## talk a little with each vendor whose key is set; exit 1 where one fails
	@$(CLI) check-vendors

admin: .venv/.installed ## grant the admin role: make admin EMAIL=someone@example.org
	@$(CLI) admin $(or $(EMAIL),$(error Say who: make admin EMAIL=someone@example.org))

password-link: .venv/.installed ## print a link to set a password, where no administrator gets in: make password-link EMAIL=…
	@$(CLI) password-link $(or $(EMAIL),$(error Say whose: make password-link EMAIL=someone@example.org))

reset-second-factor: .venv/.installed ## take second factor and passkeys off who lost them: make reset-second-factor EMAIL=…
	@$(CLI) reset-second-factor $(or $(EMAIL),$(error Say whose: make reset-second-factor EMAIL=someone@example.org))

backup: .venv/.installed ## copy all that is kept into a file: make backup FILE=tally.tar
	@$(CLI) backup $(or $(FILE),$(error Say where to: make backup FILE=tally.tar))

restore: .venv/.installed ## put back what a backup holds, and prove its books: make restore FILE=tally.tar
	@$(CLI) restore $(or $(FILE),$(error Say which: make restore FILE=tally.tar))

bench: .venv/.tested ## measure what messages cost: make bench BENCH="--wire openai --beside COMMIT"
	$(BIN)/python -m benchmarks.throughput $(BENCH)
	$(NODE) benchmarks/markdown.mjs

bench-memory: .venv/.tested ## measure memory: at rest, a stream, a tab, after 10 000 messages
	$(BIN)/python -m benchmarks.memory

bench-year: .venv/.tested ## measure reports of a year of 10 000 people; takes long
	$(BIN)/python -m benchmarks.year

bench-search: .venv/.tested ## measure searches among a million messages; takes long
	$(BIN)/python -m benchmarks.search_speed

bench-tabs: .venv/.tested ## measure what a reply costs in a browser tab, against the API
	$(BIN)/python -m benchmarks.tabs

bench-together: .venv/.tested ## measure how soon others see what one does in a chat, and what 20 people in one cost
	$(BIN)/python -m benchmarks.together $(BENCH)

bench-files: .venv/.tested ## measure what files cost: memory, time, and what a running reply notices
	$(BIN)/python -m benchmarks.files

soak: .venv/.tested ## have 200 people use a server for 10 minutes while what it needs fails: make soak MINUTES=10 PEOPLE=200
	MINUTES=$(or $(MINUTES),10) PEOPLE=$(or $(PEOPLE),200) $(BIN)/python -m pytest -q -p no:cacheprovider tests/soak

bench-gateway: .venv/.tested ## measure a program's call beside LiteLLM's proxy, which it installs for that (600 MB)
	$(BIN)/python -m benchmarks.gateway $(BENCH)

lock: .venv/.tested .venv/clients/.installed ## write down the versions of everything installed
	$(BIN)/python -m pip freeze --disable-pip-version-check > constraints.txt
	.venv/clients/bin/python -m pip freeze --disable-pip-version-check > tests/clients/constraints.txt

.venv/.installed: requirements.txt constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed" if sys.version_info < (3, 11) else 0)'
	@echo "Making a virtual environment in .venv"
	@$(PYTHON) -m venv .venv
	@$(PACKAGES) requirements.txt
	@touch $@

.venv/.tested: .venv/.installed requirements-dev.txt requirements-fonts.txt
	@$(PACKAGES) requirements-dev.txt
	@touch $@

.venv/clients/.installed: tests/clients/requirements.txt tests/clients/constraints.txt | .venv/.installed
	@$(PYTHON) -m venv .venv/clients
	@.venv/clients/bin/python -m chat_app.packages tests/clients/requirements.txt
	@touch $@

# Of its own: it brings more packages than it looks at.
.venv/audit/.installed: lint/requirements.txt | .venv/.installed
	@$(PYTHON) -m venv .venv/audit
	@.venv/audit/bin/python -m chat_app.packages lint/requirements.txt
	@touch $@

# npm calls node by its name.
%/node_modules/.installed: .venv/.installed %/package.json %/package-lock.json
	cd $* && PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --silent --no-audit --no-fund
	@touch $@
