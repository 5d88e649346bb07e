# Mana Mitra: every command a person needs. `make` alone lists them.
.DEFAULT_GOAL := help
SHELL := /bin/sh
BIN := .venv/bin
PYTEST_ARGS ?=

.PHONY: help run test bench drive prove check fmt docs lock clean

help: ## show this list
	@echo "Mana Mitra. Commands:"
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1|/' | \
		while IFS='|' read -r name text; do printf '%-14s %s\n' "$$name" "$$text"; done

run: ## set up if needed, start everything, print the address of the phone page (PORT=8010 for another port)
	@scripts/setup runtime
	@exec $(BIN)/catalog serve $(if $(PORT),--port $(PORT))

test: ## all quick tests, the catalogue included (about eight minutes on two cores)
	@scripts/setup dev
	@$(BIN)/python -m pytest -n auto --dist worksteal $(PYTEST_ARGS)

bench: ## measure speed and print each target beside its result
	@scripts/setup dev
	@scripts/setup bench || echo "bench: measuring without the peers"
	@scripts/ajv || echo "bench: measuring without ajv"
	@$(BIN)/python -m bench

drive: ## drive every service through the running sandbox in both languages, as citizens and officers do (SERVICES="police")
	@scripts/setup dev
	@$(BIN)/python -m bench.driving $(SERVICES)

prove: ## the slow proofs: crash points, long random runs, the whole catalogue explored
	@scripts/setup dev
	@$(BIN)/python -m pytest -n auto --dist worksteal -m prove --timeout 1800 $(PYTEST_ARGS)

check: ## format, lint, types, import contracts, catalogue, documents up to date
	@scripts/setup dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/catalog validate
	$(BIN)/catalog docs --check

fmt: ## format the Python and repair what ruff can repair
	@scripts/setup dev
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

docs: ## write the generated documents again
	@scripts/setup dev
	$(BIN)/catalog docs

lock: ## resolve the newest allowed packages and write requirements/*.txt
	@scripts/setup dev
	scripts/lock

clean: ## remove what was built; the sandbox's data in var/ stays
	rm -rf .venv .venv-bench .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
