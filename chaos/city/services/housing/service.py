"""The housing bureau's subscriptions."""

from services.felled_trees import note_felling
from services.forestry.trees.messages import TreeFelled
from services.housing.sites import handlers
from services.water.wells.messages import WellSealed
from shared.catalog import subscribe
from shared.runtime import Department


class Housing(Department):
    """The housing bureau of the chaos city."""

    name = "housing"
    title = "住房和城乡建设局"

    @subscribe(WellSealed)
    def on_well_sealed(self, event: WellSealed) -> None:
        """Record that a well was sealed."""
        self.work(handlers.note_sealing, event)

    @subscribe(TreeFelled)
    def on_tree_felled(self, event: TreeFelled) -> None:
        """Check a felling."""
        self.work(note_felling, event)
