# Two commands: make run, make test. Everything they need beyond Python 3.11 they install into .venv themselves.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PYTHONUTF8 := 1

.PHONY: run test test-long lint screenshots fonts bench calibrate clean

run: $(VENV)/.run-ready
	$(BIN)/python -m db setup --samples
	$(BIN)/streamlit run dashboard.py

test: $(VENV)/.dev-ready lint
	$(BIN)/python -m pytest -m "not long"

test-long: $(VENV)/.dev-ready
	$(BIN)/python -m pytest

lint: $(VENV)/.dev-ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

screenshots: $(VENV)/.dev-ready
	$(BIN)/python docs/screenshots.py

fonts: $(VENV)/.dev-ready
	$(BIN)/python -m ui.fonts.make

bench: $(VENV)/.dev-ready
	$(BIN)/python -m bench

calibrate: $(VENV)/.dev-ready
	$(BIN)/python -m bench.calibrate

$(VENV)/.run-ready: requirements.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

$(VENV)/.dev-ready: requirements.txt requirements-dev.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@ $(VENV)/.run-ready

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
