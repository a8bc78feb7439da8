"""The mirror's document of a plot."""

from datetime import date

from shared.store import document


@document("plots", title="地块", key="plot_code")
class Plot:
    """The last record of a plot; `told` counts the events about it."""

    plot_code: str
    record_no: str = ""
    name: str = ""
    county: str = ""
    area_m2: float = 0.0
    longitude: float = 0.0
    latitude: float = 0.0
    former_use: str = ""
    pollutants: tuple[str, ...] = ()
    recorded_on: date | None = None
    told: int = 0
