# What one types here; `make help` lists it. Needs Python 3.11 or later and a package registry that pip knows.
# Each step leaves a file behind, so that nothing up to date is done again: remove .venv and var to begin anew.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SUFFIXES:
.PHONY: run dev test test-browser test-next coverage check check-style check-imports check-types check-templates check-migrations check-messages check-deploy \
	check-containers bench soak chaos image audit lock messages compiled-messages help FORCE

PORT ?= 8000
PY := .venv/bin/python
INSTALL := $(PY) -m pip --disable-pip-version-check install --quiet --quiet --require-hashes
LOCK := $(PY) -m piptools compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-header \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options $(PIP_COMPILE_OPTIONS)
COMPILED_MESSAGES := $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/*.po))

# On one's own machine: production's settings and server, over plain HTTP, with a secret of its own.
HERE = DJANGO_SETTINGS_MODULE=config.settings.production BIND=127.0.0.1:$(PORT) \
	BASE_URL="$${BASE_URL:-http://localhost:$(PORT)}" SECRET_KEY="$${SECRET_KEY:-$$(cat var/secret_key)}"

PROCESSES ?= 2 # of a test run
TESTS ?= --ignore=tests/browser --ignore=tests/journeys
SIZE ?= 0
MINUTES ?= 60
RATE ?= 10
BENCH = DATABASE_URL=sqlite:///$(CURDIR)/var/bench/cahier.sqlite3 MEDIA_ROOT=var/bench/media \
	BASE_URL=http://localhost SECRET_KEY="$$(cat var/secret_key)" DJANGO_SETTINGS_MODULE=bench.settings

run: var/.demo var/.static $(COMPILED_MESSAGES) ## Serve the demo site on http://localhost:8000 (PORT= for another)
	@$(HERE) exec $(PY) -m gunicorn --config config/gunicorn_here.py

dev: var/.demo $(COMPILED_MESSAGES) ## The same site with DEBUG, reloading when code changes
	@BASE_URL="http://localhost:$(PORT)" exec $(PY) manage.py runserver $(PORT)

test: .venv/.dev $(COMPILED_MESSAGES) ## Run all tests but those of the served site; with DATABASE_URL=postgres://… on PostgreSQL
	@$(PY) -m pytest --numprocesses $(PROCESSES) --dist loadgroup --no-loadscope-reorder $(TESTS)

test-browser: ## Run those of the served site: in a browser, and following every link
	@$(MAKE) --no-print-directory test TESTS="tests/browser tests/journeys"

coverage: .venv/.dev $(COMPILED_MESSAGES) ## Run `make test`, and say how much of the code it reaches: 92 % of its branches at least
	@$(MAKE) --no-print-directory test TESTS="--cov --cov-report=term $(TESTS)"

test-next: ## Run `make test` on the newest Wagtail and Django, pre-releases too, that this Python allows: see CONTRIBUTING
	@python3 -m venv var/next
	@var/next/bin/python tests/project/next_requirements.py >var/next.txt
	@var/next/bin/python -m pip --disable-pip-version-check install --quiet --pre --upgrade --requirement var/next.txt
	@var/next/bin/python -m pip list --format freeze | grep -i -E '^(django|wagtail)='
	@var/next/bin/python -m pytest --numprocesses $(PROCESSES) --dist loadgroup --no-loadscope-reorder -W default $(TESTS)

check: check-style check-imports check-types check-templates check-migrations check-messages check-deploy check-containers ## Lint, types, translations

bench: var/.static ## What pages and letters cost (SIZE= more generated reports; DATABASE_URL= on PostgreSQL too)
	@mkdir -p var/bench
	@$(BENCH) $(PY) manage.py migrate --verbosity 0
	@$(BENCH) $(PY) manage.py load_demo --size $(SIZE) >/dev/null
	@$(BENCH) $(PY) -m bench.pages
	@$(BENCH) $(PY) -m bench.hits
	@$(PY) -m bench.publication
	@POSTGRES="$$DATABASE_URL" $(BENCH) $(PY) -m bench.search_quality
	@POSTGRES="$$DATABASE_URL" $(BENCH) $(PY) -m bench.growth
	@POSTGRES="$$DATABASE_URL" $(BENCH) $(PY) -m bench.translations
	@POSTGRES="$$DATABASE_URL" $(BENCH) $(PY) -m bench.newsletter
	@$(BENCH) $(PY) -m bench.returns

soak: var/.static $(COMPILED_MESSAGES) ## Whether memory stays flat under mixed load (MINUTES=60, RATE=10 requests a second)
	@mkdir -p var/bench
	@$(BENCH) $(PY) manage.py migrate --verbosity 0
	@$(BENCH) $(PY) manage.py load_demo >/dev/null
	@$(BENCH) $(PY) -m bench.soak $(MINUTES) --rate $(RATE)

chaos: .venv/.dev $(COMPILED_MESSAGES) ## Kill workers at random while 10,000 messages go out (DATABASE_URL= for PostgreSQL)
	@CHAOS=full $(PY) -m pytest -s tests/sending/test_chaos.py

image: ## Build the container image for real and try it; says so and does nothing where buildah or root is missing
	@deploy/image.sh

audit: var/audit/.tools ## Look for known holes in the code, in what is locked and in the running demo site (some minutes)
	@.ci/audit var/audit/bin

lock: .venv/.dev ## Lock what pyproject.toml asks for, with hashes, in requirements/
	$(LOCK) --output-file requirements/run.txt pyproject.toml
	$(LOCK) --extra test --extra check --constraint requirements/run.txt --output-file requirements/dev.txt pyproject.toml
	$(LOCK) --output-file requirements/audit.txt requirements/audit.in

messages: .venv/.dev ## Bring locale/ up to date with the texts in code and templates (needs GNU gettext)
	$(PY) manage.py makemessages --locale fr --no-obsolete --add-location file --ignore '.venv/*' --ignore 'var/*'

compiled-messages: $(COMPILED_MESSAGES) ## Compile the catalogues in locale/

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-18s %s\n", $$1, $$2}' Makefile

# What `make check` is made of

check-style: .venv/.dev
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .

check-imports: .venv/.dev
	.venv/bin/lint-imports --no-logo --cache-dir .venv/.import-linter pyproject.toml

check-types: .venv/.dev
	$(PY) -m mypy

check-templates: .venv/.dev
	$(PY) -m djlint --lint --quiet templates
	$(PY) -m pytest --quiet tests/project/test_templates.py

check-migrations: .venv/.dev
	$(PY) manage.py makemigrations --check --dry-run

check-messages: .venv/.dev
	$(PY) -m pytest --quiet tests/project/test_messages.py

check-deploy: .venv/.dev
	BASE_URL=https://cahier.example PUBLISHER=- PUBLICATION_DIRECTOR=- HOSTING_PROVIDER=- SECRET_KEY=$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(64))') \
		DJANGO_SETTINGS_MODULE=config.settings.production $(PY) manage.py check --deploy --fail-level WARNING

check-containers: .venv/.dev
	.venv/bin/hadolint Dockerfile
	.venv/bin/check-jsonschema --quiet --builtin-schema vendor.compose-spec compose.yaml

# What is made once

.venv/pyvenv.cfg:
	@for python in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11; do \
		$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
		echo "Making .venv with $$($$python --version)"; \
		exec $$python -m venv .venv; \
	done; echo "Python 3.11 or later was not found: name it with make PYTHON=…" >&2; exit 1

.venv/.run: requirements/run.txt | .venv/pyvenv.cfg
	@echo "Installing what the site needs"
	@$(INSTALL) --requirement $<
	@touch $@

.venv/.dev: requirements/dev.txt | .venv/pyvenv.cfg
	@echo "Installing what developers need"
	@$(INSTALL) --requirement $<
	@touch $@

var/audit/.tools: requirements/audit.txt
	@echo "Installing what looks for holes"
	@python3 -m venv var/audit
	@var/audit/bin/python -m pip --disable-pip-version-check install --quiet --quiet --require-hashes --requirement $<
	@touch $@

%.mo: %.po | .venv/.run
	@$(PY) -m babel.messages.frontend --quiet compile --input-file $< --output-file $@

var/secret_key var/demo_password: | .venv/pyvenv.cfg
	@mkdir -p var
	@umask 077 && $(PY) -c 'import secrets; print(secrets.token_urlsafe($(if $(filter %key,$@),64,12)))' >$@

# Which database the steps below were done on; removing SQLite's file, or naming another database, does them anew.
var/.database: FORCE
	@mkdir -p var
	@now=$$(echo "$$DATABASE_URL" | cksum); \
		{ [ "$$DATABASE_URL" ] || [ -f var/cahier.sqlite3 ]; } && [ "$$now" = "$$(cat $@ 2>/dev/null)" ] || echo "$$now" >$@

var/.migrated: var/.database .venv/.run $(wildcard */migrations/*.py) | var/secret_key
	@echo "Preparing the database"
	@$(HERE) $(PY) manage.py migrate --verbosity 0
	@touch $@

var/.demo: var/.migrated $(shell find demo -type f -name '*.*' ! -name '*.pyc') | var/demo_password
	@echo "Loading the demo"
	@$(HERE) $(PY) manage.py load_demo --editor --password="$$(cat var/demo_password)" >/dev/null
	@touch $@

var/.static: .venv/.run $(shell find static -type f) | var/secret_key
	@echo "Collecting static files"
	@$(HERE) $(PY) manage.py collectstatic --no-input --verbosity 0
	@touch $@
