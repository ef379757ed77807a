# The one door. `make demo` and `make test` need only Python 3.11+ and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SOURCES := pyproject.toml $(shell find src examples -type f -not -name '*.pyc')
DEMO := demo

.PHONY: help demo test check fmt lint types imports bench lock clean

help: ## show this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

demo: $(VENV)/.voc ## the main job on the example export, in the folder demo/
	@$(BIN)/voc init $(DEMO) --example
	@cd $(DEMO) && ../$(BIN)/voc run --apply --format table
	@echo
	@echo "Report:        $(DEMO)/report.md"
	@echo "Filed issues:  $(DEMO)/issues/"

test: $(VENV)/.dev ## all tests
	$(BIN)/python -m pytest

check: test lint types imports ## everything the gate asks

fmt: $(VENV)/.dev ## format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lint: $(VENV)/.dev ## style
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(VENV)/.dev ## types
	$(BIN)/mypy

imports: $(VENV)/.dev ## import contracts
	$(BIN)/lint-imports

bench: $(VENV)/.dev ## quality and cost on the labelled data in $$VOC_SHARED (default ../shared)
	$(BIN)/python -m benchmarks.quality --data banking77 massive-en massive-fi massive-sv titanium xamarin --small
	$(BIN)/python -m benchmarks.run

lock: ## renew the pinned requirements (needs uv)
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header \
	  --no-emit-index-url --group build -o requirements.lock -q
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header \
	  --no-emit-index-url --group build --group dev -o requirements-dev.lock -q

clean: ## remove what these targets made
	rm -rf $(VENV) $(DEMO) build dist

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit("voc needs Python 3.11 or newer, this is " + sys.version.split()[0] + "; try make PYTHON=python3.12") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.pinned: requirements.lock | $(VENV)/bin/python
	$(BIN)/python -m pip install --disable-pip-version-check -q --require-hashes -r requirements.lock
	@touch $@

$(VENV)/.voc: $(SOURCES) $(VENV)/.pinned
	$(BIN)/python -m pip install --disable-pip-version-check -q --no-deps --no-build-isolation --force-reinstall .
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.voc
	$(BIN)/python -m pip install --disable-pip-version-check -q --require-hashes -r requirements-dev.lock
	@touch $@
