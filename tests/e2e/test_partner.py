"""A partner without a service here uses only the SDK: the province publishes over AMQP."""

import httpx
import pytest
from acts import ask, eventually, hold_kind, record_land, registration
from pika.exceptions import ChannelClosedByBroker

from demo.client import City
from liandong.amqp.connection import connect
from liandong.amqp.topology import declare, publisher_topology
from liandong.envelope import Envelope, new_id
from liandong.messages.outgoing import Confirmed, outgoing
from liandong.messages.verify import load_signer
from liandong.publishing.publisher import Publisher
from services.environment.register.messages import PlotRegistered
from services.partners.province.messages import RegisterEntryAnnounced
from shared.clock.system import system_clock
from shared.messages.contract import contract_of


@pytest.fixture
def publisher(platform):
    url = platform.amqp_urls["province"]
    with connect(url, name="province set-up") as connection:
        declare(connection.channel(), publisher_topology("province"))
    opened = Publisher(url, "province")
    yield opened
    opened.close()


def announcement(event, who="province"):
    """Wrap an event as the province's own system would."""
    contract = contract_of(type(event))
    made = new_id()
    return Envelope(
        id=made,
        source=f"//140000.liandong.cn/{who}",
        type=contract.meta.type,
        subject=event.plot_code,
        time=system_clock(),
        dataschema=contract.meta.dataschema,
        data=contract.dump(event),
        sequence=1,
        correlationid=made,
        causationid=None,
        actor="province-system",
        classification=contract.meta.classification.value,
    )


def said(place, kind):
    return contract_of(kind).load({"plot_code": place.plot_code, **registration(place)})


def plot_state(city: City, place) -> str | None:
    answer = city["environment"].get(f"/v1/plots/{place.plot_code}")
    return answer.body.get("state")


def test_a_provincial_announcement_freezes_the_plot_without_a_clerk(
    platform, city, place, publisher
):
    """Only the province decides on the register; the city relays its act [code.456]."""
    record_land(city, place)
    signer = load_signer(platform.home / "keys" / "province.key.pem")
    announced = announcement(said(place, RegisterEntryAnnounced))

    (outcome,) = publisher.publish_batch([outgoing(announced, signer)])

    assert outcome == Confirmed()
    eventually(lambda: plot_state(city, place), "在名录内")
    eventually(lambda: hold_kind(city, place), "在名录内")
    assert ask(city, place)["state"] == "不予办理"


def test_the_broker_lets_nobody_publish_in_the_name_of_another(platform):
    with connect(platform.amqp_urls["province"], name="province") as connection:
        channel = connection.channel()
        channel.confirm_delivery()

        with pytest.raises(ChannelClosedByBroker, match="ACCESS_REFUSED"):
            channel.basic_publish("environment.events", "plot.registered.v1", b"{}")


def test_a_partner_cannot_say_what_only_a_department_may(platform, city, place):
    """Even past the broker, an event of the environment bureau signed by the province is refused.

    An operator may publish anywhere: this is what a stolen operator's password would permit.
    """
    record_land(city, place)
    signer = load_signer(platform.home / "keys" / "province.key.pem")
    wrong = outgoing(announcement(said(place, PlotRegistered)), signer)
    foreign = type(wrong)(
        "environment.events", wrong.routing_key, wrong.subject, wrong.body, wrong.headers
    )

    with Publisher(platform.amqp_url, "operator") as operator:
        operator.publish_batch([foreign])

    refused = 'liandong_events_refused_total{department="natural_resources",reason="foreign'
    eventually(lambda: refused in metrics(platform), True)
    assert hold_kind(city, place) is None


def metrics(platform) -> str:
    return httpx.get(f"{platform.addresses['natural_resources']}/metrics").text
