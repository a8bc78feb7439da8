"""What a service does again and again by itself: `@every(seconds)` on a method, run by any host."""

import inspect
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from operator import methodcaller
from typing import Any, TypeVar

import structlog

from shared.errors import PlatformError
from shared.observability import metrics

F = TypeVar("F", bound=Callable[..., Any])
Job = Callable[[Any], None]
MARK = "__every__"
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Timer:
    """A method and how long to wait between two of its runs."""

    method: str
    seconds: float


def every(seconds: float) -> Callable[[F], F]:
    """Run a service method again and again in each worker process, so long after it last ended.

    Several processes run it at once: what it does must be right then, too. It gives a number, and
    the relay is woken if that is not zero.
    """
    if seconds <= 0:
        raise TypeError(f"every({seconds}): wait some time between two runs")

    def decorate(method: F) -> F:
        setattr(method, MARK, seconds)
        return method

    return decorate


def timers_of(service: type[Any]) -> tuple[Timer, ...]:
    """List the methods of a service that run by themselves."""
    found = inspect.getmembers(service, inspect.isfunction)
    return tuple(
        Timer(name, getattr(method, MARK)) for name, method in found if hasattr(method, MARK)
    )


class Timers:
    """Runs the timers of one process until it is told to stop.

    `call` runs a job with a service instance, in whatever way the host does that.
    """

    def __init__(
        self, service: type[Any], call: Callable[[Job], None], wake: Callable[[], None]
    ) -> None:
        self._name = getattr(service, "name", service.__name__)
        self._timers = timers_of(service)
        self._call = call
        self._wake = wake
        self._stopping = threading.Event()

    def threads(self) -> Iterator[tuple[str, Callable[[], None]]]:
        """Give a name and the whole life of a thread for each timer."""
        for timer in self._timers:
            yield timer.method, lambda timer=timer: self._repeat(timer)  # type: ignore[misc]

    def stop(self) -> None:
        """End all after the run in hand."""
        self._stopping.set()

    def _repeat(self, timer: Timer) -> None:
        run = methodcaller(timer.method)

        def job(service: Any) -> None:
            if run(service):
                self._wake()

        while not self._stopping.wait(timer.seconds):
            self._record(timer, self._run(timer, job))

    def _run(self, timer: Timer, job: Job) -> str:
        try:
            self._call(job)
        except PlatformError as error:
            log.warning("timer.postponed", timer=timer.method, why=str(error))
            return "postponed"
        except Exception:  # a bug in one run must not end all later ones
            log.exception("timer.failed", timer=timer.method)
            return "failed"
        return "done"

    def _record(self, timer: Timer, outcome: str) -> None:
        metrics.TIMER_RUNS.labels(self._name, timer.method, outcome).inc()
        if outcome == "done":
            metrics.TIMER_LAST.labels(self._name, timer.method).set_to_current_time()
