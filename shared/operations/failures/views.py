"""What people and programs see of failed messages. These are views: none of them is stored."""

from dataclasses import field
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

from shared.messages.declare import Title, value
from shared.operations.failures.ids import FailureKind
from shared.store.document import document


class FailureState(StrEnum):
    """What happens next if nobody acts."""

    PERSON = "person"  # nothing: it waits for a person
    RETRY = "retry"  # it is tried again by itself


@document(
    "failures",
    title="失败消息",
    key="id",
    indexes=(
        ("kind",),
        ("publisher",),
        ("type",),
        ("subject",),
        ("reason",),
        ("state",),
        ("since",),
    ),
)
class Failure:
    """A failed message as a list shows it; `indexes` names what a list can be asked by.

    `type` is `<event>.v<N>`. Publisher, subject, type and sequence of a quarantined message are
    what the message claims, or empty. `fault` sorts quarantined ones: signature, contract …
    """

    id: str
    kind: FailureKind
    state: FailureState
    publisher: str
    subject: str
    type: str
    sequence: int
    reason: str
    since: datetime
    due_at: datetime | None = None
    attempts: int = 0
    waiting: int = 1
    fault: str = ""


@value("排队事件")
class Waiting:
    """An event that waits behind a failed one."""

    id: str
    sequence: int
    type: str
    event_id: str
    at: datetime


@value("可行处置")
class Action:
    """What one can do, with what it will do; a text for a person."""

    name: str
    does: Annotated[str, Title("后果")]


@value("失败消息详情")
class Shown:
    """One failed message with all that helps to decide; `content` is None where it is withheld.

    `signature` is `ok`, or why the signature does not verify now. `missing` are the numbers that a
    gap waits for. Bytes in headers are written as `base64:…`. `kept` says in words where not all
    of a message could be kept, or not in this form.
    """

    failure: Failure
    signature: str
    event: dict[str, Any]
    content: dict[str, Any] | None
    withheld: str
    mended: bool
    headers: dict[str, str]
    actions: tuple[Action, ...]
    waiting: tuple[Waiting, ...] = ()
    missing: tuple[int, ...] = ()
    exchange: str = ""
    routing_key: str = ""
    times: int = 1
    kept: str = ""


@value("失败消息内容")
class Content:
    """The content of a message, and its text where it is not an event that can be read."""

    intervention: str
    content: dict[str, Any] | None
    text: str


class ActionOutcome(StrEnum):
    """What came of an act on one failed message."""

    TOOK_EFFECT = "took_effect"
    FAILED_AGAIN = "failed_again"
    WAITING = "waiting"
    GONE = "gone"
    DISCARDED = "discarded"
    REFUSED = "refused"


@value("处置结果")
class Result:
    """What came of an act on one failed message; `detail` is for a person."""

    id: str
    outcome: ActionOutcome
    detail: str = ""

    @property
    def as_text(self) -> str:
        """The result as an intervention keeps it: `<outcome>: <detail>`."""
        return f"{self.outcome.value}: {self.detail}" if self.detail else self.outcome.value


@value("处置答复")
class Acted:
    """The answer to an act on one failed message."""

    intervention: str
    result: Result


@value("成组处置结果")
class GroupActed:
    """How far an act on a snapshot has come: results by id, and how many are left to do.

    After a dry run nothing has changed, and `results` are those of this part alone.
    """

    snapshot: str
    results: dict[str, str]
    left: int
    dry_run: bool = False


@value("快照")
class Frozen:
    """A snapshot with the failed messages as they stood when it was made, in the same order."""

    snapshot: str
    failures: tuple[Failure, ...]


@value("导出")
class Exported:
    """A part of an export: lines of evidence, ids of what is gone, and where the next begins.

    A line with `"content": "here"` has large content: ask for it by itself.
    """

    intervention: str
    lines: tuple[dict[str, Any], ...]
    gone: tuple[str, ...] = ()
    next: str | None = None


@value("导出内容")
class ExportedContent:
    """Large content of one exported event, in base64: the bytes whose hash its `dataref` names."""

    intervention: str
    dataref: str
    content: str


@value("快照进度")
class Progress:
    """A frozen list: who made it, why, when, by which filter, and what became of each so far."""

    id: str
    wanted: dict[str, str]
    actor: str
    why: str
    at: datetime
    ids: tuple[str, ...]
    results: dict[str, str] = field(default_factory=dict)
