"""Timers of a service: `@every(seconds)` on a method, run by any runtime host."""

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
    """A method and the pause between two of its runs, in seconds."""

    method: str
    seconds: float


def every(seconds: float) -> Callable[[F], F]:
    """Run a service method periodically in each worker process, `seconds` after the last run ended.

    Several processes may run it at once, so it must be safe under concurrency. The method returns
    a number; the relay is woken if that is not zero.
    """
    if seconds <= 0:
        raise TypeError(f"every({seconds}): wait some time between two runs")

    def decorate(method: F) -> F:
        setattr(method, MARK, seconds)
        return method

    return decorate


def timers_of(service: type[Any]) -> tuple[Timer, ...]:
    """List the timers of a service: its methods marked with `every`."""
    found = inspect.getmembers(service, inspect.isfunction)
    return tuple(
        Timer(name, getattr(method, MARK)) for name, method in found if hasattr(method, MARK)
    )


class Timers:
    """Runs the timers of one process until `stop`.

    `call` runs a job with a service instance that the host provides; `wake` wakes the relay.
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
        """Yield a name and the body of a thread for each timer."""
        for timer in self._timers:
            yield timer.method, lambda timer=timer: self._repeat(timer)  # type: ignore[misc]

    def stop(self) -> None:
        """End all timers after their current runs."""
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
