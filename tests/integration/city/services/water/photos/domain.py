"""A photo, identified by its hash."""

from shared.store import document


@document("photos", title="照片", key="sha256")
class Photo:
    """A stored photo."""

    sha256: str
    size: int
