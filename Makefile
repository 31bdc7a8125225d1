# Everything a contributor needs. Python 3.11 or newer; `make PYTHON=python3.12 test` picks another one.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
READY_DEV := $(VENV)/.ready-dev
LOCK := -q --generate-hashes --strip-extras --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-header --allow-unsafe

.PHONY: run talk test lint check bench eval kinds sayings soak build lock browser clean help

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

run: $(READY) ## the bot on Telegram with TELEGRAM_BOT_TOKEN, else the same advisor on this machine
	@$(BIN)/python -m bot

talk: $(READY) ## the advisor in this terminal
	@$(BIN)/python -m conversations

test: $(READY_DEV) browser ## every test
	$(BIN)/python -m pytest

lint: $(READY_DEV) ## style, types, import rule
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check: $(READY) ## the catalog's data files
	@$(BIN)/python -m knowledge check

bench: $(READY_DEV) ## speed and memory, beside baselines in the same run
	$(BIN)/python -m tests.benchmarks.bench

eval: $(READY_DEV) ## how well text is understood, beside its peers
	$(BIN)/python -m tests.benchmarks.understanding

kinds: $(READY_DEV) ## fit anew how kinds of text are told, after a change of its lines
	$(BIN)/python -m pip install -q --disable-pip-version-check -e ".[fit]"
	$(BIN)/python -m conversations.understanding.kinds.fit

sayings: $(READY_DEV) ## fit anew where sayings point, after a change of the vocabulary or of data/sayings; then `make kinds`
	$(BIN)/python -m pip install -q --disable-pip-version-check -e ".[fit]"
	$(BIN)/python -m knowledge.build.sayings

soak: $(READY_DEV) ## a minute of load with faults, on both stores
	$(BIN)/python -m tests.bot.soak

lock: $(READY_DEV) ## write the lock files anew from pyproject.toml
	$(BIN)/pip-compile $(LOCK) --extra dev -o requirements-dev.txt pyproject.toml
	$(BIN)/pip-compile $(LOCK) -c requirements-dev.txt -o requirements.txt pyproject.toml

browser: ## a Chromium for the page's tests, where none is installed
	@command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1 || \
		{ command -v apt-get >/dev/null 2>&1 && apt-get update -qq && apt-get install -y -qq chromium; } || \
		echo "No Chromium found: install one (chromium or google-chrome) for the tests of the chat page."

clean: ## remove the environment and caches
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Signpost needs Python 3.11 or newer; $(PYTHON) is older. Try: make PYTHON=python3.11 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(READY): requirements.txt | $(VENV)/bin/python
	@echo "Setting up (once) ..."
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(READY_DEV): requirements-dev.txt | $(VENV)/bin/python
	@echo "Setting up for development (once) ..."
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@ $(READY)
