"""Handler of received reports."""

import hashlib

from services.housing.reports.domain import ReadReport
from services.water.surveys.messages import SurveyReported
from shared.handling import UnitOfWork


def read_report(uow: UnitOfWork, event: SurveyReported) -> None:
    """Store the hash of a report."""
    known = uow.find(ReadReport, event.well_code)
    digest = hashlib.sha256(event.report.encode()).hexdigest()
    uow.save(ReadReport(event.well_code, digest, known.times + 1 if known else 1))
