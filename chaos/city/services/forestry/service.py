"""The forestry bureau's subscription; no process of it runs, the adversary uses its credentials."""

from services.water.wells.messages import WellSealed
from shared.catalog import subscribe
from shared.runtime import Department


class Forestry(Department):
    """The forestry bureau of the chaos city."""

    name = "forestry"
    title = "林业局"

    @subscribe(WellSealed)
    def on_well_sealed(self, event: WellSealed) -> None:
        """Do nothing: the subscription only allows requests to resend the events."""
