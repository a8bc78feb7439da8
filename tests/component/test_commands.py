"""Group commit of commands: each is isolated, in the order of arrival."""

import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kit_given import Reason, SealWell, Well, WellSealed, a_cause, a_context

from shared.errors import KeyReusedError, NotFoundError, StoreUnavailableError, WrongStateError
from shared.handling.claim_check import Blob
from shared.handling.commands import MAX_GROUP_BYTES, CommandExecutor, PendingCommand
from shared.handling.idempotency import IdempotencyKey, IdempotencyRecord
from shared.messages.codec import to_wire
from shared.store.memory import MemoryStore
from shared.store.outbox import OutboxEvent

WAIT_S = 20


class Counter(MemoryStore):
    """A store that records commits, blocks the first, and may refuse commits of many."""

    def __init__(self, *, refuses_many: Exception | None = None) -> None:
        super().__init__()
        self.commits = []
        self.refuses_many = refuses_many
        self.begun, self.go_on = threading.Event(), threading.Event()

    def transact(self, work, **bounds):
        if not self.begun.is_set():
            self.begun.set()
            assert self.go_on.wait(WAIT_S)
        answer = super().transact(lambda session: self._noted(session, work), **bounds)
        self.commits.append(len(answer))
        return answer

    def _noted(self, session, work):
        answer = work(session)
        if self.refuses_many is not None and len(answer) > 1:
            raise self.refuses_many
        return answer


def seal(uow, command):
    well = uow.find(Well, command.well_code) or Well(command.well_code)
    if well.times >= 3:
        raise WrongStateError("封停已三次")
    uow.save(Well(well.code, times=well.times + 1))
    uow.emit(WellSealed(well.code, uow.today))
    return uow.get(Well, well.code)


def fail_late(uow, command):
    seal(uow, command)
    return uow.get(Well, "no such well")


def attach(uow, command):
    uow.add(Blob(command.well_code, bytes(MAX_GROUP_BYTES // 2 + 1), 1, uow.now))
    return Well(command.well_code)


def act(well, key, handle=seal, fingerprint="print"):
    cause = a_cause()
    return PendingCommand(
        handle, SealWell(well, Reason.DRY), cause, IdempotencyKey(key, fingerprint), to_wire
    )


def together(store, *acts):
    """Execute the first act, and the others while its transaction is blocked."""
    executor, answers, threads = (
        CommandExecutor(a_context(store)),
        {},
        [],
    )

    def do(number, wanted):
        try:
            answers[number] = executor.execute(wanted)
        except Exception as error:  # noqa: BLE001  what the caller got
            answers[number] = error

    for number, wanted in enumerate(acts):
        waiting = executor.waiting
        threads.append(threading.Thread(target=do, args=(number, wanted), daemon=True))
        threads[-1].start()
        assert store.begun.wait(WAIT_S)
        while number and executor.waiting == waiting:
            time.sleep(0)
    store.go_on.set()
    for thread in threads:
        thread.join(WAIT_S)
    return [answers[number] for number in range(len(acts))]


def test_acts_that_come_together_are_one_transaction():
    store = Counter()

    answers = together(store, act("J-1", "a"), act("J-2", "b"), act("J-3", "c"))

    assert store.commits == [1, 2]
    assert [result.is_fresh for result in answers] == [True] * 3
    assert len(store.all(OutboxEvent)) == len(store.all(IdempotencyRecord)) == 3


def test_each_sees_what_those_before_it_did():
    store = Counter()

    answers = together(store, *(act("J-1", f"k{number}") for number in range(5)))

    assert [result.answer["times"] for result in answers[:3]] == [1, 2, 3]
    assert all(isinstance(answer, WrongStateError) for answer in answers[3:])
    assert sorted(event.sequence for event in store.all(OutboxEvent)) == [1, 2, 3]


def test_one_that_is_refused_leaves_nothing_and_hurts_nobody():
    store = Counter()

    answers = together(store, act("J-1", "a"), act("J-1", "b", fail_late), act("J-1", "c"))

    assert isinstance(answers[1], NotFoundError)
    assert answers[2].answer["times"] == 2
    assert {record.id for record in store.all(IdempotencyRecord)} == {"a", "c"}
    assert sorted(event.sequence for event in store.all(OutboxEvent)) == [1, 2]


def test_the_same_request_twice_in_a_group_takes_effect_once():
    store = Counter()

    answers = together(store, act("J-9", "z"), act("J-1", "a"), act("J-1", "a"))

    assert [result.is_fresh for result in answers] == [True, True, False]
    assert answers[1].answer == answers[2].answer


def test_a_key_that_comes_back_with_other_content_in_a_group_is_refused():
    store = Counter()

    answers = together(store, act("J-9", "z"), act("J-1", "a"), act("J-2", "a", fingerprint="two"))

    assert isinstance(answers[2], KeyReusedError)
    assert store.read(Well, "J-2") is None


def alone(store, *acts):
    """Execute one act after the other."""
    store.go_on.set()
    executor, answers = CommandExecutor(a_context(store)), []
    for wanted in acts:
        try:
            answers.append(executor.execute(wanted))
        except Exception as error:  # noqa: BLE001  what the caller got
            answers.append(error)
    return answers


@pytest.mark.parametrize("between", [0, 1, 2])
def test_a_repeated_request_gets_its_first_answer_whatever_the_rules_would_say_now(between):
    store = Counter()
    others = [act("J-1", f"other {number}") for number in range(between)]

    *first, again = alone(store, act("J-1", "a"), *others, act("J-1", "a"))

    assert (again.answer, again.is_fresh) == (first[0].answer, False)
    assert len(store.all(OutboxEvent)) == len(first)


@pytest.mark.parametrize("between", [0, 2])
def test_a_key_that_comes_back_with_other_content_is_refused_for_that_alone(between):
    others = [act("J-1", f"other {number}") for number in range(between)]

    answers = alone(Counter(), act("J-1", "a"), *others, act("J-1", "a", fingerprint="two"))

    assert isinstance(answers[-1], KeyReusedError)


def test_a_transaction_that_cannot_be_written_for_many_is_tried_for_each():
    store = Counter(refuses_many=RuntimeError("too large"))

    answers = together(store, act("J-9", "z"), act("J-1", "a"), act("J-2", "b"))

    assert store.commits == [1, 1, 1]
    assert all(result.is_fresh for result in answers)


def test_when_the_store_is_away_nobody_is_tried_alone():
    store = Counter(refuses_many=StoreUnavailableError())

    answers = together(store, act("J-9", "z"), act("J-1", "a"), act("J-2", "b"))

    assert store.commits == [1]
    assert all(isinstance(answer, StoreUnavailableError) for answer in answers[1:])


def test_large_contents_do_not_pile_up_in_one_transaction():
    store = Counter()

    together(store, *(act(f"J-{number}", f"k{number}", attach) for number in range(6)))

    assert store.commits == [1, 2, 2, 1]


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 5)), min_size=1, max_size=12))
def test_together_they_do_what_they_would_do_one_by_one(wanted):
    acts = [(f"J-{well}", f"key of J-{well} {key}") for well, key in wanted]
    alone, shared = Counter(), Counter()
    executor = CommandExecutor(a_context(alone))
    alone.begun.set()

    one_by_one = [outcome_of(executor, act(*pair)) for pair in acts]
    answers = together(shared, *(act(*pair) for pair in acts))

    assert [plain(answer) for answer in answers] == [plain(outcome) for outcome in one_by_one]
    assert sorted(shared.all(Well), key=str) == sorted(alone.all(Well), key=str)


def outcome_of(executor, wanted):
    try:
        return executor.execute(wanted)
    except WrongStateError as error:
        return error


def plain(outcome):
    return str(outcome) if isinstance(outcome, Exception) else outcome
