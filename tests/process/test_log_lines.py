"""Log lines name their department, whichever thread writes them."""

import json
import subprocess
import sys

PROGRAM = """
import logging, threading
import structlog
from shared.observability import logs
logs.configure_logs("INFO", "water")
log = structlog.get_logger()
log.info("first")
thread = threading.Thread(target=lambda: log.info("second", id="e-1"))
thread.start()
thread.join()
logging.getLogger("library").warning("third")
"""


def test_every_line_is_json_and_names_the_department_also_from_threads_and_libraries():
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True
    )

    lines = [json.loads(line) for line in run.stdout.splitlines()]
    assert [line["event"] for line in lines] == ["first", "second", "third"]
    assert {line["department"] for line in lines} == {"water"}
    assert lines[1]["id"] == "e-1"
