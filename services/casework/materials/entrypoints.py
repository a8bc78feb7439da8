"""Routes of the materials of cases; both classes differ in roles only.

The routes are written out for each, since who may see personal data must be read at the route.
"""

from werkzeug.wrappers import Response

from services.casework.materials import handlers
from services.casework.materials.domain import KeptMaterial
from services.casework.materials.messages import HandOverMaterial, RecordMaterial
from shared.runtime import Department
from shared.store import Page, PageRequest
from shared.web import Role, Upload, file_response, http

LIST, ONE = "/v1/materials", "/v1/materials/<sha256>"
CONTENT, CUSTODY = f"{ONE}/content", f"{ONE}/custody"
REFERRERS = (Role.OFFICER, Role.HEAD)
RECEIVERS = (Role.REGISTRAR, Role.INVESTIGATOR, Role.HEAD)


class MaterialRoutes(Department):
    """Materials of a department that refers cases."""

    @http("GET", LIST, roles=REFERRERS, title="案件材料列表")
    def get_materials(self, page: PageRequest) -> Page[KeptMaterial]:
        """List the materials."""
        return self.work.page(KeptMaterial, page)

    @http("POST", ONE, roles=REFERRERS, title="登记案件材料")
    def post_material(self, command: RecordMaterial) -> KeptMaterial:
        """Record a material by its hash."""
        return self.work(handlers.record_material, command)

    @http("GET", ONE, roles=REFERRERS, title="查看案件材料")
    def get_material(self, sha256: str) -> KeptMaterial:
        """Show a material and its chain of custody."""
        return self.work.get(KeptMaterial, sha256)

    @http("PUT", CONTENT, roles=REFERRERS, title="上传材料内容")
    def put_material_content(self, upload: Upload) -> KeptMaterial:
        """Send the content of a recorded material."""
        return self.work(handlers.store_content, upload)

    @http("GET", CONTENT, roles=REFERRERS, title="下载材料内容", reads=KeptMaterial)
    def get_material_content(self, sha256: str) -> Response:
        """Give the content of a material."""
        return file_response(self.work, sha256, self.work.get(KeptMaterial, sha256).name)

    @http("POST", CUSTODY, roles=REFERRERS, title="移交案件材料")
    def post_material_custody(self, command: HandOverMaterial) -> KeptMaterial:
        """Hand an original over."""
        return self.work(handlers.hand_material_over, command)


class ReferredMaterialRoutes(Department):
    """Materials of public security, to which cases are referred."""

    @http("GET", LIST, roles=RECEIVERS, title="案件材料列表")
    def get_materials(self, page: PageRequest) -> Page[KeptMaterial]:
        """List the materials."""
        return self.work.page(KeptMaterial, page)

    @http("POST", ONE, roles=RECEIVERS, title="登记案件材料")
    def post_material(self, command: RecordMaterial) -> KeptMaterial:
        """Record a material by its hash."""
        return self.work(handlers.record_material, command)

    @http("GET", ONE, roles=RECEIVERS, title="查看案件材料")
    def get_material(self, sha256: str) -> KeptMaterial:
        """Show a material and its chain of custody."""
        return self.work.get(KeptMaterial, sha256)

    @http("PUT", CONTENT, roles=RECEIVERS, title="上传材料内容")
    def put_material_content(self, upload: Upload) -> KeptMaterial:
        """Send the content of a recorded material."""
        return self.work(handlers.store_content, upload)

    @http("GET", CONTENT, roles=RECEIVERS, title="下载材料内容", reads=KeptMaterial)
    def get_material_content(self, sha256: str) -> Response:
        """Give the content of a material."""
        return file_response(self.work, sha256, self.work.get(KeptMaterial, sha256).name)

    @http("POST", CUSTODY, roles=RECEIVERS, title="移交案件材料")
    def post_material_custody(self, command: HandOverMaterial) -> KeptMaterial:
        """Hand an original over."""
        return self.work(handlers.hand_material_over, command)
