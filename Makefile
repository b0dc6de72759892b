# make            lists what there is to do
# PYTHON=…        another interpreter (3.11, 3.12, 3.13); each gets an environment of its own

PYTHON ?= python3
VERSION := $(shell $(PYTHON) -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)
VENV := .venv-$(VERSION)
BIN := $(VENV)/bin
# The engine alone, which is all that the demo needs; and what tests and checks need besides.
READY := $(VENV)/.ready
WORKSHOP := $(VENV)/.workshop
# Where npm is, the tests also ask the editor's own language server and compile the TypeScript client; where it is not, they say so.
NODE := $(if $(shell command -v npm),$(addsuffix /node_modules/.package-lock.json,tests/editor tests/service/typescript))
JOBS ?= 2
MUTANTS ?= dunning_engine.law.*

# durable-rules calls a function that Python 3.13 dropped; its successor has the same shape.
export CPPFLAGS += -DPyEval_CallObject=PyObject_CallObject
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.DEFAULT_GOAL := help
.PHONY: help demo test spark lint format bench docs mutation lock clean

help: ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

demo: $(READY) ## a real run: decisions on the example ledger, a summary and one explanation
	@$(BIN)/dunning demo

test: $(WORKSHOP) $(NODE) ## all tests
	$(BIN)/pytest -n $(JOBS)

spark: $(WORKSHOP) ## the tests on Spark (installs pyspark, large; Java 17 or later; INVOICES=200000 for a ledger of that size)
	$(BIN)/pip install --quiet --require-hashes --requirement requirements/spark.txt
	INVOICES=$(INVOICES) $(BIN)/pytest tests/spark

lint: $(WORKSHOP) ## style, types, import contract, and the shipped policies
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/dunning check

format: $(WORKSHOP) ## put the code in the project's form
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format --quiet .

bench: $(WORKSHOP) ## measure, as ratios within one run
	$(BIN)/pip install --quiet --require-hashes --requirement requirements/bench.txt
	$(BIN)/python benchmarks/run.py

mutation: $(WORKSHOP) ## change the code line by line; list the changes that no test sees (MUTANTS=dunning_engine.law.rates.*)
	$(BIN)/pip install --quiet --require-hashes --requirement requirements/mutation.txt
	$(BIN)/mutmut run --max-children $(JOBS) '$(MUTANTS)'
	@$(BIN)/mutmut results | grep -v ': not checked$$' || echo 'Every change was seen by a test.'

docs: $(WORKSHOP) ## remake the parts of docs/ and schemas/ that are made from the code
	$(BIN)/python tools/make.py

lock: ## pin the newest versions that pyproject.toml allows
	$(PYTHON) -m venv .venv-lock && .venv-lock/bin/pip install --quiet uv
	for group in build dev bench mutation; do .venv-lock/bin/uv pip compile --quiet --universal --python-version 3.11 \
	  --generate-hashes --no-header --group $$group $$([ $$group = dev ] && echo pyproject.toml) $$(case $$group in bench|mutation) echo --constraint requirements/dev.txt;; esac) -o requirements/$$group.txt; done
	for extra in run service spark; do .venv-lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	  $$([ $$extra = run ] || echo --extra $$extra) --constraint requirements/dev.txt pyproject.toml -o requirements/$$extra.txt; done

tests/%/node_modules/.package-lock.json: tests/%/package-lock.json
	npm ci --silent --no-audit --no-fund --prefix tests/$* || echo 'What tests/$* needs could not be fetched; its tests are skipped.'

clean: ## remove environments and caches
	rm -rf .venv-* tests/editor/node_modules tests/service/typescript/node_modules mutants .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

$(READY): requirements/build.txt requirements/run.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo 'Python 3.11 or later is needed: make PYTHON=python3.11 …'; exit 2; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo 'This Python cannot make environments: apt install python3-venv'; exit 2; }
	@command -v $${CC:-cc} >/dev/null || { echo 'durable-rules needs a C compiler: apt install gcc'; exit 2; }
	@$(PYTHON) -c 'import os, sysconfig, sys; sys.exit(not os.path.exists(sysconfig.get_paths()["include"] + "/Python.h"))' || { echo 'durable-rules needs the headers of Python: apt install python3-dev'; exit 2; }
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/pip install --quiet --require-hashes --requirement requirements/build.txt
	$(BIN)/pip install --quiet --require-hashes --no-build-isolation --requirement requirements/run.txt
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(WORKSHOP): $(READY) requirements/dev.txt
	$(BIN)/pip install --quiet --require-hashes --no-build-isolation --requirement requirements/dev.txt
	@touch $@
