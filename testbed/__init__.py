"""Testbed: starts, loads, attacks and audits a city for chaos, game day, benchmarks and tests."""
