"""That a department lost part of its record: said by itself, heard by the office."""

from datetime import datetime
from typing import Annotated

from shared.messages.declare import Example, Length, Title, event


@event("history.broken", title="记录中断", subject="department")
class HistoryBroken:
    """The database of a department went back to an earlier instant; numbers go on behind `floor`.

    What it did between is known only to those who heard it: `lost` counts what they told, and the
    department lists it for its clerks.
    """

    department: Annotated[str, Title("部门"), Example("environment")]
    floor: Annotated[int, Title("新编号起点（不含）"), Example(1_000_000)]
    lost: Annotated[int, Title("已知丢失的事件数")]
    why: Annotated[str, Title("原因"), Length(2, 500), Example("数据库磁盘损坏，自备份恢复")]
    since: Annotated[datetime | None, Title("数据恢复到的时刻", "As of")] = None
    asked: Annotated[tuple[str, ...], Title("已核对的部门")] = ()
    silent: Annotated[tuple[str, ...], Title("未应答的部门")] = ()
