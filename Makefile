# `make help` tells what there is. Everything here can be run without make, too.

SHELL := bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules --no-print-directory

PORT ?= 8000
# The first Python that is new enough; another one: make run PYTHON=/path/to/python3.12
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo $$python && break; done)

PY := .venv/bin/python
MANAGE := $(PY) manage.py
INSTALL := $(PY) -m pip install -qq --disable-pip-version-check --require-hashes

# A database of one's own gets no example unless it is asked for: make run DEMO=yes
OWN_DATABASE := $(if $(value DATABASE_URL),yes,$(shell grep -qsE '^(export )?DATABASE_URL=.' .env && echo yes))
DEMO_ASKED := $(filter yes,$(DEMO))
DEMO ?= $(if $(OWN_DATABASE),no,yes)

# The Chromium that the browser tests drive, and PostgreSQL, where there are any.
CHROMIUM_HERE := $(wildcard /usr/bin/chromium)
POSTGRES_HERE := $(or $(wildcard /usr/lib/postgresql/*/bin/initdb),$(shell command -v initdb))

.PHONY: help setup setup-dev run test test-postgres lint format types migrations \
	deploy-check check-locks smoke score fuzz speed check lock clean port-is-free FORCE

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile


# To use it

run: port-is-free .env .stamps/database $(if $(filter yes,$(DEMO)),.stamps/example) ## set up what is missing and serve on 127.0.0.1 (PORT=8000, DEMO=yes or no)
	@for name in SECRET_KEY ALLOWED_HOSTS; do \
		test -n "$${!name:-}" || grep -qsE "^(export )?$$name=." .env || { \
		echo "Neither .env nor the environment gives $$name. Add it (.env.example tells how),"; \
		echo 'or move .env away: make run then writes one.'; exit 1; }; done
	@test -n "$${HTTPS:-}" || grep -qsE '^(export )?HTTPS=.' .env \
		|| printf '\nIt answers HTTPS only, behind a proxy. For this machine alone: HTTPS=no in .env\n'
ifeq ($(filter yes,$(DEMO)),yes)
	@echo; cat local/sign-in.txt
else
	@printf '\nNo example is loaded. The first account: %s createsuperuser\n' '$(MANAGE)'
endif
	@printf '\nOpen http://127.0.0.1:%s/ (Ctrl-C stops it)\n\n' '$(PORT)'
	@STATIC_FROM_FOLDERS=yes exec $(PY) -m gunicorn improvement.wsgi:application --bind '127.0.0.1:$(PORT)' \
		--workers 2 --threads 4 --no-control-socket

port-is-free:
	@case '$(PORT)' in ''|*[!0-9]*) echo 'PORT must be a number: make run PORT=8001'; exit 1;; esac
	@if (exec 3<>/dev/tcp/127.0.0.1/$(PORT)) 2>/dev/null; then \
		echo 'Something answers on port $(PORT) already. Stop it, or take another: make run PORT=$(shell expr $(PORT) + 1 2>/dev/null)'; exit 1; fi

setup: .stamps/requirements ## a virtual environment with what is needed to run

# The key signs sessions: without one nobody can sign in, with another all are signed out.
.env: | .stamps/requirements
	@umask 077; { echo '# Made by make run, for this machine only; .env.example tells all names.'; \
		$(PY) -c 'import secrets; print("SECRET_KEY=" + secrets.token_urlsafe(50))'; \
		echo 'DEBUG=no'; echo 'HTTPS=no'; echo 'ALLOWED_HOSTS=127.0.0.1,localhost'; \
		echo 'STATIC_FROM_FOLDERS=yes'; echo 'SITE_URL=http://127.0.0.1:$(PORT)'; } > $@

.venv/pyvenv.cfg:
	@test -n '$(PYTHON)' || { echo 'Python 3.11 or later is needed, and python3 is $(shell python3 -V 2>&1 | head -1).'; \
		echo 'Install one, or say where it is: make run PYTHON=/path/to/python3.12'; exit 1; }
	@'$(PYTHON)' -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo 'Python 3.11 or later is needed; $(PYTHON) is not.'; exit 1; }
	@'$(PYTHON)' -c 'import ensurepip, venv' 2>/dev/null || { \
		echo 'Python has no venv module here. On Debian and Ubuntu: sudo apt-get install python3-venv'; exit 1; }
	@'$(PYTHON)' -m venv --clear .venv

# Made anew where its Python is gone, after an upgrade of the machine.
ifneq ($(shell test -x $(PY) && echo yes),yes)
.venv/pyvenv.cfg: FORCE
endif

.stamps/requirements: requirements.txt .venv/pyvenv.cfg
	@echo 'Installing what it needs (about 15 seconds the first time)'
	@$(INSTALL) -r $<
	@mkdir -p .stamps; touch $@

# createcachetable and migrate change nothing that is there.
.stamps/database: .stamps/requirements $(wildcard */migrations/*.py inspections/intake/vocabulary/*.yaml) | .env
	@echo 'Preparing the database'
	@test -n '$(OWN_DATABASE)' -o -e db.sqlite3 || rm -f .stamps/example
	@umask 077; $(MANAGE) createcachetable --verbosity 0 && $(MANAGE) migrate --verbosity 0
	@touch $@

# A stamp can't know what someone has done to a database elsewhere, or to a deleted file.
ifneq ($(OWN_DATABASE)$(if $(wildcard db.sqlite3),,gone),)
.stamps/database: FORCE
endif
ifeq ($(wildcard local/sign-in.txt),)
.stamps/example: FORCE
endif

# Loaded once and refused later (an officer has used the example since): it stays as it was.
.stamps/example: .stamps/database $(wildcard seeds/*.yaml) improvement/management/commands/load_example.py
	@echo 'Loading the example'
	@$(MANAGE) load_example $(if $(DEMO_ASKED),--beside-others) || { test -e $@ && test -e local/sign-in.txt \
		&& echo 'The example stays as it was loaded before.'; } \
		|| { echo 'To start without the example: make run DEMO=no'; exit 1; }
	@touch $@


# To work on it

setup-dev: .stamps/requirements-dev ## the same with the tools to test and check

.stamps/requirements-dev: requirements-dev.txt .venv/pyvenv.cfg
	@echo 'Installing what it needs, with the tools (about a minute the first time)'
	@$(INSTALL) -r $<
	@mkdir -p .stamps; touch $@

test: setup-dev ## the tests, on SQLite or the DATABASE_URL that is set (PYTEST=more options)
	@$(if $(CHROMIUM_HERE),,echo 'Left out: the tests in a browser. There is no /usr/bin/chromium (Debian: apt-get install chromium).')
	@$(if $(OWN_DATABASE),,echo 'Left out: PostgreSQL; these run on SQLite. $(if $(POSTGRES_HERE),On PostgreSQL: make test-postgres,It is not installed here (Debian: apt-get install postgresql).)')
	@$(PY) -m pytest -q -n auto --maxprocesses 8 --dist worksteal $(PYTEST)

test-postgres: setup-dev ## the tests on a PostgreSQL started for them and stopped after
	@folder=$$(.ci/pg-up) && trap '.ci/pg-down "$$folder"' EXIT \
		&& DATABASE_URL="postgres://tracker@/tracker?host=$$folder" $(MAKE) test

score: setup-dev ## what is read of the real documents in ../shared, against careful readers (SCORE=more options)
	@$(PY) -m tests.score $(SCORE)
	@$(PY) -m tests.score_said
	@$(PY) -m tests.score_matching
	@$(PY) -m pytest -q -n auto --maxprocesses 8 tests/test_files_meet_seeds.py \
		tests/test_extracting_said.py --long-files

fuzz: setup-dev ## broken files by the thousand through the confined reader (FUZZ=more options; hours)
	@$(PY) -m tests.fuzz $(FUZZ)
	@$(PY) -m tests.fuzz_upload $(FUZZ_UPLOAD)

# pdfplumber is no part of what we need: it has an environment that is taken away again.
speed: setup-dev ## pages a second inside a batch worker, beside pdfplumber (SPEED=more options)
	@folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && $(PY) -m venv "$$folder" \
		&& "$$folder/bin/pip" install -qq --disable-pip-version-check pdfplumber \
		&& $(PY) -m tests.speed --other "$$folder/bin/python" $(SPEED)

lint: setup-dev ## ruff, djlint, deptry
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m djlint --lint --quiet templates
	@$(PY) -m deptry .

format: setup-dev ## let ruff lay out the Python files
	@$(PY) -m ruff check --fix .
	@$(PY) -m ruff format .

types: setup-dev ## mypy on the rooms that know no Django
	@$(PY) -m mypy

migrations: setup-dev ## does every change of a model have its migration?
	@SECRET_KEY=unused $(MANAGE) makemigrations --check --dry-run

deploy-check: setup-dev ## Django's own check of settings as a real installation has them
	@DEBUG=no HTTPS=yes STATIC_FROM_FOLDERS=no ALLOWED_HOSTS=tracker.example.org \
		DATABASE_URL='postgres://tracker@/tracker?host=/run/postgresql' \
		SECRET_KEY="$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(45))')" \
		$(MANAGE) check --deploy --fail-level WARNING

check-locks: ## no address of any index in the lock files
	@.ci/check-locks

smoke: setup-dev ## serve a copy as a real installation does and fetch from it
	@.ci/smoke

check: lint types migrations deploy-check check-locks ## all that needs no running test

# uv reads no pip configuration; behind a mirror give it UV_INDEX_URL or the like.
lock: .venv/pyvenv.cfg ## write requirements*.txt anew from pyproject.toml
	@$(PY) -m uv --version >/dev/null 2>&1 || $(PY) -m pip install --quiet uv
	@$(PY) -m uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-emit-find-links --quiet \
		--custom-compile-command 'make lock' -o requirements.txt
	@$(PY) -m uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-emit-find-links --quiet -c requirements.txt \
		--custom-compile-command 'make lock' -o requirements-dev.txt
	@.ci/check-locks

clean: ## take away what can be made again; the database, .env and local/ stay
	rm -rf .venv .stamps staticfiles .pytest_cache .mypy_cache .ruff_cache .hypothesis htmlcov test-results .coverage*
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

FORCE:
