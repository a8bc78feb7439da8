"""Both tables of moves, explored completely: a move that is not listed is refused."""

import itertools
from collections.abc import Mapping

import pytest

from services.casework.procedures.criminal import ENVIRONMENTAL, GENERAL, criminal_of
from services.casework.procedures.criminal_states import CriminalState
from services.casework.procedures.detention import DETENTION
from services.casework.procedures.detention_states import DetentionState
from services.casework.procedures.duties import DUTIES, duties_at, needs_clock
from services.casework.procedures.own_steps import find_move, may_record, roles_of
from services.casework.procedures.procedure import Position
from services.casework.procedures.remote_steps import RemoteStepFit, fit_remote_step, known_to
from services.casework.procedures.vocabulary import CaseMark, Organ
from services.casework.steps.messages import Step
from shared.errors import ForbiddenError, NotYoursError, RejectedError, WrongStateError
from shared.web.auth import Role

PROCEDURES = {"环保刑事": ENVIRONMENTAL, "其他刑事": GENERAL, "拘留": DETENTION}
every_procedure = pytest.mark.parametrize("procedure", PROCEDURES.values(), ids=PROCEDURES)
OPENING = {Step.SUSPECTED, Step.DRAFTED}
S = CriminalState


def reachable(procedure) -> set[Position]:
    """Return all positions that the moves reach."""
    seen, waiting = {Position(procedure.first)}, [Position(procedure.first)]
    while waiting:
        at = waiting.pop()
        for move in procedure.moves:
            if move.fits(at) and (there := move.leads(at)) not in seen:
                seen.add(there)
                waiting.append(there)
    return seen


def some_of(procedure) -> list[Position]:
    """Return every seventh reachable position, for tests that would take long on all."""
    return sorted(
        reachable(procedure), key=lambda position: (position.state, sorted(position.marks))
    )[::7]


def without_clock(procedure, rules: Mapping[str, object]) -> list[str]:
    """Return the duties of reachable positions that no clock rule covers.

    `rules` maps a state or mark, as named in a duty's `on`, to the rule of its clock.
    """
    return sorted(
        {
            duty.on
            for position in reachable(procedure)
            if needs_clock(procedure, position)
            for duty in duties_at(procedure, position)
            if duty.on not in rules
        }
    )


@every_procedure
def test_every_state_can_be_reached_and_every_line_of_the_table_is_of_use(procedure):
    positions = reachable(procedure)

    assert {position.state for position in positions} == set(type(procedure.first))
    assert [move for move in procedure.moves if not any(map(move.fits, positions))] == []


@every_procedure
def test_no_reachable_case_is_stuck(procedure):
    for position in reachable(procedure):
        next_moves = [move for move in procedure.moves if move.fits(position)]

        assert next_moves or procedure.is_final(position), position


@every_procedure
def test_whoever_owes_a_step_may_take_it(procedure):
    """The table permits every duty to be fulfilled."""
    for position in reachable(procedure):
        for duty in duties_at(procedure, position):
            ways = [
                move
                for step in duty.ends
                for move in procedure.of(step)
                if move.organ is duty.organ and move.fits(position)
            ]
            approves = position.state in {S.SUSPECTED, S.REPORTED} and duty.on is CaseMark.DEMANDED
            is_told = duty.on is CaseMark.ITEMS_DUE and CaseMark.NOTICE_DUE in position.marks
            assert ways or approves or is_told, (position, duty)


@every_procedure
def test_a_step_is_refused_to_every_other_organ(procedure):
    """The reason names the organ whose step it is."""
    for step in {move.step for move in procedure.moves}:
        owners = {move.organ for move in procedure.of(step)}
        for position, organ in itertools.product(some_of(procedure), set(Organ) - owners):
            with pytest.raises(ForbiddenError, match=step):
                find_move(procedure, position, step, organ)


@every_procedure
def test_a_step_is_refused_to_every_other_role(procedure):
    for position in reachable(procedure):
        for move in procedure.moves:
            if not move.fits(position) or move.organ is Organ.PROCURATORATE:
                continue
            fitting = [
                m for m in procedure.of(move.step) if m.organ is move.organ and m.fits(position)
            ]
            allowed = {role for m in fitting for role in m.roles}
            for role in Role:
                may = may_record(procedure, position, move.step, move.organ, role)
                assert may == (role in allowed), (position, move.step, role)


@every_procedure
def test_a_step_out_of_its_state_is_refused_in_words_with_the_article(procedure):
    for position in reachable(procedure):
        for move in procedure.moves:
            same = [m for m in procedure.of(move.step) if m.organ is move.organ]
            if any(m.fits(position) for m in same):
                continue
            with pytest.raises(WrongStateError) as refused:
                find_move(procedure, position, move.step, move.organ)
            assert any(m.basis in str(refused.value) for m in same)


@every_procedure
def test_a_step_taken_twice_is_refused_unless_the_law_lets_it_come_again(procedure):
    again = {Step.ENTERED, Step.NOTICE_RECEIVED, Step.TRANSFER_DEMANDED, Step.NON_PROSECUTION_TOLD}
    for position in reachable(procedure):
        for move in procedure.moves:
            if move.fits(position) and move.step not in again:
                after = move.leads(position)
                twice = [m for m in procedure.of(move.step) if m.sets == move.sets]
                assert not any(m.organ is move.organ and m.fits(after) for m in twice), (
                    position,
                    move,
                )


@pytest.mark.parametrize("procedure", [ENVIRONMENTAL, DETENTION], ids=["criminal", "detention"])
def test_news_of_a_step_fits_waits_or_was_overtaken_and_never_breaks(procedure):
    """A step reported by another organ is either applied or kept."""
    told = [(m, to) for m in procedure.moves for to in m.informed]
    for position in some_of(procedure):
        for move, listener in told:
            standing, after = fit_remote_step(procedure, position, move.step, move.organ, listener)

            assert (standing is RemoteStepFit.FITS) or after == position
            if move.fits(position):
                assert standing is RemoteStepFit.FITS


@every_procedure
def test_news_from_an_organ_that_may_not_take_the_step_is_refused(procedure):
    at = Position(procedure.received)
    for move in procedure.moves:
        for organ in set(Organ) - {m.organ for m in procedure.of(move.step)}:
            with pytest.raises(NotYoursError):
                fit_remote_step(procedure, at, move.step, organ, Organ.REFERRER)


def test_word_of_an_own_step_from_outside_is_refused():
    with pytest.raises(NotYoursError):
        fit_remote_step(
            ENVIRONMENTAL, Position(S.FILED), Step.CONSULTED, Organ.REFERRER, Organ.REFERRER
        )


def test_a_filing_before_its_receipt_waits_and_one_after_the_charge_was_overtaken():
    """Late and early differ: other organs' steps may still lead there, or only own acts could."""
    early, _ = fit_remote_step(
        ENVIRONMENTAL,
        Position(S.SENT),
        Step.FILED,
        Organ.PUBLIC_SECURITY,
        Organ.REFERRER,
    )
    late, _ = fit_remote_step(
        ENVIRONMENTAL,
        Position(S.FILED),
        Step.RECONSIDERATION_REQUESTED,
        Organ.REFERRER,
        Organ.PUBLIC_SECURITY,
    )

    assert (early, late) == (RemoteStepFit.EARLY, RemoteStepFit.OVERTAKEN)


def test_only_environmental_cases_know_a_longer_check():
    """[17号 9] gives 7 and 30 days; [310号 8] only 3."""
    at = Position(S.RECEIPTED)

    assert find_move(ENVIRONMENTAL, at, Step.CHECK_EXTENDED, Organ.PUBLIC_SECURITY)
    for department in ("natural_resources", "agriculture"):
        with pytest.raises(WrongStateError, match="310号 8"):
            find_move(criminal_of(department), at, Step.CHECK_EXTENDED, Organ.PUBLIC_SECURITY)


def test_only_the_head_extends_to_thirty_days():
    """[17号 9]."""
    assert roles_of(ENVIRONMENTAL, Step.CHECK_EXTENDED, CaseMark.MAJOR) == [Role.HEAD]


def test_an_opinion_of_the_procuratorate_leaves_the_head_no_refusal():
    """[17号 14]."""
    demanded = Position(S.REPORTED, frozenset({CaseMark.DEMANDED}))

    with pytest.raises(WrongStateError, match="应当移送"):
        find_move(ENVIRONMENTAL, demanded, Step.REFUSED, Organ.REFERRER, role=Role.HEAD)
    assert find_move(ENVIRONMENTAL, demanded, Step.APPROVED, Organ.REFERRER, role=Role.HEAD)


def test_four_signatures_follow_each_other_and_nobody_signs_for_another_place():
    """[853号 10]."""
    order = [
        (DetentionState.DRAFTED, Step.UNIT_AGREED, Role.UNIT),
        (DetentionState.UNIT_AGREED, Step.LEGAL_AGREED, Role.LEGAL),
        (DetentionState.LEGAL_AGREED, Step.APPROVED, Role.HEAD),
    ]

    for state, step, role in order:
        for other in (Step.UNIT_AGREED, Step.LEGAL_AGREED, Step.APPROVED):
            fits = may_record(DETENTION, Position(state), other, Organ.REFERRER, role)
            assert fits == (other is step)


def test_each_organ_knows_the_marks_that_it_makes_or_is_told_of():
    police = known_to(ENVIRONMENTAL, Organ.PUBLIC_SECURITY)

    assert CaseMark.REASONS_DUE in police
    assert CaseMark.SUGGESTED not in police
    assert CaseMark.REASONS_DUE not in known_to(ENVIRONMENTAL, Organ.REFERRER)


def test_every_step_of_the_vocabulary_stands_in_a_table():
    written = {move.step for procedure in PROCEDURES.values() for move in procedure.moves}

    assert set(Step) - written - OPENING == set()


@every_procedure
def test_every_duty_of_a_reachable_case_has_a_rule_for_its_clock(procedure):
    """The duties' own clock ids serve as the mapping until the rules use the same terms."""
    rules = {duty.on: duty.clock for duty in DUTIES[procedure.track]}

    assert without_clock(procedure, rules) == []
    assert without_clock(procedure, {}) == sorted(set(rules) & _held_in(procedure))


def _held_in(procedure) -> set[str]:
    return {on for position in reachable(procedure) for on in (position.state, *position.marks)}


@every_procedure
def test_where_nothing_is_owed_the_case_is_decided_or_over(procedure):
    """No clock runs only where public security or the court decided, or the file was returned."""
    idle = {
        position.state for position in reachable(procedure) if not needs_clock(procedure, position)
    }

    waiting = {S.SUSPECTED, S.REPORTED, S.APPROVED, S.SENT, S.RECEIPTED}
    drafts = {DetentionState.DRAFTED, DetentionState.UNIT_AGREED, DetentionState.LEGAL_AGREED}
    assert idle & waiting == set()
    assert idle & (drafts | {DetentionState.SENT, DetentionState.RECEIPTED}) == set()


def test_a_refusal_names_what_is_missing_and_what_stands_against_it():
    unserved = Position(S.NOT_FILED, frozenset({CaseMark.NOTICE_DUE}))
    upheld = Position(S.NOT_FILED, frozenset({CaseMark.NOTIFIED, CaseMark.UPHELD}))

    for position, words in ((unserved, CaseMark.NOTIFIED), (upheld, CaseMark.UPHELD)):
        with pytest.raises(RejectedError, match=words):
            find_move(ENVIRONMENTAL, position, Step.RECONSIDERATION_REQUESTED, Organ.REFERRER)
