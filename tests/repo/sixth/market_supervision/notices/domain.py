"""What the made-up department knows of a plot."""

from datetime import date

from shared.store import document


@document("notices", title="地块通知", key="plot_code")
class Notice:
    """A plot on the register."""

    plot_code: str
    registered_on: date
