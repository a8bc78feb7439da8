"""An event is validated against its contract before the commit; an invalid one aborts it."""

from datetime import date
from typing import Annotated

import pytest
from kit_given import START, Well, WellSealed, a_cause
from land_given import HOUSING, register_parcel, request

from services.agriculture.plots.domain import KnownPlot, PlotKind
from services.agriculture.reclamations.domain import Reclamation, refuse_known
from services.agriculture.reclamations.messages import ReclamationRefused
from services.natural_resources.applications.decisions import _refuse_registered
from shared.errors import BrokenContractError, InvalidInputError
from shared.handling.cause import PublisherIdentity
from shared.handling.unit_of_work import UnitOfWork
from shared.messages.codec import to_wire
from shared.messages.contract import contract_of
from shared.messages.declare import Length, event
from shared.store.memory import MemoryStore
from shared.testing.world import World
from shared.texts.bounded import LONGEST, enumerated, shortened
from shared.vocabulary.fields import Area, LongText
from shared.web.problem import problem_of

DAY = date(2026, 10, 8)
PLOTS = tuple(f"140728-{number:024d}" for number in range(500))


@event("report.filed", title="报告", subject="name")
class ReportFiled:
    """A report with texts of any length."""

    name: str
    words: LongText
    lines: Annotated[tuple[str, ...], Length(0, 3)] = ()
    area: Area | None = None


def emitting(*events):
    store = MemoryStore()

    def work(session):
        uow = UnitOfWork(session, a_cause(), PublisherIdentity("140700", "water"), START)
        uow.save(Well("J-7"))
        uow.emit(*events)

    try:
        store.transact(work)
    except Exception:
        assert store.snapshot() == {}
        raise
    return store


@pytest.mark.parametrize(
    ("broken", "named"),
    [
        (ReportFiled("r-1", ""), "words"),
        (ReportFiled("r-1", "多" * 2001), "words"),
        (ReportFiled("r-1", "x", ("a", "b", "c", "d")), "lines"),
        (ReportFiled("r-1", None), "words"),
        (WellSealed("J-7", date(1, 1, 1)), "sealed_on"),
    ],
)
def test_an_event_that_breaks_its_contract_is_not_published_and_nothing_else_is_done(broken, named):
    with pytest.raises(BrokenContractError, match=named) as caught:
        emitting(broken)

    status, body = problem_of(caught.value, "/v1/wells")
    assert status == 500
    assert "未办理任何事项" in body.decode()


def test_one_broken_event_takes_the_sound_ones_beside_it_back():
    with pytest.raises(BrokenContractError):
        emitting(WellSealed("J-7", DAY), ReportFiled("r-1", ""))


def test_a_subject_that_no_envelope_can_carry_is_the_writers_fault():
    with pytest.raises(InvalidInputError, match="name：应为 1 至 512 个字符"):
        emitting(ReportFiled("r\n1", "x"))


def test_what_was_kept_under_older_rules_can_still_be_told():
    """An area is copied from a document that was validated on arrival, and is not revalidated."""
    assert emitting(ReportFiled("r-1", "x", area={"type": "Point"})).snapshot()["outbox"]


@pytest.mark.parametrize("count", [1, 80, 500, 5000])
def test_names_are_joined_within_their_bound_and_the_rest_is_counted(count):
    names = [f"140728-{number:024d}" for number in range(count)]

    told = enumerated(names)

    assert len(told) <= LONGEST
    assert told.startswith(names[0])
    assert (told == "、".join(names)) is (len("、".join(names)) <= 1800)
    if count >= 500:
        assert told.endswith(f"等 {count} 个")


def test_a_text_is_cut_where_it_does_not_fit():
    assert shortened("某" * 1800) == "某" * 1800
    assert len(shortened("某" * 5000)) == 1800
    assert enumerated([]) == ""
    assert len(enumerated(["某" * 3000, "x"])) <= LONGEST


def test_a_parcel_under_five_hundred_plots_is_refused_in_a_reason_that_can_be_published():
    world = World("natural_resources")
    register_parcel(world)
    application = request(world, use=HOUSING)

    _, refusal = _refuse_registered(application, PLOTS, DAY)

    contract_of(type(refusal)).load(to_wire(refusal))
    assert "等 500 个" in refusal.reason
    assert refusal.reason.endswith("[code.456, plan.6]")


def test_so_is_a_reclamation_on_five_hundred_toxic_plots():
    plots = tuple(KnownPlot(code, "140728", PlotKind.REGISTERED, DAY) for code in PLOTS)
    reclamation = Reclamation("r-1", "140728", {}, (), "某某村民委员会", True, DAY)

    _, refusal = refuse_known(reclamation, plots, DAY)

    contract_of(ReclamationRefused).load(to_wire(refusal))
    assert "等 500 个" in refusal.reason
    assert refusal.reason.endswith("[code.428, code.456, plan.6]")
