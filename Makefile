# Two commands: make run, make test. Everything they need beyond Python 3.11 they install into .venv themselves.
# While working: make check (no browser). Before a release also make test-long. Each part prints its seconds.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PYTHONUTF8 := 1
unexport PYTHONDONTWRITEBYTECODE  # compiled modules are kept: tests start many processes

# Tests run on every core, a file at a time: what a file shares is made once. tests/conftest.py orders the files.
PYTEST := $(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder
timed = @start=$$(date +%s); $(2); ended=$$?; echo "$(1): $$(( $$(date +%s) - start )) s"; exit $$ended

.PHONY: venv venv-dev run check test test-browser test-drills test-release test-long lint rooms screenshots charts fonts template bench bench-quick soak calibrate clean

run: venv
	$(BIN)/python -m db setup --samples
	$(BIN)/streamlit run dashboard.py

check: venv-dev lint
	$(call timed,tests without a browser,$(PYTEST) -m "not long" --ignore tests/e2e --ignore tests/attack)

test: check test-browser

test-browser: venv-dev
	$(call timed,tests with a browser,$(PYTEST) -m "not long" tests/e2e tests/attack)

test-long: test-drills test-release

test-drills: venv-dev
	$(call timed,long tests of each change,$(PYTEST) -m "long and not release")

test-release: venv-dev
	$(call timed,long tests of a release,$(BIN)/python -m pytest -n auto --dist load -m release)

lint: venv-dev
	$(call timed,ruff,$(BIN)/ruff check . && $(BIN)/ruff format --check .)
	$(call timed,mypy,$(BIN)/mypy)
	$(call timed,bandit,$(BIN)/bandit -q -c pyproject.toml -r words core db ui pages tools dashboard.py)
	$(call timed,audit,$(BIN)/python tools/audit.py requirements.txt requirements-dev.txt)

rooms: venv-dev
	$(BIN)/python tools/rooms.py

screenshots: venv-dev
	$(BIN)/python tools/screenshots.py

charts: venv-dev
	$(BIN)/python -m ui.charts.written

fonts: venv-dev
	$(BIN)/python -m tools.fonts

template: venv-dev
	$(BIN)/python -m tools.slides_template

bench: venv-dev
	$(BIN)/python -m bench; ended=$$?; $(BIN)/python -m bench.profile --changes 60 --keep after; \
	  $(BIN)/python -m bench.report; exit $$ended

bench-quick: venv-dev
	$(BIN)/python -m bench --quick

soak: venv-dev
	$(BIN)/python -m bench.soak

calibrate: venv-dev
	$(BIN)/python -m bench.calibrate

venv:
	$(PYTHON) tools/venv.py requirements.txt

venv-dev:
	$(PYTHON) tools/venv.py requirements-dev.txt

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
