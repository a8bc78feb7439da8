"""Documents that record every event applied by the archive."""

from shared.store import document


@document("files", title="卷宗", key="subject")
class File:
    """The count and the running hash of the events applied for a publisher's subject."""

    subject: str
    heard: int = 0
    digest: str = ""


@document("file_chapters", title="卷宗记事", key="id")
class FileChapter:
    """A segment of the event numbers applied for a publisher's subject, in order of arrival."""

    id: str
    numbers: tuple[int, ...] = ()
