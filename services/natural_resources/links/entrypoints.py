"""Routes of links between plots and parcels, and of the doubtful borders between them."""

from services.boundaries.domain import Boundary
from services.boundaries.entrypoints import BoundaryRoutes
from services.boundaries.messages import BoundaryConfirmed, ConfirmBoundary
from services.natural_resources.links import borders
from services.natural_resources.links.domain import Link
from shared.catalog import subscribe
from shared.store import Page, PageRequest
from shared.web import READ_ROLES, Role, http


class LinkRoutes(BoundaryRoutes):
    """Shows which plots lie on which parcels, and confirms the borders that are in doubt."""

    @http("GET", "/v1/links", roles=READ_ROLES, title="地块与宗地对应关系列表")
    def get_links(self, page: PageRequest) -> Page[Link]:
        """List which plots and parcels share ground, and since when."""
        return self.work.page(Link, page)

    @http("POST", "/v1/boundaries", roles=[Role.OFFICER], title="核实边界")
    def post_boundary(self, command: ConfirmBoundary) -> Boundary:
        """Say whether a plot and a parcel share ground, where their border is in doubt."""
        return self.work(borders.confirm_boundary, command)

    @subscribe(BoundaryConfirmed)
    def on_boundary_confirmed(self, event: BoundaryConfirmed) -> None:
        """Record the other bureau's opinion on a border."""
        self.work(borders.note_boundary, event)
