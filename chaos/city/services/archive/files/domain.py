"""A file remembers every event that it heard."""

from shared.store import document


@document("files", title="卷宗", key="subject")
class File:
    """How much was heard of a publisher's subject, chained in a hash."""

    subject: str
    heard: int = 0
    digest: str = ""


@document("file_chapters", title="卷宗记事", key="id")
class FileChapter:
    """A part of what was heard of a publisher's subject: the numbers, in order of arrival."""

    id: str
    numbers: tuple[int, ...] = ()
