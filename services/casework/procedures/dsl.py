"""Short words to write the tables with, so that a line of them reads like a line of the law."""

from enum import StrEnum
from typing import TypeVar

from services.casework.procedures.procedure import Move
from services.casework.procedures.vocabulary import Mark, Organ
from services.casework.steps.messages import Step
from shared.web import Role

T = TypeVar("T")
REFERRER = Organ.REFERRER
POLICE = Organ.PUBLIC_SECURITY
PROSECUTOR = Organ.PROCURATORATE


def some(given: T | tuple[T, ...]) -> frozenset[T]:
    """Read one or several."""
    return frozenset(given) if isinstance(given, tuple) else frozenset((given,))


def line(
    step: Step,
    organ: Organ,
    sources: StrEnum | tuple[StrEnum, ...],
    target: StrEnum | None,
    basis: str,
    *,
    by: Role | tuple[Role, ...] = (),
    needs: Mark | tuple[Mark, ...] = (),
    bars: Mark | tuple[Mark, ...] = (),
    sets: Mark | tuple[Mark, ...] = (),
    clears: Mark | tuple[Mark, ...] = (),
    told: Organ | tuple[Organ, ...] = (),
    unlike: tuple[Step, ...] = (),
) -> Move:
    """Write one line of a procedure."""
    return Move(
        step,
        organ,
        some(sources),
        target,
        basis,
        roles=some(by),
        needs=some(needs),
        bars=some(bars),
        sets=some(sets),
        clears=some(clears),
        told=some(told),
        unlike=unlike,
    )
