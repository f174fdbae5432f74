# `make help` lists the commands. Needs Python 3.11 or newer and a package registry, nothing else.

PYTHON ?=
PORT ?= 8000
WORKERS ?= 2

BIN := .venv/bin
STAMPS := .venv/.stamps
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard translations/*/LC_MESSAGES/*.po))
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help install postgres demo test lint format translations extract dev lock upgrade bench clean

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: $(STAMPS)/project translations ## Make .venv with the `awards` command

postgres: install $(STAMPS)/postgres ## Add the driver for a database on PostgreSQL

demo: install ## Serve the demo edition on http://127.0.0.1:8000 (PORT= changes the port)
	$(BIN)/awards demo --port $(PORT)

# One file of tests stays on one worker: its server and its browser are started once. (Not `loadgroup`: xdist 3.8 does
# not see groups under pytest 9.2.)
test: dev lint ## Check and test everything, in a real browser too
	chromium=$$(tools/chromium.sh) && CHROMIUM=$$chromium $(BIN)/python -m pytest \
		--numprocesses $(WORKERS) --dist loadfile --no-loadscope-reorder --cov --cov-report=term

extract: dev ## Collect new messages into the catalogues
	$(BIN)/python tools/messages.py

lint: dev ## Style, types, import contracts, templates
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(if $(wildcard templates/*),$(BIN)/djlint templates --lint --quiet)

format: dev ## Rewrite the Python files in the house's layout
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

translations: $(CATALOGUES) ## Compile the message catalogues

%.mo: %.po | $(STAMPS)/runtime
	$(BIN)/python -m babel.messages.frontend --quiet compile -i $< -o $@

dev: install $(STAMPS)/dev ## Add what the tests and checks need

lock: $(STAMPS)/tools ## Write the locks again after a change in pyproject.toml
	echo 'setuptools>=77' | $(LOCK) $(UPGRADE) --no-annotate -o requirements/build.txt -
	echo 'uv' | $(LOCK) $(UPGRADE) --no-annotate -o requirements/uv.txt -
	$(LOCK) $(UPGRADE) -o requirements/runtime.txt pyproject.toml
	$(LOCK) $(UPGRADE) -o requirements/postgres.txt -c requirements/runtime.txt --extra postgres pyproject.toml
	$(LOCK) $(UPGRADE) -o requirements/dev.txt -c requirements/runtime.txt -c requirements/build.txt \
		--group dev pyproject.toml
	@! grep -nE '://|^ *(-i|-f|--index|--extra|--find)' requirements/*.txt || { echo 'an address in a lock'; exit 1; }

upgrade: ## Lock the newest releases
	$(MAKE) lock UPGRADE=--upgrade

bench: dev ## Measure
	$(BIN)/python -m bench

clean: ## Remove .venv, caches and compiled catalogues; var/ stays
	rm -rf .venv build dist *.egg-info .coverage .coverage.* htmlcov .mypy_cache .pytest_cache .ruff_cache \
		.hypothesis .import_linter_cache $(CATALOGUES)
	find awards bench tests migrations -name __pycache__ -type d -prune -exec rm -rf {} +

# One stamp per step, inside .venv, newer than the lock it was made from: a second `make install` does nothing.

$(BIN)/python:
	tools/venv.sh $(PYTHON)

$(STAMPS)/tools: requirements/build.txt requirements/uv.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/build.txt
	-$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/runtime: requirements/runtime.txt $(STAMPS)/tools
	tools/install.sh --require-hashes -r requirements/runtime.txt
	@touch $@

$(STAMPS)/project: pyproject.toml $(STAMPS)/runtime
	tools/install.sh --no-deps --no-build-isolation --editable .
	@touch $@

$(STAMPS)/postgres: requirements/postgres.txt $(STAMPS)/runtime
	tools/install.sh --require-hashes -r requirements/postgres.txt
	@touch $@

$(STAMPS)/dev: requirements/dev.txt $(STAMPS)/runtime
	tools/install.sh --require-hashes -r requirements/dev.txt
	@touch $@
