"""After the last fault: wait until everything is back and everything is acted."""

from collections.abc import Callable

from chaos.adversary import Rogue
from chaos.faults.actions import CLEAR_POLICY
from testbed.fault_testbed import Town

LIMIT_S = 1800.0


def recover_servers(town: Town) -> None:
    """Wait for the servers; this is when the faults are over."""
    town.wait(lambda: town.broker_answers() and town.store_answers(), "both servers serve")
    town.in_broker(f"{CLEAR_POLICY}.")
    town.wait(town.all_ordered, "the broker has no limits left", LIMIT_S)


def finish_load(town: Town, rogue: Rogue, load_is_done: Callable[[], bool]) -> None:
    """Wait for the rogue, and for the last answer to an act."""
    rogue.finish()
    town.wait(load_is_done, "all acts are answered", LIMIT_S)
