# Everything that is done with this repository, by name. `make` alone tells what there is.
# Each target sees to what it needs first (tools/setup.sh), so any of them may be the first one on a new machine.

WORKERS ?= 2
BIN := .venv/bin
# The documents with parts that a program writes: those in which cog finds its marks.
DOCUMENTS = $(shell find . -name '*.md' -not -path './.*' -not -path './out/*' -not -path './archive/*' \
	-exec grep -l -F '[[[cog' {} + | sort)

.DEFAULT_GOAL := help
.PHONY: help build test test-fast lint docs docs-check lock lock-check bench standins sheets prove-fresh clean \
	setup-build setup-dev setup-test

help:
	@echo 'Make the exhibition'
	@echo '  make build         panels and catalogue for the printer, into out/press/'
	@echo '                     some of them only: make build ITEMS="3 catalogue"'
	@echo '  make clean         remove out/ and what the tools remember; the next build makes it all again'
	@echo
	@echo 'Work on panelpress itself'
	@echo '  make test          every test, with the outside judges of the finished files'
	@echo '                     some of them only: make test ARGS="-k catalogue"'
	@echo '  make test-fast     the everyday part, without the slow tests'
	@echo '  make lint          style, types and the rules of which part may use which'
	@echo '  make docs          write the generated parts of the documents (make docs-check: are they current?)'
	@echo '  make lock          pin the dependencies anew after a change of pyproject.toml (UPGRADE=1: the newest)'
	@echo '  make bench         how long builds take, beside a plain script and browsers (docs/speed.md)'
	@echo '                     in three minutes: make bench ARGS=--quick'
	@echo '  make standins      paint the stand-in pictures anew'
	@echo '  make sheets        draw the contact sheets of README and docs'
	@echo '  make prove-fresh   build and test in a bare Debian, from nothing (root, ten minutes)'
	@echo
	@echo 'The first run installs what is missing, into .venv and from your distribution, or says what to install.'

build: setup-build
	@$(BIN)/panelpress build $(ITEMS)

test: setup-test
	@$(BIN)/python -m pytest -n $(WORKERS) $(ARGS)

test-fast: setup-test
	@$(BIN)/python -m pytest -n $(WORKERS) -m 'not slow' $(ARGS)

lint: setup-dev
	@status=0; for check in 'ruff check' 'ruff format --check' 'mypy' 'lint-imports'; do \
		echo "-- $$check"; $(BIN)/$$check || status=1; \
	done; exit $$status

docs: setup-dev
	@$(if $(DOCUMENTS),$(BIN)/cog -r $(DOCUMENTS),echo 'No document has a generated part.')

docs-check: setup-dev
	@$(if $(DOCUMENTS),$(BIN)/cog --check --diff $(DOCUMENTS),echo 'No document has a generated part.')

lock: setup-dev
	@tools/lock.sh $(if $(UPGRADE),--upgrade)

lock-check: setup-dev
	@$(BIN)/python tools/setup/locks.py check

bench: setup-build
	@$(BIN)/python -m tools.bench $(ARGS)

standins: setup-build
	@$(BIN)/python -m tools.standins $(ARGS)

sheets: setup-build
	@$(BIN)/python -m tools.contact_sheet

prove-fresh:
	@tools/prove-fresh.sh $(ARGS)

# Nothing here that cannot be made again: not the environment, not the archive, not what people wrote.
clean:
	rm -rf out .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find src tests tools -name __pycache__ -type d -prune -exec rm -rf {} +

setup-build setup-dev setup-test: setup-%:
	@tools/setup.sh $*
