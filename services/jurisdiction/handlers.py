"""Let the city take a matter up, or hand it to a county."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from services.jurisdiction import domain
from services.jurisdiction.domain import JurisdictionChange
from services.jurisdiction.messages import (
    HandDownMatter,
    MatterHandedDown,
    MatterTakenUp,
    TakeUpMatter,
)
from shared.errors import FieldError, InvalidInputError, NotFoundError
from shared.handling import UnitOfWork
from shared.vocabulary import city_code, current, is_in_force


@dataclass(frozen=True, slots=True)
class DepartmentMatters:
    """The kinds of a department's matters, and the files that change office with one of them."""

    kinds: Sequence[type[Any]]
    other_files: Callable[[UnitOfWork, Any], Iterable[Any]] = lambda _uow, _matter: ()

    def take_up(self, uow: UnitOfWork, command: TakeUpMatter) -> JurisdictionChange:
        """Let the city's office handle a matter, with the reason on record [code.53]."""
        matter = self._matter(uow, command)
        former = domain.check_taking_up(matter)
        return self._change(uow, command, matter, former, city_code())

    def hand_down(self, uow: UnitOfWork, command: HandDownMatter) -> JurisdictionChange:
        """Let the office of a county handle a matter, with the reason on record [code.53].

        `InvalidInputError` for a division that no longer exists.
        """
        if not is_in_force(command.to_division, uow.today):
            fault = f"该区划已撤销，请填 {current(command.to_division)}"
            raise InvalidInputError((FieldError("to_division", fault),))
        matter = self._matter(uow, command)
        former = domain.check_handing_down(matter)
        return self._change(uow, command, matter, former, command.to_division)

    def _matter(self, uow: UnitOfWork, command: TakeUpMatter | HandDownMatter) -> Any:
        matter = uow.find(domain.kind_of(command.kind, self.kinds), command.matter_id)
        if matter is None:
            raise NotFoundError(command.kind, command.matter_id)
        return matter

    def _change(
        self,
        uow: UnitOfWork,
        command: TakeUpMatter | HandDownMatter,
        matter: Any,
        former: str,
        division: str,
    ) -> JurisdictionChange:
        files = (matter, *self.other_files(uow, matter))
        for file in files:
            domain.require_at_home(file)
        changes = [
            domain.change_of(
                file,
                command,
                former,
                division,
                change_id=uow.new_id(),
                by=uow.cause.actor,
                on=uow.today,
            )
            for file in files
        ]
        uow.save(*(domain.handed_to(file, division) for file in files), *changes)
        event = MatterTakenUp if isinstance(command, TakeUpMatter) else MatterHandedDown
        uow.emit(*(event(**_published(change)) for change in changes))
        return changes[0]


def _published(change: JurisdictionChange) -> dict[str, Any]:
    """Return what other departments learn: not the reason, which may name people."""
    return {
        name: getattr(change, name)
        for name in ("matter_id", "kind", "county", "from_division", "to_division", "changed_on")
    }
