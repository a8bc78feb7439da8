"""What a person asks to be done about failed messages; `why` is always asked and always kept."""

from datetime import datetime
from typing import Annotated, Any

from shared.messages.declare import Example, Length, Title, Verbatim, command
from shared.operations.failures.ids import FailureKind
from shared.operations.failures.views import FailureState

Why = Annotated[str, Title("理由"), Length(2, 500), Example("已与发布部门核实")]
Id = Annotated[str, Verbatim(), Title("编号"), Length(1, 2500)]
Key = Annotated[str, Verbatim()]


@command("重试失败消息")
class RetryFailure:
    """Try one failed message again, now."""

    id: Id
    why: Why


@command("修正事件内容")
class EditFailure:
    """Mend the content of an event: by a JSON merge patch (RFC 7396), or with all of it anew."""

    id: Id
    why: Why
    patch: Annotated[dict[str, Any] | None, Title("合并补丁")] = None
    content: Annotated[dict[str, Any] | None, Title("全部内容")] = None


@command("丢弃失败消息")
class DiscardFailure:
    """Decide that a message shall never take effect here."""

    id: Id
    why: Why


@command("查阅失败消息内容")
class ReadFailure:
    """Read the content of a message as it travelled, restricted or not; that is recorded."""

    id: Id
    why: Why


@command("冻结失败消息清单")
class FreezeFailures:
    """Write down which failed messages match now: these ids, or all that a filter finds."""

    why: Why
    ids: Annotated[tuple[Key, ...], Title("编号")] = ()
    kind: Annotated[FailureKind | None, Title("类别")] = None
    publisher: Annotated[Key | None, Title("发布部门")] = None
    type: Annotated[Key | None, Title("事件类型")] = None
    subject: Annotated[Key | None, Title("事项")] = None
    reason: Annotated[Key | None, Title("原因包含")] = None
    state: Annotated[FailureState | None, Title("状态")] = None
    since: Annotated[datetime | None, Title("最迟始于")] = None


@command("重试快照")
class RetrySnapshot:
    """Try what a snapshot lists, and nothing else; ask again until nothing is left."""

    id: Id
    why: Why


@command("丢弃快照")
class DiscardSnapshot:
    """Give up what a snapshot lists, and nothing else; a dry run only tells what would happen.

    `after` is for dry runs: the last id that was told, where something is left.
    """

    id: Id
    why: Why
    dry_run: Annotated[bool, Title("试算")] = False
    after: Annotated[Key, Title("上一段的最后编号")] = ""


@command("修正快照")
class EditSnapshot:
    """Mend each event that a snapshot lists by one merge patch; a dry run changes nothing."""

    id: Id
    why: Why
    patch: Annotated[dict[str, Any], Title("合并补丁"), Example({"area_m2": 1200})]
    dry_run: Annotated[bool, Title("试算")] = False
    after: Annotated[Key, Title("上一段的最后编号")] = ""


@command("导出快照")
class ExportSnapshot:
    """Hand out what a snapshot lists as evidence, from just behind `after`; it is recorded."""

    id: Id
    why: Why
    after: Annotated[Key, Title("上一页的 next")] = ""


@command("导出处置原件")
class ExportOriginals:
    """Hand out the messages as they were before a person acted on them; it is recorded."""

    id: Id
    why: Why
    after: Annotated[Key, Title("上一页的 next")] = ""


@command("导出大段内容")
class ExportContent:
    """Hand out the large content of one failed event, or of an original; it is recorded."""

    id: Id
    why: Why
    intervention: Annotated[Key, Title("处置编号")] = ""
