"""A survey counts its reports."""

from shared.store import document


@document("surveys", title="勘测", key="well_code")
class Survey:
    """How many reports of a well were handed in."""

    well_code: str
    reports: int = 0
