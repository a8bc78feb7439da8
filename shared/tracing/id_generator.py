"""Ids of spans: random ones, or those of the place that a span was given before it was made."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from opentelemetry.sdk.trace.id_generator import IdGenerator, RandomIdGenerator

from shared.observability.trace_context import Context


class PresetIdGenerator(IdGenerator):
    """Gives the SDK the ids of a place within `next`, random ones elsewhere."""

    def __init__(self) -> None:
        self._random = RandomIdGenerator()
        self._here = threading.local()

    @contextmanager
    def next(self, place: Context) -> Iterator[None]:
        """Give these ids to the span that this thread makes within."""
        self._here.place = place
        try:
            yield
        finally:
            self._here.place = None

    def generate_span_id(self) -> int:
        """Give the id of a span."""
        place: Context | None = getattr(self._here, "place", None)
        return place.span_id if place else self._random.generate_span_id()

    def generate_trace_id(self) -> int:
        """Give the id of a trace."""
        place: Context | None = getattr(self._here, "place", None)
        return place.trace_id if place else self._random.generate_trace_id()

    def is_trace_id_random(self) -> bool:
        """Tell that trace ids are random."""
        return True
