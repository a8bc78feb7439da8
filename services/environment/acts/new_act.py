"""Build an act from what a command or an event says of a plot."""

from datetime import date, datetime, time
from hashlib import sha256
from typing import Any

import orjson

from services.environment.acts.domain import (
    COMES_AT_ONCE,
    DAY_LENGTH,
    PlotAct,
    dumped,
    name_of,
    order_of,
)
from services.environment.plots.domain import Plot
from services.environment.plots.messages import RecordPlot
from shared.handling import LEGAL_ZONE, UnitOfWork
from shared.vocabulary import county_now


def new_act(
    uow: UnitOfWork, plot_code: str, plot: Plot | None, content: Any, effective_on: date | None
) -> PlotAct:
    """Build an act; one with a document number has the same id however often it is said."""
    name, data, meta = name_of(content), dumped(content), content.__message__
    day = effective_on or (getattr(content, meta.effective) if meta.effective else uow.today)
    if isinstance(content, RecordPlot):
        day = date.min  # the land was there before anything was said of it
    said_at = uow.cause.published_at or uow.now
    number = str(getattr(content, "document_number", ""))
    act_id = _id_of(plot_code, name, number, data) if number else uow.new_id()
    order = order_of(name, day, said_at, uow.cause.id, uow.new_id())
    waits = day > uow.today and name not in COMES_AT_ONCE
    return PlotAct(
        act_id=act_id,
        plot_code=plot_code,
        county=plot.county if plot is not None else county_now(plot_code),
        type=name,
        content=data,
        effective_on=day,
        said_at=said_at,
        known_at=uow.now,
        order=order,
        day_number=date.fromisoformat(order[:DAY_LENGTH]).toordinal(),
        cause_id=uow.cause.id,
        document_number=number,
        due_at=datetime.combine(day, time.min, LEGAL_ZONE) if waits else None,
    )


def _id_of(plot_code: str, name: str, number: str, data: dict[str, Any]) -> str:
    """Return one id for one act of an organ, however often it is published."""
    said = orjson.dumps([name, number, data], option=orjson.OPT_SORT_KEYS)
    return f"{plot_code}:{sha256(said).hexdigest()[:24]}"
