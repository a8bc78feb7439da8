"""The list of doubtful borders, for both bureaus; each adds how its land follows a confirmation."""

from services.boundaries.domain import Boundary
from shared.runtime import Department
from shared.store import Page, PageRequest
from shared.web import READ_ROLES, http


class BoundaryRoutes(Department):
    """Shows the borders on which a bureau gave its opinion."""

    @http("GET", "/v1/boundaries", roles=READ_ROLES, title="边界核实列表")
    def get_boundaries(self, page: PageRequest) -> Page[Boundary]:
        """List doubtful borders with the opinions of both bureaus."""
        return self.work.page(Boundary, page)
