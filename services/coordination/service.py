"""The coordination office: it hears every open act, and what the others owe because of it."""

from services.coordination.ledger import handlers
from services.coordination.ledger.domain import LedgerEntry
from services.coordination.reactions.domain import Reaction
from shared.auth import READERS
from shared.catalog import events
from shared.department import Department
from shared.message import Classification, meta_of
from shared.subscribe import subscribe
from shared.web import http
from shared.work import Page, PageRequest

RESTRICTED = Classification.RESTRICTED


def open_events() -> tuple[type[object], ...]:
    """List all events but those that only the organs named by the law may read."""
    return tuple(at for at in events() if meta_of(at).classification is not RESTRICTED)


class Coordination(Department):
    """The office of the leading group on soil pollution, on the bus and on HTTP."""

    name = "coordination"
    title = "土壤污染防治工作领导小组办公室"

    @http("GET", "/v1/ledger", roles=READERS, title="事件台账")
    def get_ledger(self, page: PageRequest) -> Page[LedgerEntry]:
        """List who published what, in order of time."""
        return self.work.page(LedgerEntry, page)

    @http("GET", "/v1/reactions", roles=READERS, title="应有回应列表")
    def get_reactions(self, page: PageRequest) -> Page[Reaction]:
        """List what departments owe one another, answered or not."""
        return self.work.page(Reaction, page)

    @subscribe(*open_events())
    def on_open_event(self, event: object) -> None:
        """Enter an act into the ledger, and watch that it is answered."""
        self.work(handlers.note_event, event)
