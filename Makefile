# One environment in .venv, made by setup.sh and nowhere else. `make run` and `make test` do all of their own set-up.
HOST ?= 127.0.0.1
PORT ?= 8501
PYTHON_IN := .venv/bin/python

# A hundred tests start the program anew: let it keep what it has compiled, whatever the machine is set to.
unexport PYTHONDONTWRITEBYTECODE

# All but the tests that take a browser, a server or long.
QUICK := -n 2 --dist loadgroup --no-loadscope-reorder -m "not browser and not server and not slow"

.PHONY: run refresh test check coverage setup setup-dev bench lint audit clean

run: setup
	$(PYTHON_IN) -m streamlit run server.py --server.address $(HOST) --server.port $(PORT)

refresh: setup
	$(PYTHON_IN) -m data_sources refresh

# Three on two cores: a test that waits for its browser leaves its core to another. The order of tests/conftest.py is kept: the longest begin.
test:
	@sh setup.sh test
	$(PYTHON_IN) -m pytest -n 3 --dist loadgroup --no-loadscope-reorder -rs

# What can be known in two minutes, before a commit: no browser, no server, nothing slow. tests/conftest.py says which tests those are.
check: lint
	$(PYTHON_IN) -m pytest $(QUICK)

# How many lines the quick tests run, package by package: printed once in CI.
coverage: setup-dev
	$(PYTHON_IN) -m pytest $(QUICK) -q --cov --cov-report=term:skip-covered

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

# What the dashboard runs on, as a bill of materials (CycloneDX), and what is known to be weak in it. In an environment of its own.
audit: setup
	@echo "This asks the Python package index for two tools and for known weaknesses: it needs the internet."
	@test -x .venv-audit/bin/pip-audit || { $(PYTHON_IN) -m venv .venv-audit && .venv-audit/bin/python -m pip install --quiet --require-hashes -r requirements-audit.txt; }
	mkdir -p out
	.venv-audit/bin/cyclonedx-py requirements requirements.txt --output-format JSON --output-file out/sbom.cdx.json
	.venv-audit/bin/pip-audit --strict --require-hashes --disable-pip -r requirements.txt

clean:
	rm -rf .venv .venv-audit
