"""Constructors for the lines of the procedure tables."""

from enum import StrEnum
from typing import TypeVar

from services.casework.procedures.procedure import Move
from services.casework.procedures.vocabulary import CaseMark, Organ
from services.casework.steps.messages import Step
from shared.web import Role

T = TypeVar("T")
REFERRER = Organ.REFERRER
POLICE = Organ.PUBLIC_SECURITY
PROSECUTOR = Organ.PROCURATORATE


def as_set(given: T | tuple[T, ...]) -> frozenset[T]:
    """Return one or several values as a set."""
    return frozenset(given) if isinstance(given, tuple) else frozenset((given,))


def move(
    step: Step,
    organ: Organ,
    sources: StrEnum | tuple[StrEnum, ...],
    target: StrEnum | None,
    basis: str,
    *,
    by: Role | tuple[Role, ...] = (),
    needs: CaseMark | tuple[CaseMark, ...] = (),
    bars: CaseMark | tuple[CaseMark, ...] = (),
    sets: CaseMark | tuple[CaseMark, ...] = (),
    clears: CaseMark | tuple[CaseMark, ...] = (),
    informed: Organ | tuple[Organ, ...] = (),
    unlike: tuple[Step, ...] = (),
) -> Move:
    """Define one line of a procedure."""
    return Move(
        step,
        organ,
        as_set(sources),
        target,
        basis,
        roles=as_set(by),
        needs=as_set(needs),
        bars=as_set(bars),
        sets=as_set(sets),
        clears=as_set(clears),
        informed=as_set(informed),
        unlike=unlike,
    )
