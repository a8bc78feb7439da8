"""A site stores every event it received."""

from shared.store import document


@document("sites", title="工地", key="well_code")
class Site:
    """A site with the notes received about its well, in order of arrival, and their number."""

    well_code: str
    notes: tuple[str, ...] = ()
    told: int = 0
