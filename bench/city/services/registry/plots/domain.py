"""The registry keeps the last record of each plot."""

from shared.store import document


@document("plots", title="地块", key="plot_code")
class Plot:
    """A plot, with the number of its last record and how many there were."""

    plot_code: str
    record_no: str
    records: int = 0
