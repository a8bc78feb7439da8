"""File uploads, identified by their hash, and downloads, verified against it again."""

import hashlib
from dataclasses import dataclass
from urllib.parse import quote

from werkzeug.wrappers import Response

from shared.errors import FieldError, InvalidInputError, NotFoundError, PlatformError
from shared.handling.claim_check import Blob
from shared.handling.worker import HandlerRunner

TITLE = "材料内容"


@dataclass(frozen=True, slots=True)
class Upload:
    """Content with the SHA-256 of its address; raises `InvalidInputError` if the hash differs."""

    sha256: str
    content: bytes

    def __post_init__(self) -> None:
        if not self.content:
            raise InvalidInputError((FieldError("请求体", "内容为空，请重新上传"),))
        if hashlib.sha256(self.content).hexdigest() != self.sha256:
            fault = "内容与网址中的 SHA-256 指纹不符：请核对文件，或重新上传"
            raise InvalidInputError((FieldError("请求体", fault),))

    @property
    def size(self) -> int:
        """Size in bytes."""
        return len(self.content)


class ContentDamagedError(PlatformError):
    """Stored content no longer matches its hash."""

    slug = "content-damaged"
    title = "内容已损坏"

    def __init__(self, sha256: str) -> None:
        super().__init__(
            f"库存内容与指纹“{sha256}”不符，请勿使用：请用原文件重新上传，或联系运维人员从备份恢复"
        )


def file_response(work: HandlerRunner, sha256: str, name: str) -> Response:
    """Return content as a download called `name`, never displayed within a page.

    Raises `NotFoundError` if it was not uploaded yet, `ContentDamagedError` if it changed in the
    store.
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
