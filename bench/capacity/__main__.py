"""Entry point of `python -m bench.capacity`."""

from bench.capacity.cli import app

app(prog_name="python -m bench.capacity")
