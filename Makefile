# `make demo` and `make test` set up everything they need in .venv, from the lock.

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
# A file's tests stay together, for what they share is made once; files in their order, the browser's first.
PYTEST := $(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder

# Compiled once: the tests start some hundred processes.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help demo test test-postgres lint format accuracy structure shapes recipes bench load load-hostile attack deploy screenshots lock docs-schema docs-permissions docs-security docs-third-party clean

help: ## say what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(READY) ## read the bundled fictional city, or REPORTS="a.pdf b.docx", and open the site; PORT=8001
	@$(BIN)/luoshi demo $(if $(PORT),--port $(PORT)) $(REPORTS)

test: $(READY) ## run the tests; ARGS="-k word" is passed to pytest
	@$(PYTEST) $(ARGS)

test-postgres: $(READY) ## run the tests of luoshi.city on a PostgreSQL of their own
	@$(BIN)/python tools/postgres.py $(PYTEST) tests/city $(ARGS)

TEMPLATES := src/luoshi/city

lint: $(READY) ## check style, formatting, templates, types and import contracts
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/djhtml --tabwidth 2 --check $(TEMPLATES)
	@$(BIN)/djlint --lint --quiet $(TEMPLATES)
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: $(READY) ## mend style and formatting
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format
	@$(BIN)/djhtml --tabwidth 2 $(TEMPLATES)

accuracy: $(READY) ## score the labels in ../shared against the floor; FAULTS=50 shows faults, RAISE=1 raises the floor
	@$(BIN)/python tools/accuracy.py $(if $(FAULTS),--faults $(FAULTS)) $(if $(RAISE),--raise-floor)

structure: $(READY) ## count what one change touches: states, fields, events, outsiders, addresses, long lines; BASE=revision beside it
	@$(BIN)/python tools/structure.py $(foreach one,$(BASE),--commit $(one)) --now $(if $(PLACES),--places)

shapes: $(READY) ## read the same reports in every shape people bring; ONLY=pdf, FAULTS=9 shows faults, REPORTS=9, SHORT=1
	@$(BIN)/python tools/shapes.py --reports $(or $(REPORTS),$(if $(SHORT),4,40)) \
	  $(if $(ONLY),--only '$(ONLY)') $(if $(FAULTS),--faults $(FAULTS)) $(if $(MARKDOWN),--markdown)

recipes: $(READY) ## read hostile texts at doubling lengths: time must not grow faster than they do; ONLY=quote, SHORT=1
	@$(BIN)/python tools/recipes.py $(if $(ONLY),--only '$(ONLY)') $(if $(SHORT),--short)

bench: $(READY) ## measure speed and memory; WRITE=1 writes the table into docs/performance.md
	@$(BIN)/python tools/bench.py $(if $(WRITE),--write)

load: $(READY) ## measure the site with a city of 20 years, on both databases; SCALE=0.01 is smaller, WRITE=1 writes docs/performance.md
	@$(BIN)/python tools/load.py --scale $(or $(SCALE),1) $(if $(ONLY),--only $(ONLY)) $(if $(WRITE),--write)

load-hostile: $(READY) ## the same while ten hostile files are uploaded at once, and after a kill; SECONDS=60, SHORT=1, ONLY=sqlite
	@$(BIN)/python tools/load_hostile.py $(if $(SECONDS),--seconds $(SECONDS)) $(if $(SHORT),--short) $(if $(ONLY),--only $(ONLY))

attack: $(READY) ## attack a demonstration for ten minutes, or ADDRESS= with AS="user:password …"; SHORT=1, ONLY="access locks", DATABASE=postgresql
	@$(BIN)/python tools/attack.py $(ADDRESS) $(foreach one,$(AS),--as '$(one)') $(if $(SHORT),--short) \
	  $(if $(DATABASE),--database $(DATABASE)) $(if $(MINUTES),--minutes $(MINUTES)) $(if $(ONLY),--only $(ONLY))

deploy: $(READY) ## install the site as docs/deploy.md says, and look at it: as root in a Debian of its own; FOLDERS=1, KEEP=1
	@$(BIN)/python tools/walk_deploy.py $(if $(FOLDERS),--folders) $(if $(KEEP),--keep)

screenshots: $(READY) ## make the pictures in docs/images; needs chromium and chromedriver
	@$(BIN)/python tools/screenshots.py
	@$(BIN)/python tools/screenshots_city.py

docs-security: $(READY) ## write docs/security-*.md from the tables in docs/security
	@$(BIN)/python tools/security.py

docs-permissions: $(READY) ## write docs/permissions.md from the table of permissions
	@$(BIN)/python tools/permissions.py

docs-third-party: $(READY) ## write docs/third-party.md from what the locked libraries say of their licences
	@$(BIN)/python tools/third_party.py

docs-schema: $(READY) ## write docs/schema/report.schema.json from the records
	@$(BIN)/python tools/schema.py

lock: $(READY) ## write requirements/*.txt from pyproject.toml; UPGRADE=1 takes newer versions
	@$(BIN)/python tools/lock.py $(if $(UPGRADE),--upgrade)

clean: ## remove the virtual environment, caches and output
	@rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache build dist out

$(READY): requirements/dev.txt pyproject.toml
	@command -v $(PYTHON) >/dev/null 2>&1 || \
	  { echo "luoshi: $(PYTHON) was not found; install Python 3.11 or later, or say which: make PYTHON=/path/to/python3" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "luoshi: $$($(PYTHON) --version 2>&1) is too old; Python 3.11 or later is needed: make PYTHON=python3.11" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo "luoshi: $(PYTHON) cannot make virtual environments; on Debian or Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@echo "Setting up .venv (once; a minute or two) …" >&2
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@
