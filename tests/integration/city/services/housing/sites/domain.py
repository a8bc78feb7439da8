"""A site remembers every event that it heard."""

from shared.store import document


@document("sites", title="工地", key="well_code")
class Site:
    """A site, with what it heard of its well in order of arrival, and how often it was told."""

    well_code: str
    notes: tuple[str, ...] = ()
    told: int = 0
