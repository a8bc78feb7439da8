"""Views of failed messages for people and programs; none of them is stored."""

from dataclasses import field
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

from shared.messages.declare import Title, value_object
from shared.operations.failures.ids import FailureKind
from shared.store.document import document


class FailureState(StrEnum):
    """The next step without an operator."""

    PERSON = "person"  # none: waits for an operator
    RETRY = "retry"  # retried automatically


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
    """A failed message as a list entry; `indexes` names the fields to filter by.

    `type` is `<event>.v<N>`. Publisher, subject, type and sequence of a quarantined message are its
    unverified claims, or empty. `fault` classifies quarantined ones: signature, contract …
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


@value_object("排队事件")
class Waiting:
    """An event that waits behind a failed one."""

    id: str
    sequence: int
    type: str
    event_id: str
    at: datetime


@value_object("可行处置")
class Action:
    """A possible action and its consequence, in words for a person."""

    name: str
    does: Annotated[str, Title("后果")]


@value_object("失败消息详情")
class Shown:
    """Details of a failed message that support a decision; `content` is None if withheld.

    `signature` is `ok`, or why the signature does not verify now. `missing` are the sequence
    numbers that a gap waits for. Bytes in headers are written as `base64:…`. `kept` explains in
    words if the message could not be stored completely, or not in this form.
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


@value_object("失败消息内容")
class Content:
    """The content of a message; `text` holds the raw body if it is not a readable event."""

    intervention: str
    content: dict[str, Any] | None
    text: str


class ActionOutcome(StrEnum):
    """Outcome of an action on one failed message."""

    TOOK_EFFECT = "took_effect"
    FAILED_AGAIN = "failed_again"
    WAITING = "waiting"
    GONE = "gone"
    DISCARDED = "discarded"
    REFUSED = "refused"


@value_object("处置结果")
class Result:
    """Result of an action on one failed message; `detail` is text for a person."""

    id: str
    outcome: ActionOutcome
    detail: str = ""

    @property
    def as_text(self) -> str:
        """The result as stored in an intervention: `<outcome>: <detail>`."""
        return f"{self.outcome.value}: {self.detail}" if self.detail else self.outcome.value


@value_object("处置答复")
class Acted:
    """Response to an action on one failed message."""

    intervention: str
    result: Result


@value_object("成组处置结果")
class GroupActed:
    """Progress of an action on a snapshot: results by id, and how many are left.

    A dry run changes nothing, and its `results` are those of this part alone.
    """

    snapshot: str
    results: dict[str, str]
    left: int
    dry_run: bool = False


@value_object("快照")
class Frozen:
    """A snapshot with its failed messages at the time of creation, in the same order."""

    snapshot: str
    failures: tuple[Failure, ...]


@value_object("导出")
class Exported:
    """A part of an export: lines of evidence, ids that no longer fail, start of the next part.

    A line with `"content": "here"` has large content, which is exported separately.
    """

    intervention: str
    lines: tuple[dict[str, Any], ...]
    gone: tuple[str, ...] = ()
    next: str | None = None


@value_object("导出内容")
class ExportedContent:
    """Large content of one exported event, in base64: the bytes whose hash its `dataref` names."""

    intervention: str
    dataref: str
    content: str


@value_object("快照进度")
class Progress:
    """Progress on a snapshot: its author, reason, time, filter and the results so far."""

    id: str
    wanted: dict[str, str]
    actor: str
    why: str
    at: datetime
    ids: tuple[str, ...]
    results: dict[str, str] = field(default_factory=dict)
