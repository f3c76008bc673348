# geotrack: bare `make` lists what there is to make.
INTERPRETER ?= python3
PLATFORM ?= linux
# One more than there are cores: a test in the browser waits for a quarter of its time.
WORKERS ?= $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)
VENV ?= .venv
BIN := $(VENV)/bin
# Packages of this checkout, which geotrack needs or finds; all are installed from here in one command.
PACKAGES := packages/folium-polar packages/geotrack-extraction packages/geotrack-observations packages/geotrack-warnings
# geotrack is first: pip before 24 looks for it at the index where a package that needs it comes before its extras.
# uv takes a fifth of pip's time, but reads no settings of pip, such as another index: where it fails, pip installs.
# Builds are made one at a time, as they share web/node_modules.
editable = --editable $(1) $(PACKAGES:%=--editable %)
install = $(BIN)/python -m pip install --quiet --no-compile 'uv>=0.5' && \
	UV_CONCURRENT_BUILDS=1 $(BIN)/uv pip install --quiet --no-sources --python $(BIN)/python $(editable) 2>/dev/null || \
	$(BIN)/python -m pip install --quiet --no-compile $(editable)
# Compiled at once, here and in libraries: a process of a test would compile what it imports, where Python writes no .pyc.
# What pip compiles by one process, tests of libraries too, takes longer than the rest of its work.
COMPILE := $(BIN)/python -m compileall -q -q -j 0 -x '/tests?/' $(VENV)/lib geotrack $(PACKAGES:%=%/src) || true
STATIC := $(PACKAGES:%=%/src/*/static)
SOURCES := pyproject.toml $(PACKAGES:%=%/pyproject.toml) hatch_build.py web/package-lock.json web/build.mjs $(shell find web/src -type f)

.DEFAULT_GOAL := help
# Without bytecode each process would rewrite all tests for pytest again: seconds of each run.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help map test lint pytest quick fuzz chromium gdal packages qgis folium postgis format bench legibility offline clean

help: ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 18

map: $(VENV)/geotrack ## set up what is needed and build the two sample briefings
	@$(BIN)/geotrack map
	@echo "Open maps/overview.html in any browser; it needs no network."

test: ## lint, types, import contracts and all tests, the browser's too
	@$(MAKE) --no-print-directory --jobs=2 $(VENV)/tools packages
	@$(MAKE) --no-print-directory --jobs=2 lint pytest

lint: $(VENV)/tools ## ruff and mypy alone
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

pytest: $(VENV)/tools
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal

quick: $(VENV)/tools gdal ## the tests that need no browser and are not slow, properties with fewer examples
	$(BIN)/python -m pytest -n auto --dist worksteal -m "not browser and not slow" --hypothesis-profile=quick

fuzz: $(VENV)/tools ## broken files for each reader (COUNT=1000 of them, READER=csv), and random examples of each property
	$(BIN)/python -m tests.hostile.fuzz $(READER) --count $(or $(COUNT),1000)
	$(if $(READER),,$(BIN)/python -m pytest -n auto --dist worksteal -m hypothesis --hypothesis-profile=fuzz --timeout=3600)

chromium:
	@tools/ensure-chromium

gdal:
	@tools/ensure-gdal

# apt installs one at a time.
packages:
	@tools/ensure-chromium
	@tools/ensure-gdal

qgis: ## Debian's QGIS, so that a test opens an export in it
	@/usr/bin/python3 -c 'import qgis.core' 2>/dev/null || { apt-get update -qq && apt-get install -y -qq --no-install-recommends python3-qgis >/dev/null; }

folium: $(VENV)/tools chromium ## folium's own tests and documentation with PolarMap: FOLIUM=checkout DATA=folium-example-data
	$(BIN)/python -m tools.folium_cases $(FOLIUM) $(DATA)

postgis: ## Debian's PostgreSQL with PostGIS, so that a test asks it too
	@ls /usr/share/postgresql/*/extension/postgis.control >/dev/null 2>&1 || { apt-get update -qq && apt-get install -y -qq --no-install-recommends postgis postgresql-postgis >/dev/null; }

format: $(VENV)/tools ## let ruff mend what it can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/tools chromium ## cold starts, questions, checks and pages, as ratios to what they are held against
	$(call install,'.[bench]')
	$(BIN)/python benchmarks/cold_start.py
	$(BIN)/python benchmarks/query.py 1000 100000
	$(BIN)/python benchmarks/check.py
	$(BIN)/python benchmarks/observations.py
	$(BIN)/python benchmarks/tracks.py
	$(BIN)/python benchmarks/page.py
	$(BIN)/python benchmarks/serve.py
	$(BIN)/python benchmarks/density.py 1000000

legibility: $(VENV)/tools chromium ## find what cannot be read on the sample maps: pages, print, pictures, slides
	$(BIN)/python -m tools.legibility

offline: $(VENV)/geotrack ## one ZIP file that installs without a network: PLATFORM=windows PYTHON=3.12
	$(call install,'.[offline]')
	$(BIN)/python -m tools.offline --platform $(PLATFORM) --python $(or $(PYTHON),3.12) $(if $(EXTRAS),--extras $(EXTRAS))

clean: ## remove what was built
	rm -rf $(VENV) geotrack/static $(STATIC) web/node_modules dist maps/*.html

# Editable installs; the build hook makes the page's bundle with a Node of its own.
$(VENV)/geotrack: $(SOURCES)
	test -x $(BIN)/python || $(INTERPRETER) -m venv $(VENV)
	$(call install,.)
	@$(COMPILE)
	@touch $@

$(VENV)/tools: $(SOURCES)
	test -x $(BIN)/python || $(INTERPRETER) -m venv $(VENV)
	$(call install,'.[dev]')
	@$(COMPILE)
	@$(BIN)/python -m tools.compile_tests || true
	@touch $(VENV)/geotrack $@
