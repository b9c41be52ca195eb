# `make` lists what there is. Needs Python >= 3.8 to begin with; set-up finds or says what else is missing.

PYTHON := $(shell for name in python3 python3.13 python3.12 python3.11 python3.10 /usr/bin/python3 python; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 8))' 2>/dev/null && echo $$name && break; done)
APP := .venv/bin
TEXT ?= hola, quiero 1800 estuches con mi marca en las palmas para el 21 de diciembre, presupuesto 1500

.DEFAULT_GOAL := help
.PHONY: help up setup setup-dev check test test-quick format lock understand clean bench-intents bench-understanding \
	bench-promise bench-web bench-startup bench-conversations

help: ## What there is to make
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 22

up: setup ## Start Viable and print the addresses of the chat and the console; Ctrl-C ends it
	@exec $(APP)/viable up

check: setup-dev ## Format, lint, types, import contracts, dialogue data, playbook, links
	$(APP)/ruff format --check .
	$(APP)/ruff check .
	$(APP)/mypy
	$(APP)/mypy --python-version 3.10 bot
	$(APP)/lint-imports
	$(APP)/python tools/check_dialogue.py
	$(APP)/viable playbook check
	$(APP)/python -m tools.check_links
	@PATH="$(CURDIR)/.venv-node/bin:$$PATH" npm run --silent check

test: setup-dev ## Every test; those in a browser need Chromium
	$(APP)/pytest $(ARGS)

test-quick: setup-dev ## The tests that need no running Rasa and no browser
	$(APP)/pytest -m "not stack and not browser" $(ARGS)

format: setup-dev ## Format the code, and mend what the linter can mend
	$(APP)/ruff check --fix .
	$(APP)/ruff format .

understand: setup ## What is understood of a message: make understand TEXT="unos 20k"
	@$(APP)/python -m bot.extract "$(TEXT)"

lock: ## Make the locks in requirements/ anew; UPGRADE=1 takes newer packages, UPGRADE=fastapi one of them
	@$(PYTHON) -m tools.lock

bench-intents: ## How well intents are told apart (cross-validated), and how fast
	.venv-rasa/bin/python -m bench.intents

bench-understanding: ## How much of test sentences is understood: make bench-understanding FILES="…"
	$(APP)/python -m bench.understanding $(or $(FILES),$(wildcard tests/understanding/replies_*.jsonl))

bench-promise: ## How long a promise and a verdict take
	$(APP)/python -m bench.viability_promise
	$(APP)/python -m bench.viability_verdict

bench-web: ## How many messages a second the front door takes
	$(APP)/python -m bench.web

bench-conversations: ## A hundred whole conversations: memory, time of a turn
	$(APP)/python -m bench.conversations

bench-startup: ## From a clean clone to the first answered message, and the second start
	$(APP)/python -m bench.startup

clean: ## Remove what was made, but not the store: environments, models, bundles, caches
	rm -rf .venv .venv-rasa .venv-tools .venv-node node_modules models web/chat/dist
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .rasa
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Not meant to be called: what the others stand on.
setup:
	@$(if $(PYTHON),,echo "set-up: no Python found: install Python 3.12 or newer, and 3.10" >&2; exit 1)
	@$(PYTHON) -m tools.setup

setup-dev:
	@$(if $(PYTHON),,echo "set-up: no Python found: install Python 3.12 or newer, and 3.10" >&2; exit 1)
	@$(PYTHON) -m tools.setup --dev
