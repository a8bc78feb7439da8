"""The forestry bureau: what comes in. No process of it runs; its credentials are misused."""

from services.water.wells.messages import WellSealed
from shared.catalog import subscribe
from shared.runtime import Department


class Forestry(Department):
    """The forestry bureau of the made-up city."""

    name = "forestry"
    title = "林业局"

    @subscribe(WellSealed)
    def on_well_sealed(self, event: WellSealed) -> None:
        """Do nothing: a subscriber of a department may request its events again."""
