"""Acts that arrive in any order, corrected and repeated: the stored plot is the fold of all."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date, timedelta
from typing import Any
from unittest.mock import patch

from city_given import Town
from hypothesis import given
from hypothesis import strategies as st
from land_given import AREA, PLOT, TODAY

from services.corrections.messages import CorrectAct, CorrectionKind
from services.environment.acts import history
from services.environment.acts.corrections import correct_act
from services.environment.acts.domain import PlotAct, PlotCheckpoint
from services.environment.acts.fold import AsOf, standing
from services.environment.acts.handlers import record_act
from services.environment.plots.domain import Plot
from services.environment.plots.messages import PlotSuspected, Suspicion, SuspicionRemoved
from services.environment.register.messages import PlotDelisted, PlotRegistered
from shared.errors import WrongStateError

NAME, COUNTY, M2 = "某某焦化厂地块", "140727", 41355.0
KINDS = ("listed", "delisted", "suspected", "unsuspected", "corrected", "undone")
drawn = st.lists(st.tuples(st.sampled_from(KINDS), st.integers(0, 20)), max_size=12)


def said(kind: str, day: date, number: int) -> Any:
    if kind == "listed":
        return PlotRegistered(PLOT, NAME, COUNTY, AREA, M2, ("镉",), f"某列{number}号", day)
    if kind == "delisted":
        return PlotDelisted(PLOT, f"某移{number}号", day)
    if kind == "suspected":
        return PlotSuspected(PLOT, NAME, COUNTY, AREA, Suspicion.RISK_EVIDENCE, day)
    return SuspicionRemoved(PLOT, f"某消{number}号", "从未使用", day)


@contextmanager
def checkpoints_every(acts: int) -> Iterator[None]:
    with patch.object(history, "ACTS_BETWEEN", acts):
        yield


def record(town: Town, content: Any) -> None:
    town.environment.execute(lambda uow, said: record_act(uow, PLOT, said).existing, content)


def correct(town: Town, event_id: str, kind: CorrectionKind) -> None:
    command = CorrectAct(event_id, kind, TODAY, "某更1号", "填写有误")
    with suppress(WrongStateError):  # one that was corrected before
        town.environment.execute(correct_act, command)


def play(town: Town, acts: list[tuple[str, int]]) -> None:
    for number, (kind, back) in enumerate(acts):
        town.world.advance(timedelta(minutes=7))
        known = sorted(town.environment.store.all(PlotAct), key=lambda act: act.known_at)
        published = [act for act in known if act.event_id]
        corrected = [act.correction_ids[-1] for act in known if act.correction_ids]
        if kind == "corrected":
            if published:
                correct(town, published[back % len(published)].event_id, CorrectionKind.VOID)
        elif kind == "undone":
            if corrected:
                correct(town, corrected[back % len(corrected)], CorrectionKind.REVOKED)
        else:
            record(town, said(kind, TODAY - timedelta(days=back), number))


@given(drawn)
def test_the_stored_plot_is_the_fold_of_its_acts(acts):
    with checkpoints_every(2):
        town = Town()
        town.record()
        play(town, acts)

    plot = town.environment.get(Plot, PLOT)
    every = town.environment.store.all(PlotAct)
    folded = standing(None, every, AsOf(TODAY, town.world.now))
    for name in ("state", "suspicion", "past", "delisted_on", "registered_by", "conditions"):
        assert getattr(plot, name) == getattr(folded, name), name


def test_a_late_act_reads_only_what_follows_the_checkpoint_before_it():
    town = Town()
    town.record()
    with checkpoints_every(5):
        for number in range(40):
            town.world.advance(timedelta(days=1))
            day = TODAY + timedelta(days=number + 1)
            kind = "suspected" if number % 2 == 0 else "unsuspected"
            record(town, said(kind, day, number))
        stored = town.environment.store.all(PlotCheckpoint)
        assert 5 <= len(stored) <= 8
        late = said("listed", TODAY + timedelta(days=37), 99)

        read = acts_read(town, late)

    assert read <= 10
    assert town.environment.get(Plot, PLOT).registered_by == "某列99号"


def acts_read(town: Town, content: Any) -> int:
    """Return how many stored acts the recording of one reads."""
    found: list[int] = []
    original = history.history_from

    def counting(*given: Any) -> Any:
        made = original(*given)
        found.append(len(made.acts))
        return made

    with patch("services.environment.acts.handlers.history_from", counting):
        record(town, content)
    return sum(found)
