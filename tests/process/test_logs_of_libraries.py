"""Log output of libraries in a department's process, run as a subprocess."""

import json
import subprocess
import sys

LOGS = """
import logging
from shared.observability.logs import configure_logs

configure_logs("INFO", "water")
logging.getLogger("pika.adapters.utils").error("Socket failed to connect")
logging.getLogger("pymongo").error("something of its own")
"""


def test_an_outage_of_the_broker_does_not_fill_the_log_with_errors_of_the_library():
    """Seven errors per attempt would fire the alert ErrorsLogged, which indicates a bug."""
    done = subprocess.run([sys.executable, "-c", LOGS], capture_output=True, text=True, check=True)

    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["event"] for line in lines] == ["something of its own"]
