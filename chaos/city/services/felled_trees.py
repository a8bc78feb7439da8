"""What happens when a tree is felled: nothing that is kept, unless the number cannot be."""

from services.forestry.trees.messages import TreeFelled
from shared.errors import WrongStateError
from shared.handling import UnitOfWork

MOST = 50


def note_felling(_uow: UnitOfWork, event: TreeFelled) -> None:
    """Count a felling; one with an impossible number is refused."""
    if event.number > MOST:
        raise WrongStateError(f"树木“{event.tree_code}”不能采伐第 {event.number} 次")
