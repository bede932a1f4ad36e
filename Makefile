# Everything a newcomer types. `run` and `test` do all of their own set-up, and remember it in stamp files, so that a second time costs nothing.
SHELL := /bin/bash
MAKEFLAGS += --no-print-directory
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run desk demo test check bench soak peers lock pot docs clean

BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes
DEMO := $(or $(KIOSK_DATA_DIR),$(CURDIR)/var/demo)
IN_DEMO := KIOSK_DATA_DIR="$(DEMO)"
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
	--no-config --custom-compile-command "make lock"

help: ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## */  make \1\t/' | expand -t 16

run: demo ## the kiosk as a demonstration; what is filed stays in var/demo
	@$(IN_DEMO) $(BIN)/kiosk --demo

desk: demo ## the desk of that demonstration, as staff see it over SSH
	@$(IN_DEMO) $(BIN)/kiosk --demo assist

demo: .venv/run-ready
	@$(BIN)/python -m compileall -q kiosk screens
	@if [ ! -e "$(DEMO)/kiosk.db" ]; then echo "Filing the demonstration's sample cases (once) ..."; $(IN_DEMO) $(BIN)/kiosk --demo samples; fi

test: .venv/test-ready ## all the tests; brings the system's programs that they talk to
	@tests/peers/bring || true
	@$(BIN)/python -m compileall -q kiosk screens
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -q --numprocesses=$$(($$(nproc) * 2 + 1)) --dist=worksteal $(ARGS) # more than there are processors: whole visits and other programs mostly wait

check: .venv/test-ready ## format, lint, types, import rules
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy kiosk screens tests
	@$(BIN)/lint-imports --no-logo

bench: .venv/test-ready ## the measurements; written to tests/bench/RESULTS.md
	@$(BIN)/python -m compileall -q kiosk screens tests
	@$(BIN)/python -m tests.bench $(ARGS)

soak: .venv/test-ready ## kills, forgetful disks, mutations; an hour or two, written to tests/soak/RESULTS.md
	@$(BIN)/python -m compileall -q kiosk screens tests
	@$(BIN)/python -m tests.soak $(ARGS)

peers: ## the Debian or Ubuntu packages that the tests talk to (as root, or with sudo)
	@tests/peers/bring

lock: .venv/test-ready ## lock the newest versions that pyproject.toml allows
	@$(LOCK) --upgrade pyproject.toml --group build --output-file requirements.txt
	@$(LOCK) --upgrade --group dev --constraint requirements.txt --output-file requirements-dev.txt

pot: .venv/test-ready ## the catalogue that translators begin with, from the texts of the code
	@$(BIN)/pybabel -q extract --no-location --sort-output --omit-header -o kiosk/locale/kiosk.pot kiosk screens

docs: .venv/test-ready ## the tables of docs/configuration.md, from the settings
	@$(BIN)/python docs/configuration.py

clean: ## remove what the other targets made, except var/
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find kiosk screens tests -name __pycache__ -prune -exec rm -rf {} +

# Python starts 0.7 s later when it finds nothing compiled, and PYTHONDONTWRITEBYTECODE may stand in the environment: compile here, once.
.venv/run-ready: requirements.txt pyproject.toml
	@echo "Preparing the program (once) ..."
	@python3 -c 'import ensurepip, venv' 2>/dev/null || tests/peers/bring python3-venv
	@python3 -m venv .venv
	@$(PIP) -r requirements.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
	@$(BIN)/python -m compileall -q .venv/lib >/dev/null || true # some packages carry a file for another Python
	@touch $@

.venv/test-ready: .venv/run-ready requirements-dev.txt
	@echo "Preparing the tests (once) ..."
	@$(PIP) -r requirements-dev.txt
	@$(BIN)/python -m compileall -q .venv/lib >/dev/null || true # as above
	@touch $@
