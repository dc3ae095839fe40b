# `make run` and `make test` do everything from a bare clone: Python 3.11+, a C compiler and the package registry.
PY := .venv/bin/python
STAMP := .venv/.ready
JOBS ?= 2

.PHONY: run test check setup bench trust

setup: $(STAMP)

$(STAMP): pyproject.toml
	python3 -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Cần Python 3.11 trở lên")'
	test -x $(PY) || python3 -m venv .venv
	$(PY) -m pip install -q torch==2.13.0
	$(PY) -m pip install -q -e '.[dev]'
	touch $(STAMP)

run: setup
	@.venv/bin/thidua index
ifdef Q
	@.venv/bin/thidua ask "$(Q)"
else
	@if [ -n "$$TELEGRAM_BOT_TOKEN" ]; then exec .venv/bin/thidua serve; else exec .venv/bin/thidua chat; fi
endif

# Two workers, a file whole to one of them: its fixtures (indexes, servers) are built once. JOBS=0 runs in one process.
test: setup check
	OMP_NUM_THREADS=1 $(PY) -m pytest -n $(JOBS) --dist loadfile

check: setup
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy

# Speeds and scores, one JSON object a line, into README's table. What needs ../shared or lightgbm is skipped, saying so.
# Indexes of the sets are kept in .bench/; `make bench ZALO=1` also embeds the 30 452 passages of Zalo (half an hour, once);
# `QUICK=1` leaves out the 100 000 clauses and the load on the bot.
bench: setup
	$(PY) -c 'import lightgbm' 2>/dev/null || $(PY) -m pip install -q -e '.[bench]' || true
	$(PY) -m benchmarks.figures $(if $(ZALO),--zalo) $(if $(QUICK),--quick)

# What must never be broken, told by itself: answers over the sample corpus, hostile files, killed processes.
trust: setup
	.venv/bin/thidua index
	.venv/bin/thidua eval --strict
	$(PY) -m pytest -m "slow or real"
