# One environment in .venv, made by setup.sh and nowhere else. `make run` and `make test` do all of their own set-up.
HOST ?= 127.0.0.1
PORT ?= 8501
PYTHON_IN := .venv/bin/python

.PHONY: run test setup setup-dev bench lint clean

run: setup
	$(PYTHON_IN) -m streamlit run server.py --server.address $(HOST) --server.port $(PORT)

test:
	@sh setup.sh test
	$(PYTHON_IN) -m pytest -n 2 --dist loadgroup -rs

setup:
	@sh setup.sh run

setup-dev:
	@sh setup.sh dev

bench: setup-dev
	$(PYTHON_IN) -m benchmarks

lint: setup-dev
	$(PYTHON_IN) -m ruff check .
	$(PYTHON_IN) -m ruff format --check .
	$(PYTHON_IN) -m mypy .

clean:
	rm -rf .venv
