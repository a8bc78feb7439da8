"""What the housing bureau keeps of a report."""

from shared.store import document


@document("read_reports", title="已阅报告", key="well_code")
class ReadReport:
    """The hash of the last report about a well, and how many were read."""

    well_code: str
    sha256: str
    times: int
