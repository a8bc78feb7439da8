"""The testbed of chaos runs, game days, benchmarks and tests: start, load, attack, audit a city."""
