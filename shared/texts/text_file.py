"""Text files from other programs: UTF-8, with or without a byte order mark."""

import codecs
from pathlib import Path

NOT_UTF_8 = "文件须为 UTF-8 编码（现在可能是 GBK 或 UTF-16）：请另存为 UTF-8 后重试"


class NotUtf8Error(ValueError):
    """A file has another encoding; the text names it and says what to do."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name}：{NOT_UTF_8}")


def without_mark(raw: bytes) -> bytes:
    """Remove the byte order mark that Windows programs write before UTF-8."""
    return raw.removeprefix(codecs.BOM_UTF8)


def text_of(raw: bytes, name: str) -> str:
    """Decode the text of a file called `name`; raises `NotUtf8Error` for another encoding."""
    try:
        return without_mark(raw).decode()
    except UnicodeDecodeError as error:
        raise NotUtf8Error(name) from error


def read_text(file: Path) -> str:
    """Read a file; raises `NotUtf8Error` or `OSError`."""
    return text_of(file.read_bytes(), file.name)
