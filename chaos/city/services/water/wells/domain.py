"""A well knows how often it was sealed."""

from shared.store import document


@document("wells", title="水井", key="code")
class Well:
    """A well, and the number of the last act upon it."""

    code: str
    told: int = 0
