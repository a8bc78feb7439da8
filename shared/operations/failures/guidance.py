"""Possible actions on a failed message, with their consequences in words."""

from shared.delivery.inbox.event import position_key
from shared.delivery.records import Lane
from shared.operations.failures.ids import FailureKind, id_of
from shared.operations.failures.query import KIND_OF
from shared.operations.failures.views import Action, Failure

EXPORT = Action("export", "导出原文、签名与头部，可离线验证")
EDIT = Action("edit", "修正内容后立即重试；原文与签名不变，修正人对内容负责")


def actions_of(failure: Failure, signature_fault: str) -> tuple[Action, ...]:
    """List the actions on a message at the head of its lane, or in quarantine."""
    retry, discard = _texts(failure)
    editable = failure.kind is FailureKind.LANE or failure.fault == "contract"
    edits = (EDIT,) if editable and not signature_fault else ()
    return (Action("retry", retry), *edits, Action("discard", discard), EXPORT)


def waiter_actions(lane: Lane) -> tuple[Action, ...]:
    """List the actions on an event that waits behind another: handle the head first."""
    first = id_of(KIND_OF[lane.state], position_key(lane.id, lane.head))
    return (Action("show", f"请先处置排在最前的 {first}；本事件随后自动生效"), EXPORT)


def _texts(failure: Failure) -> tuple[str, str]:
    number, behind = failure.sequence, failure.waiting - 1
    match failure.kind:
        case FailureKind.LANE:
            return (
                "立即重试；成功后其后等待的事件依次生效",
                f"第 {number} 号事件将永不在本部门生效，不可撤销；"
                f"其后等待的 {behind} 件将依次生效。原文与签名存于处置记录",
            )
        case FailureKind.GAP:
            return (
                "立即查看缺失的事件是否已到；未到则再次请发布部门补发",
                f"视为第 {number} 号之前缺失的事件不会再来，不可撤销：等待的 {failure.waiting} 件将"
                "依次生效；缺失的事件如日后到达，将进入隔离区，不会生效",
            )
        case FailureKind.QUARANTINE:
            return (
                "按新到消息重新验证并处理；通过后移出隔离区",
                "该消息移出隔离区，永不生效；原文与签名存于处置记录",
            )
