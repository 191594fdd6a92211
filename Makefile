# `make site` builds the example site, `make test` runs the tests; both set up what they need.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: site serve test lint types check-all bench clean

site: $(READY)
	$(BIN)/ghoststatic build example_site --offline
	@echo
	@echo "The site is in example_site/public; look at it with: make serve"

serve: $(READY)
	$(BIN)/ghoststatic serve example_site

test: $(READY)
	$(BIN)/python -m pytest -n auto -m "not ghost and not browser and not endurance"

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY)
	$(BIN)/mypy

bench: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group bench
	$(BIN)/python -m benchmarks.run $(BENCH)

$(READY): pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("ghoststatic needs Python 3.11 or later" if sys.version_info < (3, 11) else 0)'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable . --group dev
	touch $@

clean:
	rm -rf $(VENV) example_site/public example_site/.ghoststatic dist
