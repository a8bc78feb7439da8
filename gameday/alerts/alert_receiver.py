"""The alert receiver: an HTTP server that records Alertmanager's notifications."""

import json
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from shared.local.ports import LOOPBACK


@dataclass(frozen=True, slots=True)
class Alert:
    """One alert of a notification: arrival (seconds since 1970), receiver (a path) and labels."""

    at: float
    receiver: str
    status: str
    alert: str
    department: str


def parse_alerts(at: float, receiver: str, delivery: Mapping[str, Any]) -> list[Alert]:
    """Parse the body of a notification by Alertmanager."""
    return [
        Alert(
            at,
            receiver,
            alert["status"],
            alert["labels"]["alertname"],
            alert["labels"].get("department", ""),
        )
        for alert in delivery["alerts"]
    ]


class AlertReceiver:
    """An HTTP server on a loopback port, which records alerts; a context manager."""

    def __init__(self, port: int) -> None:
        self.alerts: list[Alert] = []
        alerts = self.alerts

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                delivery = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                alerts.extend(parse_alerts(time.time(), self.path.strip("/"), delivery))
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Log nothing."""

        self._server = ThreadingHTTPServer((LOOPBACK, port), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def __enter__(self) -> "AlertReceiver":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def first(self, alert: str, status: str = "firing") -> Alert | None:
        """Return the first notification of an alert with a status; None if there is none."""
        return next(
            (one for one in self.alerts if (one.alert, one.status) == (alert, status)), None
        )
