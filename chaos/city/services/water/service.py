"""The water bureau's HTTP route."""

from services.water.wells import handlers
from services.water.wells.domain import Well
from services.water.wells.messages import SealWell
from shared.runtime import Department
from shared.web import Role, http


class Water(Department):
    """The water bureau of the chaos city."""

    name = "water"
    title = "水务局"

    @http("POST", "/v1/wells/<well_code>/sealings", roles=[Role.CLERK], title="封停水井")
    def post_sealing(self, command: SealWell) -> Well:
        """Seal a well."""
        return self.work(handlers.seal, command)
