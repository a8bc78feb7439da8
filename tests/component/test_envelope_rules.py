"""A signed envelope must also be valid: it is checked against the contract of its event."""

from dataclasses import replace
from datetime import UTC, datetime

import orjson
import pytest

from liandong.amqp.delivery import Delivery
from liandong.envelope import decode, encode
from liandong.messages.bundle import OutgoingEvent, make_bundles, unpack
from liandong.messages.verify import KeyRing, load_key_ring, load_signer, make_keys
from services.environment.register.messages import PlotRegistered
from services.natural_resources.service import NaturalResources
from shared.catalog.catalog import events, publishers_of
from shared.catalog.subscriptions import subscriptions_of
from shared.contracts.example_event import example_event
from shared.contracts.json_schema import example_of
from shared.delivery.inbox.message_faults import InvalidInputError, UnreadableError
from shared.delivery.inbox.receiver import Receiver
from shared.delivery.records import Lane
from shared.handling.cause import Cause, PublisherIdentity
from shared.handling.claim_check import Blob, check_in
from shared.handling.sequence import EPOCH_SIZE, MAX_SEQUENCE, may_begin, next_epoch, next_number
from shared.handling.unit_of_work import UnitOfWork
from shared.messages.contract import contract_of
from shared.messages.declare import meta_of
from shared.store.memory import MemoryStore
from shared.testing.world import START, envelope_of

KEYS_FROM = datetime(2026, 1, 1, tzinfo=UTC)
CODE = "140728-0007"


@pytest.fixture
def keys(tmp_path):
    make_keys(tmp_path, ("environment",), KEYS_FROM)
    return tmp_path


@pytest.fixture
def receiver(keys):
    ring = load_key_ring(keys / "trust.json")
    return Receiver("natural_resources", subscriptions_of(NaturalResources), ring, city="140700")


def registered(**changed):
    """Make the envelope of a plot's registration, by default its first event."""
    event = contract_of(PlotRegistered).load(example_of(PlotRegistered))
    return replace(envelope_of(event, sequence=1), **changed)


def delivery(keys, body):
    headers = load_signer(keys / "environment.key.pem").headers(body)
    return Delivery("natural_resources.inbox.1", body, headers, 1, False, "environment.events", "k")


def refusal(receiver, keys, envelope):
    """Verify a signed event; return kind and reason of its refusal."""
    good, bad = receiver.verify_batch([delivery(keys, encode(envelope))], START)
    assert not good
    return bad[0].kind, bad[0].reason


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"subject": "140728-0008"}, f"subject：应与内容中的 plot_code（{CODE}）相同"),
        ({"dataschema": "urn:evil"}, "dataschema：应为 urn:liandong:contract:environment.plot"),
        ({"classification": "restricted"}, "classification：契约规定为 public"),
        ({"source": "//110000.liandong.cn/environment"}, "source：应为本市的 //140700."),
        ({"source": "//elsewhere/environment"}, "source：应为本市的 //140700."),
        ({"id": "EQ-1"}, "id：应为 UUID"),
        ({"sequence": 2**31 - 1}, f"sequence：不得大于 {MAX_SEQUENCE}"),
        ({"sequence": 500_000}, "sequence：500000 不能是某一事项的首号"),
        ({"sequence": 2, "previous": "plot.registered.v1=2"}, "previous：所列序号应小于"),
        ({"sequence": MAX_SEQUENCE + 1, "previous": "plot.registered.v1=2"}, "sequence：不得大于"),
    ],
)
def test_an_envelope_other_than_its_contract_s_is_refused_and_the_attribute_named(
    receiver, keys, changed, words
):
    kind, reason = refusal(receiver, keys, registered(**changed))

    assert kind == "contract"
    assert words in reason


def test_all_that_is_wrong_is_told_at_once(receiver, keys):
    _, reason = refusal(receiver, keys, registered(id="x", dataschema="y", sequence=2**31 - 1))

    assert [part.partition("：")[0] for part in reason.split("；")] == [
        "id",
        "dataschema",
        "sequence",
    ]


@pytest.mark.parametrize("number", [1, 5, 100_000, EPOCH_SIZE + 1, 7 * EPOCH_SIZE + 3])
def test_a_first_number_is_small_or_begins_an_era(receiver, keys, number):
    good, bad = receiver.verify_batch([delivery(keys, encode(registered(sequence=number)))], START)

    assert (len(good), bad) == (1, [])


def test_what_this_platform_numbers_after_a_loss_may_begin():
    assert all(
        may_begin(next_number(0, next_epoch(highest))) for highest in (0, 17, 3 * EPOCH_SIZE + 9)
    )
    assert may_begin(next_number(0, 0))
    assert not may_begin(MAX_SEQUENCE)


def test_events_with_earlier_ones_may_have_any_number_up_to_the_bound(receiver, keys):
    later = registered(sequence=1_734_567, previous="plot.registered.v1=3 plot.cleared.v1=1234567")

    good, bad = receiver.verify_batch([delivery(keys, encode(later))], START)

    assert (good[0].predecessor, bad) == (3, [])


@pytest.mark.parametrize(
    "previous",
    ["plot.listed.v1=0", "plot.listed.v1=9999999999", "a.v1=1  b.v1=2", "a.v1=1 a.v1=2", ""],
)
def test_a_previous_of_another_form_is_refused(receiver, keys, previous):
    body = encode(registered(sequence=9)).replace(
        b'"data":', b'"previous":' + orjson.dumps(previous) + b',"data":'
    )

    _, [kept] = receiver.verify_batch([delivery(keys, body)], START)

    assert kept.kind == "malformed"
    assert kept.reason.startswith("previous: ")


def test_a_name_twice_is_refused_in_the_envelope_and_in_what_was_fetched(receiver, keys):
    body = encode(registered()).replace(b'"sequence":1', b'"sequence":1,"sequence":2')

    _, [kept] = receiver.verify_batch([delivery(keys, body)], START)

    assert kept.kind == "malformed"
    assert "'sequence' stands twice" in kept.reason


def test_large_content_about_another_subject_waits_for_a_person(receiver, keys):
    """Fetched content is checked, too; nothing is lost."""
    store = MemoryStore()
    other = registered(subject="140728-0008")
    small = store.transact(lambda session: check_in(session, other, "plot.registered.v1", START))
    assert small.dataref is not None
    [received], bad = receiver.verify_batch([delivery(keys, encode(small))], START)
    cause = Cause("c", "t", "a", "natural_resources", "c")

    with pytest.raises(InvalidInputError, match="subject：应与内容中的"):
        store.transact(
            lambda session: receiver.applier(None)(
                UnitOfWork(session, cause, PublisherIdentity("140700", "natural_resources"), START),
                received,
            )
        )

    assert bad == []
    assert store.all(Blob)
    assert store.all(Lane) == []


def test_bundled_events_are_judged_each_for_itself(receiver, keys):
    right, wrong = registered(), registered(subject="140728-0008")
    leaving = [OutgoingEvent("plot.registered.v1", "x", encode(event)) for event in (right, wrong)]
    signer = load_signer(keys / "environment.key.pem")
    [(message, _)] = make_bundles("environment.events", leaving, signer)
    whole = Delivery("q", message.body, message.headers, 1, False, "environment.events", "k")

    good, bad = receiver.verify_batch(unpack(whole), START)

    assert [received.envelope.subject for received in good] == [CODE]
    assert [kept.kind for kept in bad] == ["contract"]


class Faulty(Receiver):
    """A reader with an unexpected fault."""

    def message(self, envelope):
        raise OverflowError(f"date value out of range in {envelope.id}")


def test_a_fault_of_the_reader_itself_costs_one_message(keys):
    ring = load_key_ring(keys / "trust.json")
    faulty = Faulty("natural_resources", subscriptions_of(NaturalResources), ring)

    good, [kept] = faulty.verify_batch([delivery(keys, encode(registered()))], START)

    assert (good, kept.kind) == ([], "unreadable")
    assert "OverflowError" in kept.reason
    with pytest.raises(UnreadableError, match="请报告"):
        faulty.check(registered())


@pytest.mark.parametrize("cls", events(), ids=lambda cls: meta_of(cls).type)
def test_every_published_example_keeps_the_rules_of_envelopes(cls):
    """Partners start from the examples: they must not be refused."""
    publisher = publishers_of(cls)[0]
    taken = {meta_of(cls).type: (cls, "")}
    receiver = Receiver(publisher, taken, KeyRing(()), city="140700")

    assert receiver.load(decode(orjson.dumps(example_event(cls)))) is not None
