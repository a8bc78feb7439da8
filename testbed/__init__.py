"""Testbed: starts, loads, attacks and audits the platform for chaos, game day, bench and tests."""
