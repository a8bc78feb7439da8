"""Commands on failed messages; the reason `why` is required and recorded."""

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
    """Retry one failed message now."""

    id: Id
    why: Why


@command("修正事件内容")
class EditFailure:
    """Edit the content of an event: by a JSON merge patch (RFC 7396), or replace all of it."""

    id: Id
    why: Why
    patch: Annotated[dict[str, Any] | None, Title("合并补丁")] = None
    content: Annotated[dict[str, Any] | None, Title("全部内容")] = None


@command("丢弃失败消息")
class DiscardFailure:
    """Discard one message: it never takes effect in this department."""

    id: Id
    why: Why


@command("查阅失败消息内容")
class ReadFailure:
    """Read the content of a message as transmitted, restricted or not; the access is recorded."""

    id: Id
    why: Why


@command("冻结失败消息清单")
class FreezeFailures:
    """Create a snapshot of failed messages: the given ids, or all that match the filter."""

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
    """Retry exactly the messages of a snapshot; repeat until none is left."""

    id: Id
    why: Why


@command("丢弃快照")
class DiscardSnapshot:
    """Discard exactly the messages of a snapshot; a dry run only reports the results.

    `after` is for dry runs: the last id reported, if messages are left.
    """

    id: Id
    why: Why
    dry_run: Annotated[bool, Title("试算")] = False
    after: Annotated[Key, Title("上一段的最后编号")] = ""


@command("修正快照")
class EditSnapshot:
    """Edit each event of a snapshot by one merge patch; a dry run changes nothing."""

    id: Id
    why: Why
    patch: Annotated[dict[str, Any], Title("合并补丁"), Example({"area_m2": 1200})]
    dry_run: Annotated[bool, Title("试算")] = False
    after: Annotated[Key, Title("上一段的最后编号")] = ""


@command("导出快照")
class ExportSnapshot:
    """Export the messages of a snapshot as evidence, starting after `after`; recorded."""

    id: Id
    why: Why
    after: Annotated[Key, Title("上一页的 next")] = ""


@command("导出处置原件")
class ExportOriginals:
    """Export the original messages of an operator action; recorded."""

    id: Id
    why: Why
    after: Annotated[Key, Title("上一页的 next")] = ""


@command("导出大段内容")
class ExportContent:
    """Export the large content of one failed event, or of an original; recorded."""

    id: Id
    why: Why
    intervention: Annotated[Key, Title("处置编号")] = ""
