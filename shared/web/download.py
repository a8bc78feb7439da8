"""Give kept content to a person, after a look whether it is still what its hash says."""

import hashlib
from urllib.parse import quote

from werkzeug.wrappers import Response

from shared.errors import NotFoundError, PlatformError
from shared.handling.claim_check import Blob
from shared.handling.worker import HandlerRunner

TITLE = "材料内容"


class ContentDamagedError(PlatformError):
    """What is kept under a hash has another one."""

    slug = "content-damaged"
    title = "内容已损坏"

    def __init__(self, sha256: str) -> None:
        super().__init__(
            f"库存内容与指纹“{sha256}”不符，请勿使用：请用原文件重新上传，或联系运维人员从备份恢复"
        )


def file_response(work: HandlerRunner, sha256: str, name: str) -> Response:
    """Give content as a file called `name`, never to be shown within a page.

    `NotFoundError` if it was not uploaded yet, `ContentDamagedError` if it changed in the store.
    """
    kept = work.context.store.read(Blob, sha256)
    if kept is None:
        raise NotFoundError(TITLE, sha256)
    if hashlib.sha256(kept.content).hexdigest() != sha256:
        raise ContentDamagedError(sha256)
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return Response(kept.content, headers=headers, content_type="application/octet-stream")
