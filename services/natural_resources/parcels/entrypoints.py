"""Routes of the registry: parcels and their versions."""

from services.natural_resources.parcels import changes
from services.natural_resources.parcels import handlers as parcel_handlers
from services.natural_resources.parcels.domain import Parcel, ParcelVersion
from services.natural_resources.parcels.messages import (
    CancelParcel,
    ChangeParcel,
    CorrectParcel,
    MergeParcels,
    RegisterParcel,
    SplitParcel,
)
from shared.runtime import Department
from shared.store import Page, PageRequest
from shared.web import READ_ROLES, Role, http


class ParcelRoutes(Department):
    """Records the acts of the registry on parcels."""

    @http("POST", "/v1/parcels", roles=[Role.CLERK], title="登记宗地")
    def post_parcel(self, command: RegisterParcel) -> Parcel:
        """Record a parcel."""
        return self.work(parcel_handlers.register_parcel, command)

    @http("GET", "/v1/parcels/<parcel_code>", roles=READ_ROLES, title="查看宗地")
    def get_parcel(self, parcel_code: str) -> Parcel:
        """Show a parcel."""
        return self.work.get(Parcel, parcel_code)

    @http("GET", "/v1/parcels", roles=READ_ROLES, title="宗地列表")
    def get_parcels(self, page: PageRequest) -> Page[Parcel]:
        """List parcels."""
        return self.work.page(Parcel, page)

    @http("POST", "/v1/parcels/<parcel_code>/change", roles=[Role.CLERK], title="变更宗地")
    def post_parcel_change(self, command: ChangeParcel) -> Parcel:
        """Record a new border, holder or plan of a parcel."""
        return self.work(changes.change_parcel, command)

    @http("POST", "/v1/parcels/<parcel_code>/correction", roles=[Role.CLERK], title="更正宗地登记")
    def post_parcel_correction(self, command: CorrectParcel) -> Parcel:
        """Correct the record of a parcel."""
        return self.work(changes.correct_parcel, command)

    @http("POST", "/v1/parcels/<parcel_code>/split", roles=[Role.CLERK], title="分割宗地")
    def post_parcel_split(self, command: SplitParcel) -> Parcel:
        """Replace a parcel by its parts."""
        return self.work(changes.split_parcel, command)

    @http("POST", "/v1/parcel-merges", roles=[Role.CLERK], title="合并宗地")
    def post_parcel_merge(self, command: MergeParcels) -> Parcel:
        """Replace parcels by one."""
        return self.work(changes.merge_parcels, command)

    @http("POST", "/v1/parcels/<parcel_code>/cancellation", roles=[Role.CLERK], title="注销宗地")
    def post_parcel_cancellation(self, command: CancelParcel) -> Parcel:
        """End a parcel without a successor."""
        return self.work(changes.cancel_parcel, command)

    @http("GET", "/v1/parcel-versions", roles=READ_ROLES, title="宗地历次登记列表")
    def get_parcel_versions(self, page: PageRequest) -> Page[ParcelVersion]:
        """List what the registry recorded of parcels, and since when."""
        return self.work.page(ParcelVersion, page)
