"""What the market supervision bureau knows of a plot."""

from dataclasses import replace
from datetime import date

from shared.errors import WrongStateError
from shared.store import document


@document("notices", title="地块通知", key="plot_code")
class Notice:
    """A plot on the register."""

    plot_code: str
    registered_on: date
    stopped: bool = False


def stop(notice: Notice) -> Notice:
    """Stop purchases once."""
    if notice.stopped:
        raise WrongStateError(f"地块“{notice.plot_code}”已停止收购，不必重复办理")
    return replace(notice, stopped=True)
