"""The queries of all dashboards, with their variables filled in."""

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
    """One query of one panel, as Prometheus is asked; `without` says why nothing can answer it."""

    board: Dashboard
    panel: Panel
    query: Query
    text: str
    without: str = ""

    @property
    def name(self) -> str:
        """Say where it stands."""
        return f"{self.board.title} / {self.panel.title}"


def panel_queries(window: str, departments: tuple[str, ...] = ("",)) -> Iterator[PanelQuery]:
    """List all questions; those of a page with a choice of department once for each."""
    for board in dashboards():
        without = CANNOT_RUN.get(board.needs, "")
        for department in departments if board.asks_department else ("",):
            for panel in (tile for row in board.rows for tile in row.panels):
                for query in panel.queries:
                    text = query.text.replace(RATE, window).replace("$department", department)
                    yield PanelQuery(board, panel, query, text, without)
