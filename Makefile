# Tenfold. `make run` opens the app, `make test` runs every check. Both start from nothing.

PYTHON ?= python3
PORT ?= 8501
DATASET ?= movielens
# On Linux without an NVIDIA card `make env` takes the CPU build of torch if an index offers it.
# To name an index that does:  make env TORCH_INDEX=https://download.pytorch.org/whl/cpu
TORCH_INDEX ?=
export TORCH_INDEX

BIN := .venv/bin
INSTALLED := .venv/installed
ARTIFACT := artifacts/$(DATASET)/manifest.json

.PHONY: help env lock audit fit run test check static messages bench results settings peers test-tools clean
.DEFAULT_GOAL := help

help:
	@echo "make run    fit the models if need be and open the app    make env    only the environment"
	@echo "make test   all checks and all tests                      make check  the fast part of it"
	@echo "make fit    fit the models again                          make bench  all benchmarks"
	@echo "make peers  other libraries beside ours                    make results  docs/results.md, from the reports"
	@echo "make lock   requirements.lock, from requirements.txt      make settings docs/settings.md"
	@echo "make messages  catalogues of translators              make audit  vulnerabilities of what is locked"

env: $(INSTALLED)

LOCKS := requirements.lock requirements-torch.lock requirements-torch-cpu.lock
$(INSTALLED): $(LOCKS)
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Tenfold needs Python 3.11 or newer; say which with make PYTHON=...")'
	$(PYTHON) -m venv .venv
	$(BIN)/python .ci/install.py
	touch $@

# All packages behind requirements.txt, with hashes. After a change there: make lock.
UV := uv==0.13.9
lock:
	test -x .venv-lock/bin/python || $(PYTHON) -m venv .venv-lock
	.venv-lock/bin/python -m pip install --quiet --disable-pip-version-check $(UV)
	.venv-lock/bin/python .ci/lock.py

# Known vulnerabilities of all that is locked (asks PyPI), and a list of it: sbom.json, CycloneDX.
audit:
	test -x .venv-audit/bin/python || $(PYTHON) -m venv .venv-audit
	.venv-audit/bin/python -m pip install --quiet --disable-pip-version-check -r .ci/requirements-audit.txt
	.venv-audit/bin/python .ci/audit.py

fit: $(INSTALLED)
	$(BIN)/python -m models.train $(DATASET)

$(ARTIFACT): | $(INSTALLED)
	$(BIN)/python -m models.train $(DATASET)

# One thread for linear algebra: the arrays are small and people answer at the same time.
run: $(INSTALLED) $(ARTIFACT)
	OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/streamlit run app.py --server.port $(PORT)

test: static test-tools
	$(BIN)/python -m pytest -n 2

check: static
	$(BIN)/python -m pytest -n 2 -m "not browser and not slow"

static: $(INSTALLED)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# For translators: bring every catalogue in locale/ up to what the code says (docs/translating.md).
# A new language begins with  make messages LANGUAGE=fr
LANGUAGE ?=
messages: $(INSTALLED)
	$(BIN)/pybabel -q extract -F pyproject.toml --add-location=file --project Tenfold -o locale/tenfold.pot app.py pages
	$(if $(LANGUAGE),test -e locale/$(LANGUAGE) || $(BIN)/pybabel -q init -D tenfold -i locale/tenfold.pot -d locale -l $(LANGUAGE))
	$(BIN)/pybabel -q update -D tenfold -i locale/tenfold.pot -d locale --ignore-obsolete --ignore-pot-creation-date -w 79
	rm locale/tenfold.pot

# A browser the tests can drive, PostgreSQL and HAProxy: the system's, else by apt as root. Without a
# browser to be had by apt Playwright fetches its own; tests of the others are skipped and say so.
test-tools: $(INSTALLED)
	@command -v chromium || command -v chromium-browser || command -v google-chrome \
	|| { [ "$$(id -u)" = 0 ] && command -v apt-get && apt-get update -q && apt-get install -qy chromium; } \
	|| $(BIN)/playwright install chromium
	@ls /usr/lib/postgresql/*/bin/initdb 2>/dev/null || command -v initdb \
	|| { [ "$$(id -u)" = 0 ] && command -v apt-get && apt-get install -qy postgresql; } \
	|| echo "no PostgreSQL: its tests will be skipped"
	@command -v haproxy || ls /usr/sbin/haproxy 2>/dev/null \
	|| { [ "$$(id -u)" = 0 ] && command -v apt-get && apt-get install -qy haproxy; } \
	|| echo "no HAProxy: its tests will be skipped"

# Each prints its table and its claims; all run, and the command fails if any claim does not hold.
BENCHMARKS := latency map elicitation models likelihoods embedding pooling activation.autoencoder loading_memory catalogues
bench: $(INSTALLED) $(ARTIFACT)
	@failed=; for name in $(BENCHMARKS); do \
		$(BIN)/python -m benchmarks.$$name --json artifacts/benchmarks/$$name.json || failed="$$failed $$name"; \
	done; test -z "$$failed" || { echo "claims do not hold:$$failed"; exit 1; }

# docs/results.md and the README's headline numbers, from the reports in benchmarks/results.
results: $(INSTALLED)
	$(BIN)/python -m benchmarks.results_document

# The table of settings, from models/settings.py.
settings: $(INSTALLED)
	{ printf '# Settings\n\nEnvironment variables. Written by `make settings`; do not edit.\n\n'; $(BIN)/python -m models.settings; } > docs/settings.md

# Other libraries, in environments of their own (RecBole needs an older NumPy than the rest).
PEERS := .venv-peers
peers: $(INSTALLED)
	test -d $(PEERS)/main || $(PYTHON) -m venv $(PEERS)/main
	test -d $(PEERS)/recbole || $(PYTHON) -m venv $(PEERS)/recbole
	$(PEERS)/main/bin/pip install --quiet -r benchmarks/requirements.txt
	$(PEERS)/recbole/bin/pip install --quiet -r benchmarks/requirements-recbole.txt
	$(BIN)/python -m benchmarks.peers --data $(DATASET) --json artifacts/benchmarks/peers-$(DATASET).json

clean:
	rm -rf .venv .venv-lock .venv-audit sbom.json $(PEERS) artifacts .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
