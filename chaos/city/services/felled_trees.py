"""The handler of felled trees: it writes nothing, and refuses impossible numbers."""

from services.forestry.trees.messages import TreeFelled
from shared.errors import WrongStateError
from shared.handling import UnitOfWork

MOST = 50


def note_felling(_uow: UnitOfWork, event: TreeFelled) -> None:
    """Accept a felling; refuse one with an impossible number."""
    if event.number > MOST:
        raise WrongStateError(f"树木“{event.tree_code}”不能采伐第 {event.number} 次")
