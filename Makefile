.DEFAULT_GOAL := help
unexport PYTHONDONTWRITEBYTECODE  # without byte code each process of a test run compiles everything anew
.PHONY: help setup demo up test test-slow test-all proofs test-unit lint check format contracts monitoring monitoring-check constraints k8s-check audit bench chaos gameday clean

WORKERS ?= 3
ALL_CORES = --numprocesses logical --maxprocesses 8

help:  ## List the targets
	@sed -n -e 's/^\([a-z0-9-]*\):.*  ## /\1|/p' -e 's/^##@ /@|/p' $(MAKEFILE_LIST) | awk -F'|' '$$1 == "@" { printf "\n%s\n", $$2; next } { printf "  make %-17s %s\n", $$1, $$2 }'

##@ Run

setup:  ## Install everything this checkout needs to run (fast if nothing changed)
	@scripts/setup.sh --broker

demo: setup  ## Run the four linked flows on real records; ONCE=1 exits after the report
	@.venv/bin/python -m demo run $(if $(ONCE),--once)

up: setup  ## Run the whole platform on this machine until Ctrl-C
	@.venv/bin/liandong up

##@ Test

test:  ## Set up, then run the tests in three processes; WORKERS=2 uses two
	@scripts/setup.sh --dev --broker
	@.venv/bin/pytest --numprocesses $(WORKERS)

test-slow:  ## Run only the slow tests: demo, drills, all tests on the second host
	@scripts/setup.sh --dev --broker
	@.venv/bin/pytest --numprocesses $(WORKERS) --slow=only

test-all:  ## Run test and test-slow together
	@scripts/setup.sh --dev --broker
	@.venv/bin/pytest --numprocesses $(WORKERS) --slow=with --hypothesis-profile=thorough

proofs:  ## Run the long proofs (one hour): hostile events, a large backlog
	@scripts/setup.sh --dev --broker
	@.venv/bin/pytest --long

test-unit:  ## Run the unit tests, which need no broker and no store
	@scripts/setup.sh --dev
	@.venv/bin/pytest tests/unit $(ALL_CORES)

##@ Develop

lint:  ## Check style, types and import rules
	@scripts/setup.sh --dev
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports

check: lint  ## Run the checks of a commit: lint, contracts, tests without servers
	@.venv/bin/liandong contracts check
	@.venv/bin/pytest tests/unit tests/component --quiet $(ALL_CORES)

format:  ## Format the code
	@scripts/setup.sh --dev
	@.venv/bin/ruff check --fix-only --quiet .
	@.venv/bin/ruff format .

contracts:  ## Generate contracts/, deploy/k8s and tables of the docs from the code
	@.venv/bin/liandong contracts write
	@.venv/bin/liandong k8s write
	@.venv/bin/python -m services.casework.procedures docs/cases.md
	@.venv/bin/python -m shared.contracts.service_tables docs/services.md
	@.venv/bin/python -m monitoring write

monitoring:  ## Generate dashboards and docs/metrics.md from the code
	@.venv/bin/python -m monitoring write

monitoring-check:  ## Test the alerts, then check that every panel has data under load
	@scripts/setup.sh --dev --broker
	@scripts/ensure-prometheus.sh
	@promtool check rules deploy/monitoring/prometheus/rules/*.yml
	@promtool test rules deploy/monitoring/prometheus/tests/*.yml
	@.venv/bin/python -m monitoring check

##@ Check the deployment

constraints:  ## Pin the versions installed in .venv
	@scripts/constraints.sh

k8s-check:  ## Check deploy/k8s with kubernetes-validate, checkov and the schemas of custom resources
	@scripts/setup.sh --dev
	@scripts/k8s-check.sh

audit:  ## Check pinned packages for known vulnerabilities, write an SBOM, lint the Dockerfile
	@scripts/setup.sh --dev
	@scripts/audit.sh

##@ Measure and inject faults

bench:  ## Compare throughput with other systems; QUICK=1 takes two minutes
	@scripts/setup.sh --dev --broker
	@.venv/bin/python -m bench $(if $(QUICK),--quick)

chaos:  ## Inject hundreds of faults and check for lost events; QUICK=1 takes three minutes
	@scripts/setup.sh --dev --broker
	@.venv/bin/python -m chaos $(if $(QUICK),--quick)

gameday:  ## Cause eight outages, run the runbooks, write docs/gameday.md; QUICK=1 takes ten minutes
	@scripts/setup.sh --dev --broker
	@scripts/ensure-prometheus.sh --alertmanager
	@.venv/bin/python -m gameday run $(if $(QUICK),--quick); code=$$?; .venv/bin/python -m gameday report; exit $$code

clean:  ## Remove .local and caches
	@scripts/clean.sh
