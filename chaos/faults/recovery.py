"""After the last fault: wait until both servers serve and every command is answered."""

from chaos.city_adversary import CityAdversary
from chaos.faults.actions import CLEAR_POLICY
from chaos.load_testbed import LoadTestbed

LIMIT_S = 1800.0


def recover_servers(testbed: LoadTestbed) -> None:
    """Wait for the servers and clear the broker's limits, which ends the last faults."""
    testbed.wait_until(
        lambda: testbed.broker_answers() and testbed.store_answers(), "both servers serve"
    )
    testbed.run_in_broker(f"{CLEAR_POLICY}.")
    testbed.wait_until(testbed.expressions_done, "the broker has no limits left", LIMIT_S)


def finish_load(testbed: LoadTestbed, adversary: CityAdversary) -> None:
    """Wait for the adversary's last attack, and for the answer to the last command."""
    adversary.finish()
    testbed.wait_until(testbed.load_is_done, "all commands are answered", LIMIT_S)
