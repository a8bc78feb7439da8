"""Who may fetch contents: those who hear an event that they belong to, by their signature."""

from werkzeug.wrappers import Response

from liandong.errors import BadSignature
from liandong.messages.request_signature import verify_requester
from liandong.messages.verify import KeyRing
from shared.catalog.catalog import department_names, partner_names
from shared.delivery.inbox.dispatcher import Desk
from shared.delivery.resend.resender import subscribed_topics
from shared.errors import ForbiddenError, NotFoundError, UnauthenticatedError
from shared.handling.blob import Blob
from shared.store.store import Store

TITLE = "事件内容"


def serve_blob(desk: Desk, ring: KeyRing, digest: str, authorization: str) -> Response:
    """Give the content with this hash to a department or partner that may hear it.

    Raises `UnauthenticatedError`, `NotFoundError` or `ForbiddenError`.
    """
    publisher = desk.place.department
    try:
        who = verify_requester(authorization, digest, publisher, ring, desk.clock())
    except BadSignature as error:
        raise UnauthenticatedError(f"取用事件内容须由部门或伙伴签名：{error.reason}") from error
    blob = authorized_blob(desk.store, publisher, who, digest)
    return Response(blob.content, content_type="application/json")


def authorized_blob(store: Store, publisher: str, who: str, digest: str) -> Blob:
    """Find content that `publisher` published and `who` may hear by the contracts."""
    blob = store.read(Blob, digest)
    if blob is None or not blob.topics:
        raise NotFoundError(TITLE, digest)
    known = who in (*department_names(), *partner_names())
    if not known or subscribed_topics(publisher, who).isdisjoint(blob.topics):
        raise ForbiddenError(f"按契约，“{who}”不接收含有该内容的事件")
    return blob
