"""Refusals are reported to the publisher: in few notices, and never about a notice."""

from collections import Counter
from datetime import date, timedelta

import orjson
import pytest
from failures_given import Bureau, asked, raw
from kit_given import START, WellSealed, a_cause
from prometheus_client import REGISTRY

from liandong.envelope import decode, encode
from liandong.messages.verify import load_signer
from shared.cli.failed.tables import console, refused_table
from shared.delivery import metrics as event_metrics
from shared.delivery.inbox.dispatcher import EventDispatcher
from shared.delivery.inbox.event import InboundEvent
from shared.delivery.inbox.receiver import Receiver
from shared.delivery.records import Lane, QuarantinedMessage
from shared.delivery.refusals.messages import (
    KINDS,
    MAX_REFUSALS,
    MAX_STORED,
    REMEDIES,
    Refusal,
    RefusedElsewhere,
)
from shared.delivery.refusals.notices import EventsRefused, RefusalNotices
from shared.delivery.refusals.received import DismissRefusal, dismiss
from shared.errors import NotYoursError, WrongStateError
from shared.handling.audit import Intervention
from shared.handling.cause import Cause, PublisherIdentity
from shared.handling.context import DepartmentContext
from shared.handling.unit_of_work import UnitOfWork
from shared.messages.declare import meta_of
from shared.operations.failures.commands import RetryFailure
from shared.store.memory import MemoryStore
from shared.store.outbox import OutboxEvent
from shared.testing.world import envelope_of, id_named, message_of

DAY = date(2026, 10, 8)
SECOND = timedelta(seconds=1)
METRIC = "liandong_events_refused_elsewhere_total"


@pytest.fixture
def bureau(tmp_path):
    made = Bureau(tmp_path)
    made.dispatcher.lanes.notices = RefusalNotices(
        made.dispatcher.context.identity, lambda publisher: publisher == "environment"
    )
    return made


def event(number=1, well="J-1", day=DAY):
    return envelope_of(
        WellSealed(well, day), id_named(f"{well}-{number}"), number, "environment", START
    )


def notices(bureau):
    """Advance the clock by a second, and return all notices published so far."""
    bureau.passes(SECOND)
    sent = [decode(row.body) for row in bureau.store.all(OutboxEvent)]
    return [
        message_of(envelope) for envelope in sent if envelope.type == meta_of(EventsRefused).type
    ]


@pytest.mark.parametrize(
    ("error", "kind"),
    [(WrongStateError("井口坍塌"), "rejected"), (NotYoursError("不是当事方"), "not_yours")],
)
def test_what_a_handler_refuses_is_kept_and_told(bureau, error, kind):
    bureau.mood.error = error
    bureau.mood.wells = {"J-1"}

    bureau.hears(event())

    (notice,) = notices(bureau)
    (told,) = notice.refusals
    assert (notice.publisher, notice.more) == ("environment", 0)
    assert (told.event_id, told.subject, told.kind) == (id_named("J-1-1"), "J-1", kind)
    assert told.reason == str(error)
    (lane,) = bureau.store.all(Lane)
    assert lane.due_at is None


def test_what_fails_here_by_our_own_fault_is_not_told(bureau):
    bureau.mood.error = ValueError("our own")
    bureau.mood.wells = {"J-1"}

    bureau.hears(event())

    assert notices(bureau) == []


def test_a_person_who_tries_again_tells_nobody_again(bureau):
    bureau.mood.wells = {"J-1"}
    bureau.hears(event())
    assert len(notices(bureau)) == 1

    (failed,) = bureau.lists()
    bureau.service().post_failure_retry(asked(RetryFailure, id=failed.id))
    bureau.clock.now += timedelta(hours=1)

    assert len(notices(bureau)) == 1


def signed(bureau, body, key="environment"):
    return raw(body, load_signer(bureau.folder / f"{key}.key.pem").headers(body))


def test_a_signed_message_in_quarantine_is_told_with_the_reason(bureau):
    wrong = encode(event()).replace(b'"sealed_on"', b'"sealed_at"')

    bureau.receives(signed(bureau, wrong))

    ((told,),) = [notice.refusals for notice in notices(bureau)]
    assert (told.event_id, told.kind) == (id_named("J-1-1"), "contract")
    assert "sealed_on" in told.reason


def test_a_signed_message_that_is_no_event_is_told_too(bureau):
    bureau.receives(signed(bureau, b"no event at all"))

    ((told,),) = [notice.refusals for notice in notices(bureau)]
    assert (told.event_id, told.kind) == ("", "malformed")


def test_another_event_at_a_taken_number_is_told(bureau):
    bureau.hears(event())
    other = envelope_of(WellSealed("J-1", DAY), id_named("other"), 1, "environment", START)

    bureau.hears(other)

    ((told,),) = [notice.refusals for notice in notices(bureau)]
    assert (told.event_id, told.kind) == (id_named("other"), "conflict")


def test_what_nobody_trusted_signed_is_told_to_nobody(bureau):
    body = encode(event())
    delivery = signed(bureau, body)
    delivery.headers["liandong-signature"] = bytes(64)

    bureau.receives(delivery)

    assert bureau.store.all(QuarantinedMessage)
    assert notices(bureau) == []


def test_a_publisher_that_is_not_heard_is_told_nothing(bureau):
    foreign = envelope_of(WellSealed("J-1", DAY), id_named("x"), 1, "agriculture", START)

    bureau.receives(signed(bureau, encode(foreign).replace(b"sealed_on", b"on"), "agriculture"))

    assert bureau.store.all(QuarantinedMessage)
    assert notices(bureau) == []


def test_a_flood_makes_one_notice_a_minute_of_bounded_size(bureau):
    """A publisher that floods a receiver cannot make it flood others."""
    flood = [signed(bureau, b"junk %d" % number) for number in range(300)]

    for first in range(0, 300, 10):
        bureau.receives(*flood[first : first + 10])
        told = notices(bureau)

    assert 1 <= len(told) <= 2
    assert all(len(notice.refusals) <= MAX_REFUSALS for notice in told)
    bureau.clock.now += timedelta(minutes=2)
    told = notices(bureau)
    assert sum(len(notice.refusals) + notice.more for notice in told) == 300


def test_the_same_bytes_again_are_told_once(bureau):
    for _ in range(3):
        bureau.receives(signed(bureau, b"no event at all"))
        bureau.clock.now += timedelta(minutes=2)

    assert [len(notice.refusals) for notice in notices(bureau)] == [1]


def test_a_refused_notice_never_makes_another(bureau):
    refusal = Refusal("e-1", "t", "s", "contract", "r", START)
    notice = envelope_of(
        EventsRefused("agriculture", (refusal,)), id_named("n-1"), 1, "environment", START
    )
    wrong = orjson.loads(encode(notice))
    wrong["data"]["more"] = -1

    bureau.receives(signed(bureau, orjson.dumps(wrong)))

    (kept,) = bureau.store.all(QuarantinedMessage)
    assert (kept.kind, kept.publisher) == ("contract", "environment")
    assert notices(bureau) == []


def test_the_reason_of_a_restricted_event_stays_here(bureau):
    wrong = orjson.loads(encode(event()))
    wrong["classification"] = "restricted"
    wrong["data"]["sealed_on"] = "某某的住址"

    bureau.receives(signed(bureau, orjson.dumps(wrong)))

    ((told,),) = [notice.refusals for notice in notices(bureau)]
    assert "某某" not in told.reason
    assert "限制性事件" in told.reason


@pytest.fixture
def publisher():
    """The dispatcher of the department whose events were refused."""
    dispatcher = EventDispatcher(
        DepartmentContext(PublisherIdentity("140700", "environment"), MemoryStore(), lambda: START)
    )
    well = WellSealed("J-1", DAY)
    dispatcher.context.store.transact(
        lambda session: UnitOfWork(session, a_cause(), dispatcher.context.identity, START).emit(
            well
        )
    )
    return dispatcher


def refused(event_id, kind="contract"):
    return Refusal(event_id, "cn.liandong.kit_given.well.sealed.v1", "J-1", kind, "缺字段", START)


def hear(dispatcher, *refusals, by="agriculture", more=0, number=1):
    """Apply a notice as the inbox does."""
    notice = envelope_of(
        EventsRefused("environment", refusals, more),
        id_named(f"n-{by}-{number}"),
        number,
        by,
        START,
    )
    receiver = Receiver("environment", {}, None)
    received = receiver_event(receiver, notice)
    dispatcher.dispatch_batch([received], receiver.applier(None))


def receiver_event(receiver, envelope):
    return InboundEvent(envelope, encode(envelope), message=receiver.check(envelope))


def counted(by, kind):
    labels = {"department": "environment", "by": by, "kind": kind}
    return REGISTRY.get_sample_value(METRIC, labels)


def test_the_publisher_keeps_what_it_is_told_with_the_remedy(publisher):
    (own,) = publisher.context.store.all(OutboxEvent)

    hear(publisher, refused(own.id))

    (kept,) = publisher.context.store.all(RefusedElsewhere)
    assert (kept.by, kept.event_id, kept.own) == ("agriculture", own.id, True)
    assert kept.remedy == REMEDIES["contract"]


def test_a_refusal_of_what_was_never_published_warns_of_a_stolen_key(publisher):
    hear(publisher, refused("never-published"))

    (kept,) = publisher.context.store.all(RefusedElsewhere)
    assert not kept.own
    assert "密钥是否外泄" in kept.remedy


def test_what_is_kept_of_one_department_is_bounded(publisher):
    for number in range(1, MAX_STORED // MAX_REFUSALS + 3):
        hear(
            publisher,
            *[refused(f"{number}-{place}") for place in range(MAX_REFUSALS)],
            number=number,
        )
    hear(publisher, refused("of another"), by="coordination")

    kept = Counter(refusal.by for refusal in publisher.context.store.all(RefusedElsewhere))
    assert kept == {"agriculture": MAX_STORED, "coordination": 1}


def test_refusals_are_counted_from_zero_with_what_a_notice_leaves_out(publisher):
    event_metrics.initialize_refusals("environment", ["natural_resources"])
    assert counted("natural_resources", "contract") == 0.0

    hear(
        publisher,
        refused("a"),
        refused("b", "conflict"),
        refused("c", "made-up"),
        by="natural_resources",
        more=7,
    )

    assert counted("natural_resources", "contract") == 1.0
    assert counted("natural_resources", "conflict") == 1.0
    assert counted("natural_resources", "other") == 8.0


def test_a_person_takes_a_refusal_off_the_list_and_that_is_recorded(publisher):
    hear(publisher, refused("a"))
    (kept,) = publisher.context.store.all(RefusedElsewhere)
    cause = Cause("c", "DismissRefusal", "ops-1", "environment", "c")

    publisher.context.store.transact(
        lambda session: dismiss(
            UnitOfWork(session, cause, publisher.context.identity, START),
            DismissRefusal(kept.id, "已另发更正事件"),
        )
    )

    assert publisher.context.store.all(RefusedElsewhere) == []
    (act,) = publisher.context.store.all(Intervention)
    assert (act.action, act.actor, act.targets) == ("dismiss", "ops-1", (kept.id,))


def test_every_kind_has_a_remedy():
    assert set(KINDS) == set(REMEDIES)


def test_the_list_shows_who_refused_what_why_and_the_remedy():
    row = {
        "by": "agriculture",
        "type": "cn.liandong.environment.plot.suspected.v1",
        "subject": "140728-0007",
        "kind": "contract",
        "reason": "name：必填，未提供",
        "remedy": REMEDIES["contract"],
    }
    shown = console()
    with shown.capture() as told:
        shown.print(refused_table([("environment:agriculture.0", row)], "他方未采纳 1 条"))

    text = "".join(told.get().split())
    for part in ("environment:agriculture.0", "plot.suspected.v1", "内容不合契约", "必填"):
        assert part in text
