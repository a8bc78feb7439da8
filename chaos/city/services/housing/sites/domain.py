"""Documents that record every event applied by the housing bureau."""

from shared.store import document


@document("sites", title="工地", key="subject")
class Site:
    """The count and running hash of a well's events, and how often its site was closed."""

    subject: str
    heard: int = 0
    digest: str = ""
    closed: int = 0


@document("site_chapters", title="工地记事", key="id")
class SiteChapter:
    """A segment of the event numbers applied for a well, in order of arrival."""

    id: str
    numbers: tuple[int, ...] = ()
