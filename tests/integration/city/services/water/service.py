"""The service of the water bureau: its routes."""

from werkzeug.wrappers import Response

from services.water.photos import handlers as photos
from services.water.photos.domain import Photo
from services.water.surveys import handlers as surveys
from services.water.surveys.domain import Survey
from services.water.surveys.messages import ReportSurvey
from services.water.wells import handlers
from services.water.wells.domain import Well
from services.water.wells.messages import SealWell
from shared.runtime import Department
from shared.store import Page, PageRequest
from shared.web import READ_ROLES, Role, Upload, file_response, http


class Water(Department):
    """The water bureau of the synthetic city."""

    name = "water"
    title = "水务局"

    @http("POST", "/v1/wells/<well_code>/sealings", roles=[Role.CLERK], title="封停水井")
    def post_sealing(self, command: SealWell) -> Well:
        """Seal a well."""
        return self.work(handlers.seal, command)

    @http("POST", "/v1/surveys/<well_code>", roles=[Role.CLERK], title="上报勘测报告")
    def post_report(self, command: ReportSurvey) -> Survey:
        """Submit a report."""
        return self.work(surveys.report, command)

    @http("GET", "/v1/wells/<code>", roles=READ_ROLES, title="水井")
    def get_well(self, code: str) -> Well:
        """Show a well."""
        return self.work.get(Well, code)

    @http("GET", "/v1/wells", roles=READ_ROLES, title="水井清单")
    def get_wells(self, page: PageRequest) -> Page[Well]:
        """List wells."""
        return self.work.page(Well, page)

    @http("PUT", "/v1/photos/<sha256>", roles=[Role.CLERK], title="上传照片")
    def put_photo(self, upload: Upload) -> Photo:
        """Upload a photo."""
        return self.work(photos.keep, upload)

    @http("GET", "/v1/photos/<sha256>", roles=READ_ROLES, title="下载照片")
    def get_photo(self, sha256: str) -> Response:
        """Return a photo."""
        return file_response(self.work, sha256, "照片.jpg")
