"""Events about sites."""

from typing import Annotated

from shared.messages import Between, Classification, Title, event


@event("site.closed", title="工地已停工", classification=Classification.PUBLIC, subject="well_code")
class SiteClosed:
    """The site at a well was closed for the `number`-th time, after sealing number `because`."""

    well_code: Annotated[str, Title("水井编号")]
    number: Annotated[int, Title("次数"), Between(1, 1_000_000_000)]
    note: Annotated[str, Title("文号")]
    because: Annotated[int, Title("封停次数"), Between(1, 1_000_000_000)]
