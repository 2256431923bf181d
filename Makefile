# Everything a person does here. Needs make, git and Python 3.11 or later with pip or ensurepip;
# uv and all else come as packages, into .uv/ and .venv/. No root, no other system package.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

NETRAL_DIR ?= .netral
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$p" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null && { echo "$$p"; break; }; done)
PY := .venv/bin/python
UV := .uv/bin/uv
STACK := $(PY) -S -m deploy.embedded --dir $(NETRAL_DIR)
READY := .venv/.ready
# Progress bars for people, silence for logs.
QUIET := $(shell [ -t 2 ] || echo -q)

.PHONY: help browser setup check fix test test-full demo up down status logs reset secrets sandbox docs \
	contracts bench compose-check locks

help: ## show this
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  \033[1m%-14s\033[0m %s\n", $$1, $$2 }' Makefile

# -- the house

setup: $(READY) ## bring uv, the virtual environment and every library, hash-checked

$(UV): requirements/uv.txt
	@[ -n "$(PYTHON)" ] || { echo "netral needs Python 3.11 or later (Debian: apt install python3)"; exit 1; }
	@if $(PYTHON) -m ensurepip --version >/dev/null 2>&1 && $(PYTHON) -m venv --clear .uv 2>/dev/null; then \
		.uv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r $<; \
	elif $(PYTHON) -m pip --version >/dev/null 2>&1; then \
		$(PYTHON) -m pip install -q --disable-pip-version-check --upgrade --target .uv --require-hashes -r $<; \
	else \
		echo "Python has neither pip nor ensurepip (Debian: apt install python3-venv)"; exit 1; \
	fi
	@touch $@

$(READY): $(UV) requirements/dev.txt requirements/build.txt pyproject.toml clients/python/pyproject.toml
	@[ -x $(PY) ] || $(UV) venv -q --python $(PYTHON) .venv
	@echo "installing what requirements/dev.txt names"
	@$(UV) pip install $(QUIET) --python $(PY) --require-hashes -r requirements/dev.txt
	@$(UV) pip install -q --python $(PY) --no-deps --build-constraints requirements/build.txt -e . -e clients/python
	@touch $@

locks: $(UV) ## resolve every dependency anew and pin it by hash
	@lock() { $(UV) pip compile --universal --generate-hashes --no-emit-index-url -p 3.11 -q \
		--custom-compile-command "make locks" "$$@"; }; \
	printf 'uv\n' | lock - -o requirements/uv.txt; \
	printf 'hatchling\neditables\n' | lock - -o requirements/build.txt; \
	lock --all-extras pyproject.toml -o requirements/dev.txt; \
	for extra in intake evidence workflow; do \
		lock --extra $$extra -c requirements/dev.txt pyproject.toml -o requirements/$$extra.txt; \
	done; \
	lock --extra intake --extra evidence --extra workflow -c requirements/dev.txt pyproject.toml \
		-o requirements/image.txt

# -- the code

check: $(READY) ## lint, format, types, who may import whom, undeclared libraries
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check -q .
	@.venv/bin/mypy services clients/python/src deploy tests
	@.venv/bin/lint-imports --no-cache >.venv/.imports 2>&1 || { cat .venv/.imports; exit 1; }
	@.venv/bin/deptry . 2>&1 | tail -n 20

fix: $(READY) ## let ruff repair and format what it can
	@.venv/bin/ruff check --fix -q . || true
	@.venv/bin/ruff format -q .

browser: # only for the tests of the pages; where it cannot be had they fail, and say why
	@[ -x /usr/bin/chromium ] || [ "$$(id -u)" != 0 ] || ! command -v apt-get >/dev/null || { \
		echo "installing Chromium for the tests of the pages"; \
		install() { apt-get install -y -q --no-install-recommends chromium >/dev/null 2>&1; }; \
		install || { apt-get update -q >/dev/null 2>&1 && install; } || echo "it is not to be had here" >&2; }

# Two at a time what minds no neighbour; then, one by one, what kills, measures and shares a stack:
# also after a failure, so that one run shows both, but not after Ctrl-C, which pytest ends in peace.
# pytest ends with 5 where ARGS leaves nothing to do: right for one of the two, not for both.
define tests
	@trap 'exit 130' INT; \
	done=0; $(PY) -m pytest -n 2 --dist loadfile -m "not alone$(1)" $(ARGS) || done=$$?; \
	alone=0; $(PY) -m pytest -m "alone$(1)" $(ARGS) || alone=$$?; \
	[ $$done = 0 ] || [ $$done = 5 ] || exit $$done; \
	[ $$alone = 0 ] || { [ $$alone = 5 ] && [ $$done = 0 ]; } || exit $$alone
endef

test: check browser ## check, then every test at its smoke size, on the real stack
	$(call tests, and not full)

test-full: check browser ## check, then every test at its full size
	$(call tests,)

bench: $(READY) ## measure, against the real stack
	@$(PY) -m tests.bench $(ARGS)

docs: $(READY) ## write the generated pages of docs/ (settings, errors)
	@$(PY) -m services.cli.documents $(ARGS)

contracts: $(READY) ## write OpenAPI and AsyncAPI to docs/contracts/
	@$(PY) -m services.cli.contracts $(ARGS)

# -- the stack

demo: $(READY) ## walk the real stories end to end on a fresh sandbox (DEMO_KEEP=0 stops it after)
	@$(PY) -m deploy.demo $(ARGS)

up: $(READY) ## start the whole stack; returns when it is ready (ARGS="--clock 2019-12-01")
	@$(STACK) up $(ARGS)

down: $(READY) ## stop the stack, keep its data
	@$(STACK) down

status: $(READY) ## each process and its health
	@$(STACK) status

logs: $(READY) ## follow what the processes say (ARGS="intake kafka" for some of them)
	@$(STACK) logs $(ARGS)

reset: $(READY) ## stop the stack and forget its data
	@$(STACK) reset

sandbox: $(READY) ## netral sandbox on the running stack (ARGS="advance --working-days 7")
	@$(STACK) exec netral sandbox $(ARGS)

# -- compose

secrets: $(READY) ## write the secrets of docker-compose.yml, once, into deploy/secrets/
	@.venv/bin/netral secrets new --dir deploy/secrets

compose-check: ## let Docker read docker-compose.yml
	@docker compose version >/dev/null 2>&1 || { \
		echo "no docker compose here (Docker's own package docker-compose-plugin)"; exit 1; }
	@docker compose config -q && echo "docker-compose.yml is well formed"
