"""The alert data that the game day reads from Prometheus and Alertmanager."""

from gameday.alerts.alert_receiver import parse_alerts
from gameday.alerts.episodes import episodes, fired

FAULT = 1_000.0


def series(alert, state, times, **labels):
    name = {"__name__": "ALERTS", "alertname": alert, "alertstate": state, "severity": "page"}
    return {"metric": {**name, **labels}, "values": [[time, "1"] for time in times]}


def test_an_alert_that_waited_fired_and_ended_tells_all_three_since_the_fault():
    answer = [
        series("BrokerDown", "pending", [1_015, 1_030, 1_060]),
        series("BrokerDown", "firing", [1_075, 1_130]),
    ]

    [found] = episodes(answer, FAULT, end=1_300)

    assert (found.pending_s, found.firing_s, found.ended_s) == (15, 75, 130)


def test_what_still_stands_at_the_end_has_not_ended():
    [found] = episodes([series("HttpSlow", "pending", [1_015, 1_299])], FAULT, end=1_300)

    assert (found.firing_s, found.ended_s) == (None, None)


def test_each_department_has_an_episode_of_its_own_and_what_fired_comes_first():
    answer = [
        series("InboxUnread", "pending", [1_005], department="agriculture"),
        series("InboxUnread", "firing", [1_125], department="environment"),
    ]

    found = episodes(answer, FAULT, end=1_300)

    assert [episode.labels for episode in found] == [
        "department=environment",
        "department=agriculture",
    ]
    assert fired(found, "InboxUnread").firing_s == 125
    assert fired(found, "BrokerDown") is None


def test_the_alert_that_always_rings_is_left_out():
    assert episodes([series("Watchdog", "firing", [1_001])], FAULT, end=1_300) == []


def test_a_call_of_alertmanager_is_one_line_for_each_alert():
    labels = {"alertname": "DepartmentDown", "department": "environment"}
    told = {"alerts": [{"status": "firing", "labels": labels}]}

    [call] = parse_alerts(1_090.0, "alerts", told)

    assert (call.alert, call.department, call.status) == ("DepartmentDown", "environment", "firing")
