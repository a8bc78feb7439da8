"""The water bureau's handlers of commands to seal wells."""

from dataclasses import replace

from services.water.wells.domain import Well
from services.water.wells.messages import SealWell, WellSealed
from shared.handling import UnitOfWork


def seal(uow: UnitOfWork, command: SealWell) -> Well:
    """Assign the sealing its number and publish it."""
    well = uow.find(Well, command.well_code) or Well(command.well_code)
    sealed = replace(well, told=well.told + 1)
    uow.save(sealed)
    uow.emit(WellSealed(sealed.code, sealed.told, command.note, command.stumble))
    return sealed


def seal_all(uow: UnitOfWork, commands: tuple[SealWell, ...]) -> int:
    """Seal several wells in one transaction; return how many."""
    for command in commands:
        seal(uow, command)
    return len(commands)
