# Siamese Lab: `make` alone lists what there is.
# Everything is installed into .venv, once, from the package index; nothing else is fetched.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

# A stamp says "this file's packages are installed", so that a second run starts at once.
APP := $(VENV)/.installed
DEV := $(VENV)/.installed-dev

# Two files at a time, in their order: those that share a server follow each other.
TWO_AT_A_TIME := -n 2 --dist loadfile --no-loadscope-reorder

.DEFAULT_GOAL := help
.PHONY: help run test test-quick check lint format train train-symbols typical-digits screenshots

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(APP) ## set up what is missing and open the app
	@$(BIN)/python -m streamlit run app.py

test: $(DEV) ## run every test, a real browser among them, two files at a time
	@$(BIN)/python -m pytest $(TWO_AT_A_TIME)

test-quick: $(DEV) ## the tests that need neither a browser, a page nor a training run
	@$(BIN)/python -m pytest $(TWO_AT_A_TIME) --ignore tests/browser --ignore tests/jobs --ignore tests/pages -m "not training"

check: lint test ## everything a reviewer would check: format, lint, types, tests

lint: $(DEV) ## format, lint and types only
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/deno lint --quiet
	@$(BIN)/deno check --quiet pages tests/js

format: $(DEV) ## put the code into its format
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

train: $(APP) ## train the shipped network again (SIAMESE_MNIST names an mnist.npz)
	@$(BIN)/python -m siamese train --recipe shipped --output output/shipped
	@mv $(addprefix output/shipped/,siamese_model.keras siamese_model.tflite checkpoints.npz manifest.json) assets/

train-symbols: $(APP) ## train the network for symbols again (SYMBOLS names its files)
	@$(BIN)/python -m siamese train --recipe symbols --symbols $(SYMBOLS) --output output/symbols
	@mkdir -p assets/symbols
	@mv $(addprefix output/symbols/,siamese_model.keras siamese_model.tflite manifest.json) assets/symbols/

typical-digits: $(APP) ## find again what digits look like, to doubt others (needs MNIST)
	@$(BIN)/python -m siamese.training.typical_digits

screenshots: $(DEV) ## every page on four screens, light and dark, into screenshots/
	@$(BIN)/python -m tests.browser.screenshots

$(APP): requirements.txt | $(VENV)/.created
	@echo "Installing what the app needs into $(VENV) (a minute or two, once) ..."
	@$(PIP) -r requirements.txt
	@touch $@

$(DEV): requirements.txt requirements-dev.txt | $(VENV)/.created
	@echo "Installing what the app and its tests need into $(VENV) (a minute or two, once) ..."
	@$(PIP) -r requirements-dev.txt
	@touch $(APP) $@

$(VENV)/.created:
	@command -v $(PYTHON) >/dev/null || { echo "$(PYTHON) was not found: install Python 3.11, 3.12 or 3.13, or name one: make run PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || { echo "Siamese Lab needs Python 3.11, 3.12 or 3.13, and $(PYTHON) is $$($(PYTHON) --version 2>&1): name another one: make run PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "$(PYTHON) comes without its venv module: install it (on Debian and Ubuntu: apt install python3-venv)" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)
	@touch $@
