"""Read forms from files and write papers to a folder, with the hash of each."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson

from shared.errors import FieldError, InvalidInputError
from shared.papers import Format, Paper, render
from shared.texts import NOT_UTF_8, NotUtf8Error, read_text

UNREADABLE: dict[type[OSError], str] = {
    FileNotFoundError: "没有这个文件",
    IsADirectoryError: "这是目录，不是文件",
    PermissionError: "没有读取权限",
}


def formats_of(text: str) -> tuple[Format, ...]:
    """Read a list of formats such as `pdf,docx`."""
    names = [name.strip().lower() for name in text.split(",")]
    known = "、".join(Format)
    if unknown := [name for name in names if name not in set(Format)]:
        raise InvalidInputError((FieldError("--format", f"没有格式“{unknown[0]}”，可选：{known}"),))
    return tuple(Format(name) for name in dict.fromkeys(names))


def instant_of(text: str) -> datetime:
    """Read an instant with its zone."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise InvalidInputError(
            (FieldError("--at", "应为带时区的时间，如 2026-10-08T09:00:00+08:00"),)
        )
    return at


def read_form(path: Path) -> dict[str, Any]:
    """Read a JSON object from a file."""
    try:
        form = orjson.loads(read_text(path))
    except NotUtf8Error as error:
        raise InvalidInputError((FieldError(str(path), NOT_UTF_8),)) from error
    except OSError as error:
        fault = f"读不到文件（{UNREADABLE.get(type(error), error.strerror)}），请核对路径"
        raise InvalidInputError((FieldError(str(path), fault),)) from error
    except orjson.JSONDecodeError as error:
        fault = f"第 {error.lineno} 行第 {error.colno} 列起不是有效的 JSON"
        raise InvalidInputError((FieldError(str(path), fault),)) from error
    if not isinstance(form, dict):
        raise InvalidInputError((FieldError(str(path), "应为一个 JSON 对象"),))
    return form


def write_papers(
    paper: Paper, formats: Sequence[Format], folder: Path, stem: str
) -> tuple[str, ...]:
    """Write a paper in each format, and `<stem>.sha256`; return its lines in sha256sum's format.

    Nothing is written unless every format can be.
    """
    made = {f"{stem}.{form.value}": render(paper, form) for form in formats}
    lines = tuple(f"{file.sha256}  {name}" for name, file in made.items())
    folder.mkdir(parents=True, exist_ok=True)
    for name, file in made.items():
        (folder / name).write_bytes(file.content)
    (folder / f"{stem}.sha256").write_text("".join(f"{line}\n" for line in lines))
    return lines
