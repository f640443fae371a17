# Everything the project can do for you. `make` alone explains the targets.

PORT ?= 8000
DB ?= $(or $(USF_DATABASE),usf.db)
ELECTIONS ?= ../shared/data/elections
RACES ?= 500
CHAOS ?= $(or $(USF_CHAOS),1)
SEED ?=

# Tests that open a ledger: they run a second time on PostgreSQL, with each account in a partition of its own.
PLACED := tests/api tests/ledger/seams tests/model tests/projections tests/races

# Rows of the bench, by the beginnings of their names (`make bench ROWS="http bulk"`); all unless given.
ROWS ?=

# Arguments for pytest (`make test TESTS="tests/rounds -x"`) and for uv (`make lock LOCK=--upgrade`).
TESTS ?=
LOCK ?=

BIN := .venv/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
INSTALL := $(PIP) install --require-hashes --only-binary :all:
EDITABLE := $(PIP) install --no-deps --no-build-isolation --editable .
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header

# A stamp is younger than the lock it was made from, so setting up happens once, and again when a lock changes.
RUN := .venv/.run
DEV := .venv/.dev

MAKEFLAGS += --no-print-directory
.DELETE_ON_ERROR:
.PHONY: help venv run test check format rules elections bench races chaos lock clean

help: ## Explain the targets (this page).
	@echo "The ledger of the Universal Solidarity Fund"
	@echo
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile
	@echo
	@echo "Variables: PORT=$(PORT) and DB=$(DB) for run, ELECTIONS=FOLDER for elections,"
	@echo "RACES=$(RACES) for races, CHAOS=$(CHAOS) (times as many faults) and SEED=... for chaos,"
	@echo "ROWS=... for bench, TESTS=... for pytest, LOCK=--upgrade for lock,"
	@echo "PYTHON=/path/to/python to choose a Python (3.11 or newer)."

venv: $(DEV) ## Set up .venv with everything that the other targets need.

run: $(RUN) ## Fill an empty database with the demonstration and serve it on 127.0.0.1.
	@$(BIN)/usf demo --db "$(DB)"
	@exec $(BIN)/usf serve --db "$(DB)" --port "$(PORT)"

test: $(DEV) ## Run all the tests.
ifneq ($(TESTS),)
	@$(BIN)/python -m pytest $(TESTS)
else
	@status=0; \
	$(BIN)/python -m pytest || status=1; \
	echo "Once more on PostgreSQL, with every account in a partition of its own:"; \
	USF_TEST_STORE=postgresql USF_PLACEMENT=each $(BIN)/python -m pytest $(PLACED) || status=1; \
	exit $$status
endif

check: $(DEV) ## Check format, lint, types and import contracts.
	@status=0; \
	$(BIN)/ruff format --check --quiet . || { status=1; echo "Some files are not formatted: make format" >&2; }; \
	$(BIN)/ruff check --quiet . || status=1; \
	$(BIN)/mypy --strict || status=1; \
	$(BIN)/lint-imports --no-logo || status=1; \
	exit $$status

format: $(DEV) ## Format the code and mend what lint can mend.
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format --quiet .

rules: $(DEV) ## Disable each refusal in turn and require its named test to fail.
	@$(BIN)/python -m tests.rules

elections: $(DEV) ## Run the real elections in ELECTIONS and compare their winners.
	@test -d "$(ELECTIONS)" || { \
		echo "There is no folder $(ELECTIONS). Name one that holds .pb files: make elections ELECTIONS=FOLDER" >&2; \
		exit 2; }
	@$(BIN)/python -m tests.elections "$(ELECTIONS)"

bench: $(DEV) ## Measure the ledger against the machine; the figures go to bench/latest.json.
	@$(BIN)/python -m bench $(if $(ROWS),--only $(ROWS))

races: $(DEV) ## Run each race RACES times.
	@USF_RACES="$(RACES)" $(BIN)/python -m pytest -o faulthandler_timeout=0 tests/races

chaos: $(DEV) ## Kill, cut, fill and fail what can be, and show that nothing is lost.
	@USF_CHAOS="$(CHAOS)" $(BIN)/python -m tests.chaos $(if $(SEED),--seed $(SEED))

lock: $(DEV) ## Write both locks anew from pyproject.toml.
	@$(COMPILE) $(LOCK) --group build --output-file requirements.lock pyproject.toml
	@$(COMPILE) $(LOCK) --group dev --constraint requirements.lock --output-file requirements-dev.lock pyproject.toml

clean: ## Remove .venv and caches; databases stay.
	@rm -rf .venv .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache .schemathesis \
		build dist usf_ledger.egg-info
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Python is the one named by PYTHON, or else the first on the path that is new enough.
.venv/pyvenv.cfg:
	@for python in $(or $(PYTHON),python3 python3.14 python3.13 python3.12 python3.11 python); do \
		if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
			"$$python" -m venv .venv && exit 0; \
			rm -rf .venv; \
			echo "$$python cannot make a virtual environment; on Debian and Ubuntu, install python3-venv." >&2; \
			exit 1; \
		fi; \
	done; \
	echo "Python 3.11 or newer is needed$(if $(PYTHON),; $(PYTHON) is not,). Name one: make PYTHON=/path/to/python" >&2; \
	exit 1

$(RUN): requirements.lock pyproject.toml | .venv/pyvenv.cfg
	@echo "Setting up .venv from requirements.lock" >&2
	@$(INSTALL) -r requirements.lock
	@$(EDITABLE)
	@touch $@

# The development lock holds all of the other one, so it satisfies both stamps.
$(DEV): requirements-dev.lock requirements.lock pyproject.toml | .venv/pyvenv.cfg
	@echo "Setting up .venv from requirements-dev.lock" >&2
	@$(INSTALL) -r requirements-dev.lock
	@$(EDITABLE)
	@touch $(RUN) $@
