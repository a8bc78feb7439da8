"""Commands and events about wells."""

from typing import Annotated

from shared.messages import Between, Classification, Length, Title, command, event


@command("封停水井")
class SealWell:
    """Seal a well; the handler of each subscriber fails `stumble` times on the event."""

    well_code: Annotated[str, Title("水井编号"), Length(1, 40)]
    note: Annotated[str, Title("文号"), Length(1, 60)]
    stumble: Annotated[int, Title("失败次数"), Between(0, 5)] = 0


@event("well.sealed", title="水井已封停", classification=Classification.PUBLIC, subject="well_code")
class WellSealed:
    """A well was sealed for the `number`-th time."""

    well_code: Annotated[str, Title("水井编号")]
    number: Annotated[int, Title("次数"), Between(1, 1_000_000_000)]
    note: Annotated[str, Title("文号")]
    stumble: Annotated[int, Title("失败次数"), Between(0, 5)] = 0
