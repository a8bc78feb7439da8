.DEFAULT_GOAL := help
unexport PYTHONDONTWRITEBYTECODE  # without byte code each process of a test run compiles everything anew
.PHONY: help setup demo up test test-slow test-all proofs test-unit lint check format contracts monitoring monitoring-check constraints k8s-check audit bench chaos gameday clean

WORKERS ?= 2
ALL_CORES = --numprocesses logical --maxprocesses 8

help:  ## Show what can be made
	@sed -n -e 's/^\([a-z0-9-]*\):.*  ## /\1|/p' -e 's/^##@ /@|/p' $(MAKEFILE_LIST) | awk -F'|' '$$1 == "@" { printf "\n%s\n", $$2; next } { printf "  make %-17s %s\n", $$1, $$2 }'

##@ Try it

setup:  ## Make this checkout ready to run (quick when nothing changed)
	@scripts/setup.sh --broker

demo: setup  ## Run the four linked flows on real records; ONCE=1 ends after the report
	@.venv/bin/python -m demo run $(if $(ONCE),--once)

up: setup  ## Start the whole platform on this machine until Ctrl-C
	@.venv/bin/liandong up

##@ Test it

test:  ## Set up, then run the tests in two processes; WORKERS=4 in four
	@scripts/setup.sh --dev --broker
	@.venv/bin/pytest --numprocesses $(WORKERS)

test-slow:  ## Run what test leaves out: demo, drills, every test on the second host
	@scripts/setup.sh --dev --broker
	@.venv/bin/pytest --numprocesses $(WORKERS) --slow=only

test-all:  ## Run test and test-slow as one
	@scripts/setup.sh --dev --broker
	@.venv/bin/pytest --numprocesses $(WORKERS) --slow=with

proofs:  ## Run the long proofs, which take an hour: hostile events, a large backlog
	@scripts/setup.sh --dev --broker
	@.venv/bin/pytest --long

test-unit:  ## Run the tests that need no broker and no store
	@scripts/setup.sh --dev
	@.venv/bin/pytest tests/unit $(ALL_CORES) --hypothesis-profile=quick

##@ Work on it

lint:  ## Check style, types and import rules
	@scripts/setup.sh --dev
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports

check: lint  ## Check what a commit must pass: lint, contracts, unit tests with few examples
	@.venv/bin/liandong contracts check
	@.venv/bin/pytest tests/unit --quiet $(ALL_CORES) --hypothesis-profile=quick

format:  ## Put the code into shape
	@scripts/setup.sh --dev
	@.venv/bin/ruff check --fix-only --quiet .
	@.venv/bin/ruff format .

contracts:  ## Write contracts/ and deploy/k8s anew from the messages
	@.venv/bin/liandong contracts write
	@.venv/bin/liandong k8s write
	@.venv/bin/python -m services.casework.procedures docs/cases.md
	@.venv/bin/python -m shared.contracts.service_tables docs/services.md
	@.venv/bin/python -m monitoring write

monitoring:  ## Write dashboards and docs/metrics.md anew from the code
	@.venv/bin/python -m monitoring write

monitoring-check:  ## Test the alerts, then ask every panel's question of a city at work
	@scripts/setup.sh --dev --broker
	@scripts/ensure-prometheus.sh
	@promtool check rules deploy/monitoring/prometheus/rules/*.yml
	@promtool test rules deploy/monitoring/prometheus/tests/*.yml
	@.venv/bin/python -m monitoring check

##@ Check what is deployed

constraints:  ## Pin the versions that .venv holds now
	@scripts/constraints.sh

k8s-check:  ## Check deploy/k8s with kubernetes-validate, checkov and the schemas of custom resources
	@scripts/setup.sh --dev
	@scripts/k8s-check.sh

audit:  ## Ask for known vulnerabilities of what is pinned, write an SBOM, check the Dockerfile
	@scripts/setup.sh --dev
	@scripts/audit.sh

##@ Measure and break it

bench:  ## Compare the speed with peers; QUICK=1 for two minutes
	@scripts/setup.sh --dev --broker
	@.venv/bin/python -m bench $(if $(QUICK),--quick)

chaos:  ## Cause hundreds of faults and look for lost events; QUICK=1 for three minutes
	@scripts/setup.sh --dev --broker
	@.venv/bin/python -m chaos $(if $(QUICK),--quick)

gameday:  ## Cause eight outages, follow the runbooks, write docs/gameday.md; QUICK=1 for ten minutes
	@scripts/setup.sh --dev --broker
	@scripts/ensure-prometheus.sh --alertmanager
	@.venv/bin/python -m gameday run $(if $(QUICK),--quick); code=$$?; .venv/bin/python -m gameday report; exit $$code

clean:  ## Remove .local and caches
	@scripts/clean.sh
