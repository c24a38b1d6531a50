# make demo    the product with its demonstration, on http://localhost:8000 (PORT= for another)
# make run     the product alone
# make test    everything that is tested (BROWSER=0, PG=0, CLAM=0, OFFICE=0 leave out what needs Chromium, PostgreSQL …)
# make lint    everything that is checked without running it
# make bench   the promises in numbers
# make catalogues  the words marked for translation, brought into locale/*.po
#
# Each step of the set-up leaves a file and is done again when what it reads has changed.

export PATH := $(CURDIR)/.venv/bin:$(PATH)
web := src/entreciudades/web
sources := $(shell find $(web)/static_src frontend -type f)
statics := $(shell find $(web)/static -path '*/build' -prune -o -type f -print 2>/dev/null)
catalogues := $(shell find src/entreciudades/locale -name '*.po' 2>/dev/null)

.PHONY: setup tools demo run test lint lint-python lint-templates bench catalogues lock watch clean

setup: .venv/.product $(web)/static/build/main.css $(catalogues:.po=.mo) var/static/staticfiles.json
tools: setup .venv/.tools

demo: setup
	@scripts/demo
run: setup
	@scripts/run
test: tools
	@scripts/test
bench: tools
	@set -e; for promise in benchmarks/[a-z]*.py; do printf '\n== %s\n' "$$promise"; python "$$promise"; done

lint: tools lint-python lint-templates
lint-python:
	ruff check
	ruff format --check
	mypy
	lint-imports
lint-templates:
	djlint --quiet --lint $(web)/templates

catalogues: tools
	@scripts/catalogues.py
lock: .venv/.setup
	@scripts/lock $(ARGS)
watch: setup
	node frontend/build.mjs --watch
clean:
	rm -rf .venv node_modules var/static $(web)/static/build

.venv/.setup: requirements-setup.lock
	python3 -m venv .venv
	python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@
.venv/.product: requirements.lock pyproject.toml .venv/.setup
	@scripts/install requirements.lock --editable
	@touch $@
.venv/.tools: requirements-dev.lock .venv/.product
	@scripts/install requirements-dev.lock
	@touch $@
node_modules/.installed: package-lock.json .npmrc requirements-node.lock .venv/.setup
	@scripts/node npm ci --no-audit --no-fund --no-update-notifier --loglevel=error
	@touch $@
$(web)/static/build/main.css: $(sources) node_modules/.installed
	@scripts/node node frontend/build.mjs
%.mo: %.po .venv/.product
	@pybabel --quiet compile --input-file $< --output-file $@
var/static/staticfiles.json: $(web)/static/build/main.css $(statics) .venv/.product
	@DJANGO_SETTINGS_MODULE=entreciudades.settings.demo entreciudades manage collectstatic --clear --no-input --verbosity 0
	@touch $@
