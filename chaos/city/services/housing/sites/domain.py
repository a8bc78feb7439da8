"""A site remembers every event that it heard."""

from shared.store import document


@document("sites", title="工地", key="subject")
class Site:
    """How much was heard of a well, chained in a hash, and how often the site was closed for it."""

    subject: str
    heard: int = 0
    digest: str = ""
    closed: int = 0


@document("site_chapters", title="工地记事", key="id")
class SiteChapter:
    """A part of what was heard of a well: the numbers of the acts, in order of arrival."""

    id: str
    numbers: tuple[int, ...] = ()
