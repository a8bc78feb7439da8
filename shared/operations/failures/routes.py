"""HTTP routes of failed messages, for operators of a department."""

from collections.abc import Callable
from typing import TypeVar

from liandong.envelope import new_id
from shared.delivery.inbox.dispatcher import EventDispatcher
from shared.delivery.inbox.receiver import Receiver
from shared.handling.audit import Intervention
from shared.handling.unit_of_work import UnitOfWork
from shared.handling.worker import HandlerRunner
from shared.operations.failures.actions.bulk import discard_group, edit_group, retry_group
from shared.operations.failures.actions.context import ActionContext, context_of
from shared.operations.failures.actions.discard import discard
from shared.operations.failures.actions.edit import edit
from shared.operations.failures.actions.retry import retry
from shared.operations.failures.commands import (
    DiscardFailure,
    DiscardSnapshot,
    EditFailure,
    EditSnapshot,
    ExportContent,
    ExportOriginals,
    ExportSnapshot,
    FreezeFailures,
    ReadFailure,
    RetryFailure,
    RetrySnapshot,
)
from shared.operations.failures.detail import read, show
from shared.operations.failures.export import export_content, export_originals, export_snapshot
from shared.operations.failures.query import page_of
from shared.operations.failures.selections import matching, progress_of, select
from shared.operations.failures.views import (
    Acted,
    Content,
    Exported,
    ExportedContent,
    Failure,
    Frozen,
    GroupActed,
    Progress,
    Shown,
)
from shared.store.pages import Page, PageRequest
from shared.web.auth import Role
from shared.web.routes import http

C = TypeVar("C")
OPS = [Role.OPS]


class FailedMessageRoutes:
    """Failed messages of this department and the actions on them."""

    work: HandlerRunner
    dispatcher: EventDispatcher
    receiver: Receiver

    @http("GET", "/v1/failed", roles=OPS, title="失败消息清单")
    def get_failures(self, page: PageRequest) -> Page[Failure]:
        """List what failed: `reason` matches a part of it, `since` what failed then or earlier."""
        return page_of(self.work.context.store, page)

    @http("GET", "/v1/failed/<id>", roles=OPS, title="失败消息详情", conflicts=True)
    def get_failure(self, id: str) -> Shown:
        """Show one failed message, and what can be done about it."""
        return show(self.work.context.store, self.receiver, id)

    @http("POST", "/v1/failed/<id>/content", roles=OPS, title="查阅失败消息内容")
    def post_failure_reading(self, command: ReadFailure) -> Content:
        """Read the content of a message, restricted or not; that is recorded."""
        return self.work(read, command)

    @http("POST", "/v1/failed/<id>/retry", roles=OPS, title="重试失败消息")
    def post_failure_retry(self, command: RetryFailure) -> Acted:
        """Try one failed message again, at once."""
        return self._act(retry, command)

    @http("POST", "/v1/failed/<id>/edit", roles=OPS, title="修正事件内容")
    def post_failure_edit(self, command: EditFailure) -> Acted:
        """Mend the content of an event and try it at once."""
        return self._act(edit, command)

    @http("POST", "/v1/failed/<id>/discard", roles=OPS, title="丢弃失败消息")
    def post_failure_discard(self, command: DiscardFailure) -> Acted:
        """Decide that a message shall never take effect here."""
        return self._act(discard, command)

    @http("POST", "/v1/failed/snapshots", roles=OPS, title="冻结失败消息清单")
    def post_failure_snapshot(self, command: FreezeFailures) -> Frozen:
        """Write down which failed messages match now."""
        found = matching(self.work.context.store, command)
        return self.work(lambda uow, asked: select(uow, asked, found), command)

    @http("GET", "/v1/failed/snapshots/<id>", roles=OPS, title="失败消息快照")
    def get_failure_snapshot(self, id: str) -> Progress:
        """Show a snapshot, and what came of its retry and of its discard so far."""
        return progress_of(self.work.context.store, id)

    @http("POST", "/v1/failed/snapshots/<id>/retry", roles=OPS, title="重试快照")
    def post_failure_snapshot_retry(self, command: RetrySnapshot) -> GroupActed:
        """Try what a snapshot lists for a few seconds; ask again while something is left."""
        return retry_group(context_of(self), command.id, self.work.actor, command.why)

    @http("POST", "/v1/failed/snapshots/<id>/discard", roles=OPS, title="丢弃快照")
    def post_failure_snapshot_discard(self, command: DiscardSnapshot) -> GroupActed:
        """Give up what a snapshot lists; ask again while something is left."""
        return discard_group(context_of(self), command, self.work.actor)

    @http("POST", "/v1/failed/snapshots/<id>/edit", roles=OPS, title="修正快照")
    def post_failure_snapshot_edit(self, command: EditSnapshot) -> GroupActed:
        """Mend each event that a snapshot lists by one patch; ask again while something is left."""
        return edit_group(context_of(self), command, self.work.actor)

    @http("POST", "/v1/failed/snapshots/<id>/export", roles=OPS, title="导出快照")
    def post_failure_snapshot_export(self, command: ExportSnapshot) -> Exported:
        """Hand out what a snapshot lists as evidence."""
        return self.work(export_snapshot, command)

    @http("POST", "/v1/failed/<id>/export", roles=OPS, title="导出大段内容")
    def post_failure_content_export(self, command: ExportContent) -> ExportedContent:
        """Hand out the large content of one exported event."""
        return export_content(context_of(self), command, self.work.actor, new_id)

    @http("GET", "/v1/failed/history", roles=OPS, title="人工处置记录")
    def get_failure_history(self, page: PageRequest) -> Page[Intervention]:
        """List what people did about failed messages, oldest first."""
        return self.work.page(Intervention, page)

    @http("POST", "/v1/failed/history/<id>/export", roles=OPS, title="导出处置原件")
    def post_failure_history_export(self, command: ExportOriginals) -> Exported:
        """Hand out the messages as they were before a person acted on them."""
        return self.work(export_originals, command)

    def _act(self, act: Callable[[ActionContext, UnitOfWork, C], Acted], command: C) -> Acted:
        context = context_of(self)
        acted = self.work(
            lambda uow, asked: context.attempt(lambda: act(context, uow, asked)), command
        )
        context.committed()
        return acted
