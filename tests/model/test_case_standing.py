"""Lawful steps of a case's parties are accepted eventually, in any order of arrival.

Each party acts on what it knows; the steps of two publishers have no order between them.
"""

import itertools
import random

import pytest
from hypothesis import settings
from test_case_convergence import Desk
from test_procedure_tables import some_of

from services.casework.procedures.authorization import (
    OPENING,
    Authorization,
    CaseViews,
    PublishedStep,
    apply_step,
    authorization_of,
    marking_of,
    owners_of,
)
from services.casework.procedures.criminal import ENVIRONMENTAL, GENERAL
from services.casework.procedures.criminal_states import CriminalState as S
from services.casework.procedures.detention import DETENTION
from services.casework.procedures.procedure import Position
from services.casework.procedures.vocabulary import CaseMark, Organ
from services.casework.steps.messages import CaseStepTaken, Complexity, Step

NAMES = {
    Organ.REFERRER: "environment",
    Organ.PUBLIC_SECURITY: "public_security",
    Organ.PROCURATORATE: "procuratorate",
}
OUTSIDERS = ("agriculture", "natural_resources", "coordination", "")
PROCEDURES = {"环保刑事": ENVIRONMENTAL, "其他刑事": GENERAL, "拘留": DETENTION}
every_procedure = pytest.mark.parametrize("procedure", PROCEDURES.values(), ids=PROCEDURES)


def seen_at(position) -> CaseViews:
    """Return the views of a case whose parties all see exactly this position."""
    views = dict.fromkeys(Organ, frozenset({position}))
    return CaseViews("environment", views=views)


def own_step(step, by, marking=None) -> PublishedStep:
    """Return a step that is published by the organ that took it."""
    return PublishedStep(step, by, by, marking)


@every_procedure
def test_an_outsider_takes_no_step_from_any_position(procedure):
    for position, step, name in itertools.product(some_of(procedure), Step, OUTSIDERS):
        found = authorization_of(procedure, seen_at(position), own_step(step, name))
        assert found is Authorization.STRANGER


@every_procedure
def test_a_party_takes_no_step_of_another_organ(procedure):
    for position, step, organ in itertools.product(some_of(procedure), Step, Organ):
        if organ not in owners_of(procedure, step):
            found = authorization_of(procedure, seen_at(position), own_step(step, NAMES[organ]))
            assert found is Authorization.STRANGER


@every_procedure
def test_nobody_speaks_for_another_but_who_is_told_by_the_procuratorate(procedure):
    voices, positions = (*NAMES.values(), *OUTSIDERS), some_of(procedure)[::5]
    for step, organ, voice in itertools.product(Step, Organ, voices):
        told = {
            NAMES[to] for move in procedure.of(step) if move.organ is organ for to in move.informed
        }
        may = organ is Organ.PROCURATORATE and voice in told - {"procuratorate"}
        if voice == NAMES[organ] or may:
            continue
        taken = PublishedStep(step, NAMES[organ], voice)
        for position in positions:
            found = authorization_of(procedure, seen_at(position), taken)
            assert found is Authorization.STRANGER, (position, step, voice)


@every_procedure
def test_a_step_is_in_turn_exactly_where_the_table_has_a_line_for_it(procedure):
    for position, step, organ in itertools.product(some_of(procedure), Step, Organ):
        if organ is Organ.PROCURATORATE or step is OPENING[procedure.track]:
            continue
        own = [move for move in procedure.of(step) if move.organ is organ]
        if own:
            fits = any(move.fits(position) for move in own)
            wanted = Authorization.PARTY if fits else Authorization.OUT_OF_TURN
            found = authorization_of(procedure, seen_at(position), own_step(step, NAMES[organ]))
            assert found is wanted, (position, step)


@every_procedure
def test_before_a_case_is_opened_no_step_is_in_turn_but_the_first(procedure):
    fresh = CaseViews("environment")
    opening = OPENING[procedure.track]

    assert (
        authorization_of(procedure, fresh, own_step(opening, "environment")) is Authorization.PARTY
    )
    for step in {move.step for move in procedure.moves}:
        for organ in owners_of(procedure, step):
            said = authorization_of(procedure, fresh, own_step(step, NAMES[organ]))
            assert said is not Authorization.PARTY
    begun = apply_step(procedure, fresh, own_step(opening, "environment"))
    assert (
        authorization_of(procedure, begun, own_step(opening, "environment"))
        is Authorization.OUT_OF_TURN
    )


def test_the_debtor_cannot_give_back_what_it_did_not_sign_for():
    """[17号 7, 9]."""
    sent, signed = seen_at(Position(S.SENT)), seen_at(Position(S.RECEIPTED))
    step = Step.NOT_COMPETENT

    assert (
        authorization_of(ENVIRONMENTAL, sent, own_step(step, "public_security"))
        is Authorization.OUT_OF_TURN
    )
    assert (
        authorization_of(ENVIRONMENTAL, signed, own_step(step, "public_security"))
        is Authorization.PARTY
    )
    assert (
        authorization_of(ENVIRONMENTAL, sent, own_step(Step.CLOSED, "public_security"))
        is Authorization.STRANGER
    )


def test_a_step_that_crossed_anothers_is_in_turn():
    """The department disputes a decision while public security replaces it [17号 11]."""
    unfiled = Position(S.NOT_FILED)
    both = frozenset({unfiled, Position(S.FILED)})
    views = {**seen_at(unfiled).views, Organ.PUBLIC_SECURITY: both}
    case = CaseViews("environment", views=views)
    told = apply_step(ENVIRONMENTAL, case, own_step(Step.WITHDRAWN, "public_security"))

    assert S.NOT_FILED in {position.state for position in told.views[Organ.REFERRER]}


def test_news_that_crossed_a_mark_of_the_case_is_still_seen_later():
    """The department confirms a notice while public security reports the decision [17号 10, 18]."""
    filed = seen_at(Position(S.FILED, frozenset({CaseMark.NOTIFIED})))
    decided = PublishedStep(Step.NOT_PROSECUTED, "procuratorate", "public_security")
    case = apply_step(ENVIRONMENTAL, filed, decided)

    case = apply_step(ENVIRONMENTAL, case, own_step(Step.NOTICE_RECEIVED, "environment"))

    told = PublishedStep(Step.NON_PROSECUTION_TOLD, "procuratorate", "environment")
    assert authorization_of(ENVIRONMENTAL, case, told) is Authorization.PARTY


def heard_in_some_order(lines, seed):
    """Interleave the publishers' steps at random; each publisher's own order is kept."""
    mixing, rest = random.Random(seed), [list(line) for line in lines if line]
    while rest:
        line = mixing.choice(rest)
        yield line.pop(0)
        rest = [line for line in rest if line]


def left_over(steps, table):
    """Apply steps that are in turn, retry those that are not yet; return those never accepted."""
    case, waiting = CaseViews("environment"), []
    for fresh in steps:
        waiting.append(fresh)
        moved = True
        while moved:
            moved = False
            blocked: set[str] = set()
            for publisher, said in tuple(waiting):
                if publisher in blocked:
                    continue
                marking = marking_of(said.step, said.complexity)
                taken = PublishedStep(said.step, said.taken_by, publisher, marking)
                found = authorization_of(table, case, taken)
                assert found is not Authorization.STRANGER, taken
                if found is Authorization.OUT_OF_TURN:
                    blocked.add(publisher)
                    continue
                case = apply_step(table, case, taken)
                waiting.remove((publisher, said))
                moved = True
    return waiting


class Believed(Desk):
    """The state machine of Desk; an observer of every step must accept each of them."""

    def teardown(self):
        super().teardown()
        if not hasattr(self, "wire"):
            return
        lines = [
            [(name, told) for told in self.world.departments[name].published(CaseStepTaken)]
            for name in ("environment", "public_security")
        ]
        for seed in range(4):
            assert left_over(heard_in_some_order(lines, seed), ENVIRONMENTAL) == []


TestBelieved = Believed.TestCase
TestBelieved.settings = settings(max_examples=8, stateful_step_count=25, deadline=None)


def test_what_a_step_says_of_the_length_of_the_check_names_its_line():
    """[17号 9]."""
    assert marking_of(Step.FILED, Complexity.MAJOR) is None
    signed = seen_at(Position(S.RECEIPTED))
    for complexity in (Complexity.NEEDS_CHECK, Complexity.MAJOR):
        mark = marking_of(Step.CHECK_EXTENDED, complexity)
        led = apply_step(
            ENVIRONMENTAL, signed, own_step(Step.CHECK_EXTENDED, "public_security", mark)
        )
        assert led.views[Organ.PUBLIC_SECURITY] == {Position(S.RECEIPTED, frozenset({mark}))}
