"""A well stores the note of every act."""

from shared.store import document


@document("wells", title="水井", key="code", indexes=(("depth_m",), ("county",)))
class Well:
    """A well with the notes of all acts that sealed it, in order."""

    code: str
    county: str = "140728"
    depth_m: float = 80.0
    notes: tuple[str, ...] = ()
