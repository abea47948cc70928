# One environment in .venv, made here and nowhere else. `make run` and `make test` do all of their own set-up.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
PORT ?= 8501
BIN := .venv/bin

# A half-made environment is not taken for a whole one the next time.
.DELETE_ON_ERROR:

.PHONY: run test setup setup-dev bench lint clean

run: .venv/app
	$(BIN)/streamlit run server.py --server.port $(PORT)

test: .venv/dev
	sh tests/install_browser.sh
	$(BIN)/python -m pytest -n 2 --dist loadgroup

setup: .venv/app

setup-dev: .venv/dev

bench: .venv/dev
	$(BIN)/python -m benchmarks

lint: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy .

clean:
	rm -rf .venv

.venv/bin/python:
	$(PYTHON) -m venv .venv || { sh tests/install_venv.sh $(PYTHON) && $(PYTHON) -m venv .venv; }

.venv/app: requirements.txt | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

.venv/dev: requirements-dev.txt requirements.txt | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@ .venv/app
