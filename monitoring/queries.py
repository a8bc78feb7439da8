"""The queries of all dashboards, with their variables replaced."""

from collections.abc import Iterator
from dataclasses import dataclass

from monitoring.dashboard_registry import dashboards
from monitoring.panels import RATE, Dashboard, Panel, Query

CANNOT_RUN = {
    "mongodb_exporter": "the embedded store has no serverStatus that the exporter could read, and "
    "MongoDB is in no package source of this machine",
}


@dataclass(frozen=True, slots=True)
class PanelQuery:
    """One query of one panel, with its variables replaced in `text`.

    `without` is the reason why it cannot have data on this machine.
    """

    board: Dashboard
    panel: Panel
    query: Query
    text: str
    without: str = ""

    @property
    def name(self) -> str:
        """The titles of the dashboard and the panel."""
        return f"{self.board.title} / {self.panel.title}"


def panel_queries(window: str, departments: tuple[str, ...] = ("",)) -> Iterator[PanelQuery]:
    """Yield all queries; those of a dashboard with a department variable once per department."""
    for board in dashboards():
        without = CANNOT_RUN.get(board.needs, "")
        for department in departments if board.asks_department else ("",):
            for panel in (tile for row in board.rows for tile in row.panels):
                for query in panel.queries:
                    text = query.text.replace(RATE, window).replace("$department", department)
                    yield PanelQuery(board, panel, query, text, without)
