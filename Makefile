# Groundwork: `make run` to look at it, `make test` to check it. Nothing but Python 3.11+ and make is needed.
PORT ?= 8000
SIZE ?= smoke
ENGINE ?= sqlite
SUITE ?= all
PYTHON ?= $(firstword $(foreach name,python3 python3.14 python3.13 python3.12 python3.11,$(if $(shell $(name) -c 'import sys; print(sys.version_info >= (3, 11) or "")' 2>/dev/null),$(name))))
BIN = .venv/bin
LOCAL = DEBUG=0 HTTPS=0 DEMO=1 ALLOWED_HOSTS=127.0.0.1,localhost SECRET_KEY_FILE=var/secret_key

.PHONY: run test screens bench lint lock clean

run: .venv/app.stamp var/secret_key
	@exec env $(LOCAL) $(BIN)/python manage.py start --port $(PORT)

test: .venv/dev.stamp
	@bash .ci/test

screens: .venv/dev.stamp
	@$(BIN)/python -m tests.browser.screens

bench: .venv/dev.stamp
	@$(BIN)/python -m benchmarks --suite $(SUITE) --size $(SIZE) --engine $(ENGINE) $(if $(DATABASE),--database $(DATABASE))

lint: .venv/dev.stamp
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/lint-imports && $(BIN)/mypy .

# Hashes in, addresses of package servers out: the lock works with whatever server a machine is set up for.
lock: .venv/dev.stamp
	@for name in app dev; do $(BIN)/uv pip compile requirements/$$name.in --output-file requirements/$$name.txt --generate-hashes \
		--no-emit-index-url --no-header --no-annotate --python-version 3.11 --universal --quiet || exit 1; done

clean:
	@rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	@echo "Kept: var/ with your data."

.venv/%.stamp: requirements/%.txt .ci/setup
	@bash .ci/setup "$(PYTHON)" requirements/$*.txt && touch $@

# What the tests need includes what the app needs.
.venv/app.stamp: | $(if $(wildcard .venv/dev.stamp),.venv/dev.stamp)

var/secret_key:
	@mkdir -p var && umask 077 && $(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(50))' > $@
