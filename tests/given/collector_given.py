"""An independent span collector: it receives OTLP over HTTP."""

import gzip
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
    ExportTraceServiceResponse,
)
from opentelemetry.proto.trace.v1.trace_pb2 import Span


@dataclass(frozen=True)
class Seen:
    """A received span."""

    service: str
    name: str
    kind: str
    trace: str
    id: str
    parent: str
    links: tuple[str, ...]
    about: dict[str, str | int]
    failed: bool
    began_ns: int
    ended_ns: int


@dataclass
class Collector:
    """The spans, bodies and paths received; each request is delayed by `delay_s` seconds."""

    url: str = ""
    delay_s: float = 0.0
    spans: list[Seen] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    paths: set[str] = field(default_factory=set)

    def named(self, start: str) -> list[Seen]:
        """Return the spans whose name starts with `start`."""
        return [span for span in self.spans if span.name.startswith(start)]

    def take(self, path: str, body: bytes) -> None:
        """Record one export request, after the delay."""
        time.sleep(self.delay_s)
        self.paths.add(path)
        self.bodies.append(body)
        self.spans.extend(_read(ExportTraceServiceRequest.FromString(body)))


@contextmanager
def collecting(delay_s: float = 0.0) -> Iterator[Collector]:
    """Run a collector for the duration of the context."""
    collector = Collector(delay_s=delay_s)

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"]))
            gzipped = self.headers.get("Content-Encoding") == "gzip"
            collector.take(self.path, gzip.decompress(raw) if gzipped else raw)
            answer = ExportTraceServiceResponse().SerializeToString()
            self.send_response(200)
            self.send_header("Content-Type", "application/x-protobuf")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            with suppress(BrokenPipeError):
                self.wfile.write(answer)

        def log_message(self, format: str, *args: object) -> None:
            """Suppress the access log."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    server.daemon_threads = True
    collector.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield collector
    finally:
        server.shutdown()
        server.server_close()


def _read(request: ExportTraceServiceRequest) -> Iterator[Seen]:
    for told in request.resource_spans:
        service = next(a.value.string_value for a in told.resource.attributes if a.key == NAME)
        for scope in told.scope_spans:
            for span in scope.spans:
                yield Seen(
                    service,
                    span.name,
                    Span.SpanKind.Name(span.kind),
                    span.trace_id.hex(),
                    span.span_id.hex(),
                    span.parent_span_id.hex(),
                    tuple(link.span_id.hex() for link in span.links),
                    {a.key: a.value.string_value or a.value.int_value for a in span.attributes},
                    span.status.code == span.status.STATUS_CODE_ERROR,
                    span.start_time_unix_nano,
                    span.end_time_unix_nano,
                )


NAME = "service.name"
