# The one door. `make demo` and `make test` need only Python 3.11+ and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SOURCES := pyproject.toml $(shell find src examples -type f -not -name '*.pyc')
DEMO := demo
ENCODERS := lexical default
LABELLED := banking77 massive-en massive-fi massive-sv

.PHONY: help demo test check fmt lint types imports bench peers lock clean

help: ## show this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

demo: $(VENV)/.voc ## the main job on the example export, in the folder demo/
	@$(BIN)/voc init $(DEMO) --example
	@cd $(DEMO) && ../$(BIN)/voc run --apply --format table
	@echo
	@echo "Report:        $(DEMO)/report.md"
	@echo "Filed issues:  $(DEMO)/issues/"

test: $(VENV)/.dev ## all tests, on up to four cores
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile

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
	$(BIN)/python -m benchmarks.quality --encoder $(ENCODERS) --data $(LABELLED) titanium xamarin --repeat 3
	$(BIN)/python -m benchmarks.quality --encoder $(ENCODERS) --data banking77 titanium --small --no-whole
	$(BIN)/python -m benchmarks.quality --levels --no-whole --data massive-en banking77 titanium
	$(BIN)/python -m benchmarks.quality --encoder lexical --data mixed-20000
	$(BIN)/python -m benchmarks.lasting
	$(BIN)/python -m benchmarks.kinds
	$(BIN)/python -m benchmarks.trends
	$(BIN)/python -m benchmarks.run
	$(BIN)/python -m benchmarks.weekly
	$(BIN)/python -m benchmarks.titles
	$(BIN)/python -m benchmarks.duplicates
	$(BIN)/python -m benchmarks.filing
	$(BIN)/python -m benchmarks.filing --on jira
	$(BIN)/python -m benchmarks.filing --on redmine --runs 50
	$(BIN)/python -m benchmarks.filing --plan
	$(BIN)/python -m benchmarks.size

peers: $(VENV)/.peers ## the same beside BERTopic (downloads torch; half an hour)
	$(BIN)/python -m benchmarks.quality --encoder $(ENCODERS) minilm --peer bertopic --data $(LABELLED)
	$(BIN)/python -m benchmarks.quality --encoder $(ENCODERS) --peer bertopic --peer-encoder minilm --data titanium xamarin
	$(BIN)/python -m benchmarks.quality --encoder $(ENCODERS) --peer bertopic --peer-encoder minilm --data banking77 titanium --small --no-whole
	$(BIN)/python -m benchmarks.quality --encoder $(ENCODERS) --peer bertopic --peer-encoder minilm --data banking77 --stability --no-whole

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

$(VENV)/.peers: $(VENV)/.dev
	$(BIN)/python -m pip install --disable-pip-version-check -q 'pip>=25.1'
	$(BIN)/python -m pip install --disable-pip-version-check -q --group bench
	@touch $@
