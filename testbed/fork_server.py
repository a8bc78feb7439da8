"""Fork server: loads modules once, then forks a process for each request.

`fork_server.py MODULE…` reads one JSON object per line from stdin and answers with one on stdout:
`{"start": {"script", "arguments", "environment", "log"}}` with `{"pid"}`, and `{"poll": pid}` with
`{"code"}`, the exit code as defined by subprocess or null. A forked process runs the script as
`python SCRIPT ARGUMENTS…` would, in a session of its own, and dies with this process.
"""

import ctypes
import gc
import importlib
import json
import os
import runpy
import signal
import sys
from typing import Any

# Modules may replace these: eventlet does.
fork, waitpid, write = os.fork, os.waitpid, os.write
PR_SET_PDEATHSIG = 1


def serve() -> dict[str, Any] | None:
    """Answer requests; returns None at the end of stdin, and in a forked process its request."""
    for line in sys.stdin.buffer:
        request = json.loads(line)
        if (wanted := request.get("start")) is not None:
            pid = fork()
            if pid == 0:
                return wanted  # type: ignore[no-any-return]
            _answer(pid=pid)
        else:
            ended, status = waitpid(request["poll"], os.WNOHANG)
            _answer(code=os.waitstatus_to_exitcode(status) if ended else None)
    return None


def become(wanted: dict[str, Any]) -> None:
    """Give this forked process its session, environment, output and arguments."""
    os.setsid()
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    nothing = os.open(os.devnull, os.O_RDONLY)
    log = os.open(wanted["log"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    for source, target in ((nothing, 0), (log, 1), (log, 2)):
        os.dup2(source, target)
    os.environ.clear()
    os.environ.update(wanted["environment"])
    sys.argv[:] = [wanted["script"], *wanted["arguments"]]
    if (hubs := sys.modules.get("eventlet.hubs")) is not None:
        hubs.use_hub()  # a new one: the epoll of the server's hub is shared by all its children


def _answer(**fields: object) -> None:
    write(1, json.dumps(fields).encode() + b"\n")


if __name__ == "__main__":
    for name in sys.argv[1:]:
        importlib.import_module(name)
    gc.freeze()
    found = serve()
    if found is not None:
        become(found)
        runpy.run_path(found["script"], run_name="__main__")
