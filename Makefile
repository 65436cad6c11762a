# Two commands set everything up: `make run` and `make test`. The rest serves those who work on the house.
SHELL := /bin/sh
PYTHON ?= python3
PORT ?= 8000
export PARINDEX_HOME ?= $(CURDIR)/var

BIN := .venv/bin
UV := $(BIN)/uv
UV_VERSION := 0.13.9
INSTALLED := .venv/installed.stamp
SPARK := .venv/spark.stamp
VENDOR := src/parindex/web/static/vendor/installed.stamp
ALL_PROCESSORS := --numprocesses auto --dist loadfile
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard src/parindex/web/locale/*/LC_MESSAGES/*.po))

.PHONY: run test setup lint types bench docs lock clean

# `make run PARINDEX_PRACTICE=0` leaves the fictional practice province and its accounts out.
run: export PARINDEX_PRACTICE ?= 1
run: setup
	$(BIN)/parindex-web migrate --verbosity 0
	$(BIN)/parindex-web load_editions
	@test "$$PARINDEX_PRACTICE" != 1 || echo "Tỉnh Mẫu: two years of simulated dossiers, a minute or so at the first start"
	test "$$PARINDEX_PRACTICE" != 1 || $(BIN)/parindex-web load_practice
	$(BIN)/parindex-web collectstatic --noinput --verbosity 0
	@echo "parindex: http://127.0.0.1:$(PORT)/"
	$(BIN)/gunicorn parindex.web.wsgi --bind 127.0.0.1:$(PORT) --workers 2 --threads 4 \
	  --no-control-socket --log-level warning

# All tests run on SQLite; those that touch the database run again on a PostgreSQL of their own.
# The browser's run alone: its library keeps a loop in which Django refuses to ask the database.
test: setup $(SPARK)
	@sh tests/install_chromium.sh
	@sh tests/install_java.sh
	@sh tests/install_postgresql.sh
	@sh tests/install_clamd.sh
	$(MAKE) --no-print-directory lint types
	PARINDEX_TEST_DATABASE=sqlite $(BIN)/pytest $(ALL_PROCESSORS) --ignore=tests/browser \
	  --cov --cov-report= --cov-fail-under=0
	PARINDEX_TEST_DATABASE=postgresql $(BIN)/pytest $(ALL_PROCESSORS) tests --ignore=tests/browser \
	  --cov --cov-append --cov-report=term
	$(BIN)/pytest tests/browser

setup: $(INSTALLED) $(VENDOR) $(CATALOGUES)

lint: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports --no-cache
	$(BIN)/parindex check --shipped --quiet

types: setup
	$(BIN)/mypy

bench: setup $(SPARK)
	$(BIN)/python -m benches

docs: setup
	$(BIN)/python -m docs.build

# The lock names packages and hashes only, so that any mirror of the package index serves it.
lock: $(UV)
	$(UV) pip compile pyproject.toml --all-extras --group assets --group dev --universal \
	  --generate-hashes --no-annotate --no-header --upgrade --quiet --output-file requirements.lock
	$(UV) pip compile pyproject.toml --group spark --universal --constraint requirements.lock \
	  --generate-hashes --no-annotate --no-header --upgrade --quiet --output-file requirements-spark.lock

$(UV):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "parindex needs Python 3.11 or newer; call make with PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || sh tests/install_venv.sh
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check "uv==$(UV_VERSION)"

$(INSTALLED): $(UV) pyproject.toml requirements.lock
	$(UV) pip install --quiet --python $(BIN)/python --require-hashes --requirement requirements.lock
	$(UV) pip install --quiet --python $(BIN)/python --no-deps --editable .
	@touch $@

# Spark is large: only the tests and the benches need it here.
$(SPARK): $(INSTALLED) requirements-spark.lock
	$(UV) pip install --quiet --python $(BIN)/python --require-hashes --requirement requirements-spark.lock
	@touch $@

$(VENDOR): $(INSTALLED) frontend/package-lock.json
	$(BIN)/python -m frontend.vendor
	@touch $@

%.mo: %.po $(INSTALLED)
	$(BIN)/pybabel --quiet compile --input-file $< --output-file $@

clean:
	rm -rf .venv node_modules frontend/node_modules src/parindex/web/static/vendor
