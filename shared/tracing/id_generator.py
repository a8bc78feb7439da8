"""Ids of spans: random, or preset for a span whose context was created before."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from opentelemetry.sdk.trace.id_generator import IdGenerator, RandomIdGenerator

from shared.observability.trace_context import Context


class PresetIdGenerator(IdGenerator):
    """Returns the preset ids inside `next`, random ones elsewhere."""

    def __init__(self) -> None:
        self._random = RandomIdGenerator()
        self._here = threading.local()

    @contextmanager
    def next(self, place: Context) -> Iterator[None]:
        """Assign the ids of a context to the span that this thread creates inside."""
        self._here.place = place
        try:
            yield
        finally:
            self._here.place = None

    def generate_span_id(self) -> int:
        """Return a span id."""
        place: Context | None = getattr(self._here, "place", None)
        return place.span_id if place else self._random.generate_span_id()

    def generate_trace_id(self) -> int:
        """Return a trace id."""
        place: Context | None = getattr(self._here, "place", None)
        return place.trace_id if place else self._random.generate_trace_id()

    def is_trace_id_random(self) -> bool:
        """Report that trace ids are random."""
        return True
