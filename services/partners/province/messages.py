"""The provincial departments: the acts on the register that only they decide."""

from typing import Annotated

from services.environment.register.messages import RegisterEntry, RegisterRemoval
from shared.messages import Classification, Title, event
from shared.vocabulary import Day


@event(
    "register_entry.announced",
    title="省级公告：列入名录",
    subject="plot_code",
    classification=Classification.PUBLIC,
    effective="registered_on",
)
class RegisterEntryAnnounced(RegisterEntry):
    """The province put a plot on the register [code.456]."""

    registered_on: Annotated[Day, Title("列入日期")]


@event(
    "register_entry.removed",
    title="省级公告：移出名录",
    subject="plot_code",
    classification=Classification.PUBLIC,
    effective="delisted_on",
)
class RegisterEntryRemoved(RegisterRemoval):
    """The province took a plot off the register [code.461]."""
