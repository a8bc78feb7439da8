"""Commands and events of wells."""

from datetime import date
from typing import Annotated

from shared.messages import Between, Classification, Length, Title, command, event


@command("封停水井")
class SealWell:
    """Seal a well."""

    well_code: Annotated[str, Title("水井编号"), Length(1, 40)]
    note: Annotated[str, Title("文号"), Length(1, 60)]
    sealed_on: Annotated[date, Title("封停日期")] = date(2026, 10, 8)
    depth_m: Annotated[float, Title("井深"), Between(1, 500)] = 80.0


@event("well.sealed", title="水井已封停", classification=Classification.PUBLIC, subject="well_code")
class WellSealed:
    """A well was sealed, again or for the first time."""

    well_code: Annotated[str, Title("水井编号")]
    note: Annotated[str, Title("文号")]
