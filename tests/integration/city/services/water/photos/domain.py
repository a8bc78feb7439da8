"""A photo, by its hash."""

from shared.store import document


@document("photos", title="照片", key="sha256")
class Photo:
    """A photo that is kept."""

    sha256: str
    size: int
