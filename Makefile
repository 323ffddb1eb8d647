# What one does with Goldenthread. Everything runs in .venv, which `make setup` fills.
PYTHON ?= python3
BIN := .venv/bin
WORDS := src/goldenthread/locale
# the machine's own certificates: some networks have theirs
export UV_SYSTEM_CERTS := true

.PHONY: help setup demo run check test bench docs words lock clean

help: ## what can be made
	@grep -E '^[a-z-]+:.*##' Makefile | sed 's/:.*##/\t/' | expand -t 10

setup: .venv/ready ## make .venv, install what is locked, build the front end, compile translations and bytecode
	@$(BIN)/python -m compileall -q src/goldenthread

# bytecode is written here and not at the first start: a shell may forbid Python to (PYTHONDONTWRITEBYTECODE), and
# then every start would compile 1,700 files for 3.5 s of CPU
.venv/ready: requirements-dev.lock pyproject.toml build_frontend.py package-lock.json Makefile
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check 'uv>=0.9'
	$(BIN)/uv pip sync --quiet --compile-bytecode --require-hashes requirements-dev.lock
	$(BIN)/uv pip install --quiet --no-build-isolation --no-deps --editable .
	touch .venv/ready

demo: setup ## a generated organisation, served on a free port: look around
	$(BIN)/goldenthread demo

run: setup ## serve this house: database, worker and web
	$(BIN)/goldenthread serve

check: setup ## style, types, rooms, templates, translations; warnings are errors
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --lint --quiet src/goldenthread/web/templates
	$(BIN)/python tests/house/words.py

test: setup ## every test, with real PostgreSQL and a real browser where there is one
	$(BIN)/python -m pytest -n 2 --dist worksteal -q

bench: setup ## the budgets of the design, as ratios, counts and CPU time
	$(BIN)/python -m benchmarks

docs: setup ## write the parts of the docs that come from the code
	$(BIN)/python docs/write.py

words: setup ## find the sentences of code and templates; German then wants its translations
	-$(BIN)/python tests/house/words.py --renew
	$(BIN)/pybabel --quiet compile -D django -d $(WORDS)

lock: ## choose versions anew and lock them with hashes, naming no registry
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --no-emit-index-url --generate-hashes --no-header pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --no-emit-index-url --generate-hashes --no-header pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock

clean: ## take away what was made
	rm -rf .venv node_modules src/goldenthread/web/static/built .mypy_cache .ruff_cache .import_linter_cache .hypothesis
