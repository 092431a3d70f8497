# The two commands: `make demo` shows the site, `make test` proves it.

PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test bench lint serve requirements clean

demo: $(VENV)/installed
	@DEBUG=1 $(BIN)/python manage.py demo --port $(PORT)

test: $(VENV)/installed-dev
	@$(BIN)/python -m tests.e2e.browser
	@$(BIN)/pytest -n 2 $(ARGS)

# Server time of the pages on invented data, in a database of its own.
bench: $(VENV)/installed
	@DEBUG=0 SECRET_KEY=bench BEHIND_TLS=0 ALLOW_EMBEDDED_POSTGRES=1 LOG_LEVEL=WARNING \
	  $(BIN)/python manage.py bench $(ARGS)

lint: $(VENV)/installed-dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/djlint --quiet --lint templates

# Production settings on plain http, for this machine only.
serve: $(VENV)/installed
	@PORT=$(PORT) PATH="$(CURDIR)/$(BIN):$$PATH" sh ptce_site/serve.sh

# Pinned and hashed for every platform, from pyproject.toml.
requirements: $(VENV)/installed-dev
	@$(BIN)/pip install --quiet uv
	@for extra in "" dev; do \
	  $(BIN)/uv pip compile --universal --generate-hashes --upgrade --quiet \
	    --no-emit-index-url --no-annotate --no-header $${extra:+--extra $$extra} \
	    pyproject.toml -o requirements$${extra:+-$$extra}.txt; \
	done

$(VENV)/bin/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 ou plus récent est nécessaire ; donnez-le par PYTHON=…"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	  echo "Il manque le module venv. Sur Debian ou Ubuntu : apt install python3-venv"; exit 1; }

$(VENV)/installed: $(VENV)/bin/pip requirements.txt
	@echo "Installation des bibliothèques…"
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/installed-dev: $(VENV)/bin/pip requirements-dev.txt
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@ $(VENV)/installed

clean:
	rm -rf $(VENV) staticfiles .pytest_cache .ruff_cache
