# The two main commands are `make` and `make test`. `make help` lists the rest.
# PYTHON chooses the interpreter for .venv, for instance `make PYTHON=python3.12`.

PYTHON ?=
export PYTHON

# Where the tests find the npm packages.
OCTAVO_NPM ?= $(CURDIR)/tools/validators/node_modules
export OCTAVO_NPM

READY := .venv/ready
TESTABLE := .venv/testable

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.PHONY: all pdf epub html site check test long fuzz-text generate doctor bench lock clean help

all: $(READY)  ## install what is missing, and build source/ in all its formats
	@tools/editions.sh

pdf: $(READY)  ## only the PDFs
	@tools/editions.sh pdf

epub: $(READY)  ## only the EPUBs
	@tools/editions.sh epub

html: $(READY)  ## only the HTML pages
	@tools/editions.sh html

site: $(READY)  ## only the sites
	@tools/editions.sh site

check: $(TESTABLE)  ## build source/, then run all checks on it, with the outside validators
	@.venv/bin/octavo check

test: $(TESTABLE)  ## install what the tests need, then run ruff, mypy, the import rules and all tests
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/pytest -n auto --dist worksteal

long: $(TESTABLE)  ## run the long forms of the tests: 200 edits, and whole books with and without speed-ups (an hour)
	OCTAVO_EDITS=200 .venv/bin/pytest -n 2 tests/whole/test_incremental.py
	OCTAVO_LONG=1 .venv/bin/pytest tests/whole/test_without_speedups.py

fuzz-text: $(TESTABLE)  ## insert 20,000 constructs into good texts, and see that no word is lost in silence (half an hour)
	OCTAVO_MUTATIONS=20000 .venv/bin/pytest -n 2 tests/whole/test_mutations.py

generate: $(READY)  ## write the files that are made from the code: JSON schemas, tables and rules of the guide
	@.venv/bin/python tools/generate.py

doctor: $(READY)  ## show what is installed and what is missing
	@.venv/bin/octavo doctor

bench: $(TESTABLE)  ## measure octavo's speed against WeasyPrint and Pandoc (benchmarks/)
	@.venv/bin/python -m benchmarks

lock: $(READY)  ## renew all pinned versions (requirements/*.txt, tools/validators/package-lock.json)
	tools/lock.sh

clean:  ## remove the editions and the cache (.venv stays)
	@rm -rf .octavo build dist
	@find output -mindepth 1 ! -name .gitkeep -delete

help:  ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

$(READY): pyproject.toml requirements/run.txt requirements/build.txt tools/setup.sh
	@tools/setup.sh run
	@touch $@

# After READY, so that with -j the two never write to .venv at once.
$(TESTABLE): $(READY) requirements/dev.txt requirements/verapdf.txt tools/validators/package-lock.json
	@tools/setup.sh test
	@touch $@
