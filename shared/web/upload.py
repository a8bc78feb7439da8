"""Bytes that a person sends as they are, named by their hash in the address."""

import hashlib
from dataclasses import dataclass

from shared.errors import FieldError, InvalidInputError


@dataclass(frozen=True, slots=True)
class Upload:
    """Content that has the SHA-256 it was sent under; `InvalidInputError` if it has another."""

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
        """The number of bytes."""
        return len(self.content)
