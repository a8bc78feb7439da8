"""The service of the housing bureau: subscriptions and routes."""

from services.housing.reports import handlers as reports
from services.housing.reports.domain import ReadReport
from services.housing.sites import handlers
from services.housing.sites.domain import Site
from services.water.surveys.messages import SurveyReported
from services.water.wells.messages import WellSealed
from shared.catalog import subscribe
from shared.runtime import Department
from shared.store import Page, PageRequest
from shared.web import READ_ROLES, http


class Housing(Department):
    """The housing bureau of the synthetic city."""

    name = "housing"
    title = "住房和城乡建设局"

    @subscribe(WellSealed)
    def on_well_sealed(self, event: WellSealed) -> None:
        """Note that a well was sealed."""
        self.work(handlers.note_sealing, event)

    @subscribe(SurveyReported)
    def on_survey_reported(self, event: SurveyReported) -> None:
        """Record a report."""
        self.work(reports.read_report, event)

    @http("GET", "/v1/read-reports", roles=READ_ROLES, title="已阅报告清单")
    def get_read_reports(self, page: PageRequest) -> Page[ReadReport]:
        """List reports."""
        return self.work.page(ReadReport, page)

    @http("GET", "/v1/sites", roles=READ_ROLES, title="工地清单")
    def get_sites(self, page: PageRequest) -> Page[Site]:
        """List sites."""
        return self.work.page(Site, page)
