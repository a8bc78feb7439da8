"""The section of one exercise in the report."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from testbed.markdown import bullets, seconds, table

Row = dict[str, Any]
WIDEST = 110
PICTURES = Path("docs/img/gameday")


def section(row: Row) -> str:
    """Return the section of an exercise in Markdown."""
    return "\n\n".join(_parts(row))


def first_alert(row: Row) -> tuple[str, float | None, float | None]:
    """Return the first expected alert to fire, and the seconds until it fired and was received."""
    fired = [
        alert for alert in row["alerts"] if alert["alert"] in row["wanted"] and alert["firing_s"]
    ]
    if not fired:
        return "", None, None
    first = min(fired, key=lambda episode: episode["firing_s"])
    return first["alert"], first["firing_s"], _received_s(row, first["alert"])


def _parts(row: Row) -> Iterator[str]:
    record, proof = row["record"], row["proof"]
    yield f"### {row['title']}"
    yield f"{row['about']} Run {row['at']}, {row['pace']['name']}, {row['seconds']:.0f} s in all."
    if (PICTURES / f"{row['name']}.svg").exists():
        yield f"![{row['panel']['title']}](img/gameday/{row['name']}.svg)"
    yield "**Done**"
    yield bullets(record["done"])
    yield "**Alerts**"
    yield _alerts(row)
    if record["ran"]:
        yield "**Runbook**"
        yield table(("runbook", "command", "took", "result"), map(_command_row, record["ran"]))
    yield "**How one knows**"
    yield table(("what had to be so", "after", "so"), map(_check_row, record["seen"]))
    yield "**Gates**"
    yield table(
        ("asked for", "during the outage", "in the end", "closed"), map(_gate_row, proof["probes"])
    )
    yield _audit(proof)
    if row["limits"]:
        yield "**Limits**"
        yield bullets(row["limits"])


def _alerts(row: Row) -> str:
    fired = [alert for alert in row["alerts"] if alert["firing_s"] is not None]
    names = list(dict.fromkeys(episode["alert"] for episode in fired))
    headings = ("alert", "for: in the city", "here", "waits from", "fires", "ends", "at the desk")
    told = table(headings, [_alert_row(row, name) for name in names]) if names else "None fired."
    only = sorted({alert["alert"] for alert in row["alerts"]} - set(names))
    return f"{told}\n\nWaited, but did not fire: {', '.join(only) or 'none'}."


def _alert_row(row: Row, name: str) -> tuple[object, ...]:
    of = [
        alert for alert in row["alerts"] if alert["alert"] == name and alert["firing_s"] is not None
    ]
    ends = [episode["ended_s"] for episode in of]
    ended = None if None in ends else max(ends)
    city, here = row["waits"][name]
    many = f" ({len(of)} departments)" if len(of) > 1 else ""
    return (
        f"**{name}**{many}" if name in row["wanted"] else f"{name}{many}",
        f"{city} s",
        f"{here} s",
        seconds(min(episode["pending_s"] for episode in of)),
        seconds(min(episode["firing_s"] for episode in of)),
        "after the exercise" if ended is None else seconds(ended),
        _received(row, name),
    )


def _received(row: Row, name: str) -> str:
    received = _received_s(row, name)
    return "not called" if received is None else seconds(received)


def _received_s(row: Row, alert: str) -> float | None:
    """Return the seconds until a fired alert was received; earlier notifications do not count."""
    fired = min(
        episode["firing_s"]
        for episode in row["alerts"]
        if episode["alert"] == alert and episode["firing_s"] is not None
    )
    calls = [
        call["after_s"]
        for call in row["desk"]
        if call["alert"] == alert and call["after_s"] >= fired
    ]
    return min(calls, default=None)


def _command_row(ran: Row) -> tuple[object, ...]:
    link = f"[{ran['heading']}](runbooks/{ran['page']}.md#{ran['heading'].lower()})"
    last = " ".join(ran["output"].splitlines()[-2:])[-WIDEST:]
    told = ran["stand_in"] and f"another way: {ran['stand_in']}"
    result = ("as expected" if ran["ok"] else "**not as expected**") + (
        f": `{last}`" if last else ""
    )
    return link, f"`{ran['command']}`", f"{ran['seconds']:.1f} s", told or result


def _check_row(seen: Row) -> tuple[object, ...]:
    after = "" if seen["after_s"] is None else f"{seen['after_s']:.1f} s"
    return seen["what"], after, "yes" if seen["ok"] else f"**no** {seen['detail'][:200]}"


def _gate_row(probe: Row) -> tuple[object, ...]:
    during = "、".join(probe["during"])
    return probe["kind"], during, probe["became"], "yes" if probe["closed"] else "**no**"


def _audit(proof: Row) -> str:
    clocks = proof["clocks"]
    return (
        f"**Nothing lost.** {proof['acts']} acts were answered ({proof['tries']} tries), "
        f"{proof['events']} events stand in the outboxes, {proof['effects']} effects were due: "
        f"{proof['lost']} lost, {proof['doubled']} twice, {proof['disordered']} out of order.\n\n"
        f"**No clock missed.** {clocks['expected']} obligations must be there, {clocks['overdue']} "
        f"of them overdue, {clocks['late']} done late: {len(clocks['differences'])} differ."
    )
