"""Access control for event contents: only signed requests of subscribers of the event."""

from werkzeug.wrappers import Response

from liandong.errors import BadSignature
from liandong.messages.request_signature import verify_requester
from liandong.messages.verify import KeyRing
from shared.catalog.catalog import department_names, partner_names
from shared.delivery.resend.resender import subscribed_topics
from shared.errors import ForbiddenError, NotFoundError, UnauthenticatedError
from shared.handling.claim_check import Blob
from shared.handling.context import DepartmentContext
from shared.store.store import Store

TITLE = "事件内容"


def serve_blob(
    context: DepartmentContext, ring: KeyRing, digest: str, authorization: str
) -> Response:
    """Serve the content with this hash to a department or partner that may subscribe to it.

    Raises `UnauthenticatedError`, `NotFoundError` or `ForbiddenError`.
    """
    publisher = context.department
    try:
        who = verify_requester(authorization, digest, publisher, ring, context.clock())
    except BadSignature as error:
        raise UnauthenticatedError(f"取用事件内容须由部门或伙伴签名：{error.reason}") from error
    blob = authorized_blob(context.store, publisher, who, digest)
    return Response(blob.content, content_type="application/json")


def authorized_blob(store: Store, publisher: str, who: str, digest: str) -> Blob:
    """Return content of a `publisher` if the contracts let `who` subscribe to one of its topics.

    Raises `NotFoundError` or `ForbiddenError`.
    """
    blob = store.read(Blob, digest)
    if blob is None or not blob.topics:
        raise NotFoundError(TITLE, digest)
    known = who in (*department_names(), *partner_names())
    if not known or subscribed_topics(publisher, who).isdisjoint(blob.topics):
        raise ForbiddenError(f"按契约，“{who}”不接收含有该内容的事件")
    return blob
