# `make` alone lists the targets. Each works on a fresh clone: what is missing is set up first.

bin := .venv/bin
export PYTHON
# Homebrew's libraries (Pango) are not on the search path of a Python that Homebrew did not build.
ifeq ($(shell uname -s),Darwin)
export DYLD_FALLBACK_LIBRARY_PATH := $(shell brew --prefix 2>/dev/null)/lib:$(DYLD_FALLBACK_LIBRARY_PATH)
endif

.DEFAULT_GOAL := help
.PHONY: help setup build test unit lint types format goldens conformance fuzz bench docs lock sbom audit clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

build: ## set up, then build the cases of cases/ into output/
	@tools/setup.sh runtime
	$(bin)/casegen build --force

setup: ## only set up: .venv with the pinned packages, and Pango
	@tools/setup.sh dev

test: lint types unit ## set up, then lint, types and every test

unit: setup ## the tests alone
	$(bin)/pytest -n auto --dist loadgroup --ignore=tests/conformance

lint: setup ## style, import layers, shell scripts
	$(bin)/ruff check
	$(bin)/ruff format --check
	$(bin)/lint-imports --no-logo
	$(bin)/shellcheck -x tools/*.sh tools/judges/*.sh .ci/run

types: setup ## mypy --strict
	$(bin)/mypy

format: setup ## mend style and layout in place
	$(bin)/ruff check --fix
	$(bin)/ruff format

goldens: setup ## write what the tests now get over what they expected; then read the diff
	$(bin)/pytest -n auto --dist loadgroup --ignore=tests/conformance --update-goldens

conformance: setup ## what casegen writes, judged by validators that others wrote
	@tools/conformance.sh
	$(bin)/python tests/conformance/build_articles.py
	@# The files that take longest begin, one after the other: so the cores end together.
	$(bin)/pytest -n auto --dist loadfile --no-loadscope-reorder \
		$(patsubst %,tests/conformance/test_%.py,html pdf citations docx jats markdown reports) tests/conformance

MINUTES ?= 1
fuzz: ## feed casegen mutations of its fixtures for MINUTES=1
	@tools/fuzz.sh $(MINUTES)

bench: setup ## casegen against pandoc, as ratios measured in one run
	@tools/setup.sh bench
	$(bin)/python benchmarks/bench.py

docs: setup ## write the reference pages of docs/ from the code
	$(bin)/python tools/reference.py

lock: setup ## pin the newest packages that pyproject.toml allows
	@tools/lock.sh

sbom: setup ## list what casegen runs on, packages with their hashes, in dist/casegen.cdx.json (CycloneDX)
	@mkdir -p dist
	@# What it warns of: a list of pins does not say which package wants which.
	@PYTHONWARNINGS=ignore $(bin)/cyclonedx-py requirements requirements/runtime.txt --pyproject pyproject.toml \
		--output-reproducible --of JSON -o dist/casegen.cdx.json
	@$(bin)/python tools/sbom.py dist/casegen.cdx.json

audit: setup ## look for known vulnerabilities of these packages (asks the package index)
	$(bin)/pip-audit --require-hashes --disable-pip --progress-spinner off -r requirements/runtime.txt

clean: ## remove what the targets made
	rm -rf .venv .venv-bench .venv-fuzz .fuzz .conformance .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache dist benchmarks/results.json
	find output -mindepth 1 ! -name README.md -delete
	find casegen tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +
