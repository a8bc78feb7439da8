"""Handler of sealed wells near a site."""

from services.housing.sites.domain import Site
from services.water.wells.messages import WellSealed
from shared.errors import WrongStateError
from shared.handling import UnitOfWork


def note_sealing(uow: UnitOfWork, event: WellSealed) -> None:
    """Count the event and store its note; a note of a collapse is refused."""
    if "坍塌" in event.note:
        raise WrongStateError("坍塌的水井不能记入工地")
    site = uow.find(Site, event.well_code) or Site(event.well_code)
    uow.save(Site(site.well_code, (*site.notes, event.note), site.told + 1))
