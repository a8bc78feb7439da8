"""The housing bureau's document about a well's reports."""

from shared.store import document


@document("read_reports", title="已阅报告", key="well_code")
class ReadReport:
    """The hash of the last report about a well, and the number of reports received."""

    well_code: str
    sha256: str
    times: int
