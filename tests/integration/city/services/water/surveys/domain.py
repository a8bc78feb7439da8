"""A survey counts its reports."""

from shared.store import document


@document("surveys", title="勘测", key="well_code")
class Survey:
    """The number of reports submitted about a well."""

    well_code: str
    reports: int = 0
