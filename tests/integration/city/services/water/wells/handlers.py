"""Handler of sealings."""

from dataclasses import replace

from services.water.wells.domain import Well
from services.water.wells.messages import SealWell, WellSealed
from shared.errors import WrongStateError
from shared.handling import UnitOfWork


def seal(uow: UnitOfWork, command: SealWell) -> Well:
    """Record the act and publish it."""
    well = uow.find(Well, command.well_code) or Well(command.well_code)
    if command.note == "作废":
        raise WrongStateError("已作废的文号不能用于封停")
    sealed = replace(well, depth_m=command.depth_m, notes=(*well.notes, command.note))
    uow.save(sealed)
    uow.emit(WellSealed(sealed.code, command.note))
    return sealed
