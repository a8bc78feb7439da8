"""Lints the metrics of running departments with promtool."""

import subprocess
import urllib.request
from collections.abc import Mapping

from monitoring.prometheus import ANSWER_S, installed


def lint_metrics(addresses: Mapping[str, str]) -> list[str]:
    """Check each department's metrics; return one line per complaint."""
    return [
        f"{name}: {line}" for name, address in addresses.items() for line in _complaints(address)
    ]


def _complaints(address: str) -> list[str]:
    with urllib.request.urlopen(f"{address}/metrics", timeout=ANSWER_S) as answer:  # noqa: S310  our own platform
        text = answer.read()
    done = subprocess.run(
        [installed("promtool"), "check", "metrics"], input=text, capture_output=True, check=False
    )
    told = (done.stdout + done.stderr).decode().splitlines()
    return told or ([f"promtool ended with {done.returncode}"] if done.returncode else [])
