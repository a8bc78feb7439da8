"""The registry's document of a plot."""

from shared.store import document


@document("plots", title="地块", key="plot_code")
class Plot:
    """A plot, with the number of its last record and the count of records."""

    plot_code: str
    record_no: str
    records: int = 0
