"""The archive's subscriptions."""

from services.archive.files import handlers
from services.felled_trees import note_felling
from services.forestry.trees.messages import TreeFelled
from services.housing.sites.messages import SiteClosed
from services.water.wells.messages import WellSealed
from shared.catalog import subscribe
from shared.runtime import Department


class Archive(Department):
    """The archive of the chaos city."""

    name = "archive"
    title = "档案馆"

    @subscribe(WellSealed)
    def on_well_sealed(self, event: WellSealed) -> None:
        """Record that a well was sealed."""
        self.work(handlers.file_sealing, event)

    @subscribe(SiteClosed)
    def on_site_closed(self, event: SiteClosed) -> None:
        """Record that a site was closed."""
        self.work(handlers.file_closing, event)

    @subscribe(TreeFelled)
    def on_tree_felled(self, event: TreeFelled) -> None:
        """Check a felling."""
        self.work(note_felling, event)
