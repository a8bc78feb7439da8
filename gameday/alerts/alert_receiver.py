"""The duty desk: what Alertmanager delivers, as the person on duty would see it."""

import json
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from shared.local.ports import LOOPBACK


@dataclass(frozen=True, slots=True)
class Call:
    """One alert of one delivery: when it came, at which receiver, and what it says."""

    at: float
    receiver: str
    status: str
    alert: str
    department: str


def calls_of(at: float, receiver: str, told: Mapping[str, Any]) -> list[Call]:
    """Read the body of a delivery."""
    return [
        Call(
            at,
            receiver,
            one["status"],
            one["labels"]["alertname"],
            one["labels"].get("department", ""),
        )
        for one in told["alerts"]
    ]


class Desk:
    """Listens on a port of this machine for as long as it is open."""

    def __init__(self, port: int) -> None:
        self.calls: list[Call] = []
        calls = self.calls

        class Door(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                calls.extend(calls_of(time.time(), self.path.strip("/"), told))
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer((LOOPBACK, port), Door)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def __enter__(self) -> "Desk":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def first(self, alert: str, status: str = "firing") -> Call | None:
        """Find the first call about an alert."""
        return next(
            (call for call in self.calls if (call.alert, call.status) == (alert, status)), None
        )
