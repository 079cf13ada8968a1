# The front door: needs python3, its pip, and make.

PYTHON ?= python3
PEOPLE ?= 2000
PORT ?= 8000
TESTS ?=
# One more than the two cores that tests are meant for: much of a test is waiting for a disk or a browser.
WORKERS ?= 3

.DEFAULT_GOAL := help
.PHONY: help demo test rules faults check lock install install-test

help:
	@echo 'make demo [PEOPLE=2000] [PORT=8000]   set everything up and serve a demo at http://127.0.0.1:8000'
	@echo 'make test [TESTS=...]                 run every test, on SQLite, on PostgreSQL and in a browser'
	@echo 'make rules                            every question to the rules, and every mistake in them'
	@echo 'make faults                           every action, with the database failing at each of its calls'
	@echo 'make check                            style, types and layers only'
	@echo 'make lock                             choose the versions of all dependencies anew'

demo: install
	@.venv/bin/alongside demo --people $(PEOPLE) --port $(PORT)

test: install-test
	@.venv/bin/python tools/servers.py
	@.venv/bin/pytest -n $(WORKERS) $(TESTS)

rules: install-test
	@.venv/bin/python -m tests.rules

faults: install-test
	@.venv/bin/python tools/servers.py
	@$(if $(FRESH),rm -f var/faults.jsonl)
	@.venv/bin/pytest -n 2 -q -p tests.faults --ignore tests/browser $(TESTS)

check: install-test
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports

lock:
	@$(PYTHON) tools/lock.py

install:
	@$(PYTHON) tools/install.py product

install-test:
	@$(PYTHON) tools/install.py test
