# Two commands: make run, make test. Everything they need beyond Python 3.11 they install into .venv themselves.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PYTHONUTF8 := 1

.PHONY: venv venv-dev run test test-long lint screenshots fonts bench calibrate clean

run: venv
	$(BIN)/python -m db setup --samples
	$(BIN)/streamlit run dashboard.py

test: venv-dev lint
	$(BIN)/python -m pytest -m "not long"

test-long: venv-dev
	$(BIN)/python -m pytest

lint: venv-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

screenshots: venv-dev
	$(BIN)/python docs/screenshots.py

fonts: venv-dev
	$(BIN)/python -m ui.fonts.make

bench: venv-dev
	$(BIN)/python -m bench

calibrate: venv-dev
	$(BIN)/python -m bench.calibrate

venv:
	$(PYTHON) tools/venv.py requirements.txt

venv-dev:
	$(PYTHON) tools/venv.py requirements-dev.txt

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
