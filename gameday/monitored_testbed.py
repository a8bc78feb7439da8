"""The testbed of one exercise: the platform, Prometheus, Alertmanager and an alert receiver."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import yaml

from demo.clean import start_clean
from demo.client import City
from gameday.alerts.alert_receiver import AlertReceiver
from gameday.alerts.alert_rules import rules_for
from gameday.alerts.alertmanager import Alertmanager
from gameday.alerts.alertmanager import settings as routes
from gameday.run_record import RunRecord
from gameday.timing_profile import TimingProfile
from monitoring.prometheus import DEPLOYED, Prometheus, installed
from monitoring.prometheus import settings as scrapes
from shared.config.external_servers import ExternalServers
from shared.local.city_files import configure_tool
from shared.local.ports import LOOPBACK, free_ports
from shared.local.processes.child import Child
from testbed.platform_testbed import HOME, PlatformTestbed

Say = Callable[[str], None]
PORTS = ("broker", "host", "prometheus", "alertmanager", "receiver")


class MonitoredTestbed(PlatformTestbed):
    """The processes of one exercise; created by `open_testbed`."""

    def __init__(
        self, base: Path, profile: TimingProfile, say: Say, servers: ExternalServers
    ) -> None:
        self.ports = dict(zip(PORTS, free_ports(len(PORTS)), strict=True))
        super().__init__(base, self.ports["broker"], servers)
        self.profile = profile
        self.say = say
        self.city: City
        self.prometheus: Prometheus
        self.receiver: AlertReceiver

    def since_fault(self, record: RunRecord) -> float:
        """Return the seconds since the fault."""
        return time.time() - record.fault

    def firing(self, alert: str) -> bool:
        """Whether an alert fires now."""
        return bool(self.prometheus.now(f'ALERTS{{alertname="{alert}",alertstate="firing"}}'))


@contextmanager
def open_testbed(
    base: Path, profile: TimingProfile, say: Say, doubled: str = ""
) -> Iterator[MonitoredTestbed]:
    """Start platform, monitoring and alert receiver without data; on the main thread only.

    `doubled` names a department whose second process is scraped, too.
    """
    (base / HOME).mkdir(parents=True, exist_ok=True)
    external = configure_tool().external_servers
    servers = start_clean(base / HOME, external, lambda _: None)
    testbed = MonitoredTestbed(base, profile, say, servers)
    ports = testbed.ports
    with ExitStack() as stack:
        testbed.receiver = stack.enter_context(AlertReceiver(ports["receiver"]))
        stack.enter_context(testbed.platform)
        manager = routes(ports["receiver"], profile.group_wait_s)
        stack.enter_context(Alertmanager(base / "alertmanager", ports["alertmanager"], manager))
        exporter = _node_exporter(base, ports["host"])
        stack.callback(exporter.stop)
        exporter.start()
        settings, rules = _settings(testbed, doubled), rules_for(profile)
        testbed.prometheus = stack.enter_context(
            Prometheus(base / "prometheus", ports["prometheus"], settings, rules)
        )
        testbed.city = stack.enter_context(City(testbed.platform.addresses, testbed.home))
        yield testbed


def _node_exporter(base: Path, port: int) -> Child:
    command = [installed("prometheus-node-exporter"), f"--web.listen-address={LOOPBACK}:{port}"]
    return Child("node exporter", command, log=base / "node.log", env={})


def _settings(testbed: MonitoredTestbed, doubled: str) -> dict[str, object]:
    local = {name: f"{LOOPBACK}:{port}" for name, port in testbed.ports.items()}
    targets = {
        "rabbitmq": [local["broker"]],
        "rabbitmq_queues": [local["broker"]],
        "host": [local["host"]],
        "prometheus": [local["prometheus"]],
    }
    addresses = testbed.platform.addresses
    services = {name: address.split("//")[1] for name, address in addresses.items()}
    made = scrapes(targets, services)
    made["global"] = _intervals(testbed.profile)
    if doubled:
        spare = f"{LOOPBACK}:{testbed.spare_port}"
        second = {"targets": [spare], "labels": {"department": doubled}}
        made["scrape_configs"][0]["static_configs"].append(second)
    manager = {"static_configs": [{"targets": [local["alertmanager"]]}]}
    made["alerting"] = {"alertmanagers": [manager]}
    return made


def _intervals(profile: TimingProfile) -> dict[str, str]:
    """Return the profile's scrape and evaluation interval, else the deployed ones."""
    if profile.interval:
        return {"scrape_interval": profile.interval, "evaluation_interval": profile.interval}
    deployed = yaml.safe_load((DEPLOYED / "prometheus.yml").read_text(encoding="utf-8"))
    return dict(deployed["global"])
