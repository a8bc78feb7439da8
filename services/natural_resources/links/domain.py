"""Links: the ground that a plot and a parcel share, with the days on which they did."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from enum import StrEnum

from services.natural_resources.overlay.domain import Hold
from services.natural_resources.parcels.domain import Parcel
from shared.store import document
from shared.vocabulary import Relation, RelationKind

SAME_SHARE = 1e-6
"""Shares that differ by less are equal: a millionth is no other border."""


class LinkBasis(StrEnum):
    """What a link is based on."""

    GEOMETRY = "图形"
    CONFIRMED = "双方确认"


@document(
    "links",
    title="地块与宗地对应关系",
    key="link_key",
    placed="county",
    indexes=(
        ("plot_code",),
        ("parcel_code",),
        ("county",),
        ("is_current",),
        ("plot_code", "is_current"),
        ("parcel_code", "is_current"),
    ),
)
class Link:
    """A plot and a parcel that share ground: square metres, and the share (0 to 1) of each.

    It is in force from `since` until before `until`. `link_key` is `plot_code|parcel_code` for the
    latest link of the two; an earlier one has its `number` after another bar.
    """

    link_key: str
    plot_code: str
    parcel_code: str
    county: str
    shared_m2: float
    share_of_plot: float
    share_of_parcel: float
    since: date
    until: date | None = None
    is_current: bool = True
    basis: LinkBasis = LinkBasis.GEOMETRY
    made_by: str = ""
    number: int = 1


@document("ground_cells", title="网格", key="cell")
class GroundCell:
    """A grid cell, written whenever a plot or a parcel is placed in it.

    Of two at the same instant the second is retried and sees the first.
    """

    cell: str
    version: int = 0


def link_key(plot_code: str, parcel_code: str) -> str:
    """Return the key of the latest link of a plot and a parcel."""
    return f"{plot_code}|{parcel_code}"


def link(hold: Hold, parcel: Parcel, shared: Relation, since: date, made_by: str) -> Link:
    """Create the first link of a plot and a parcel.

    It is based on the confirmation of both bureaus if the areas alone leave the border in doubt.
    """
    sure = shared.kind is RelationKind.SHARING
    return Link(
        link_key=link_key(hold.plot_code, parcel.parcel_code),
        plot_code=hold.plot_code,
        parcel_code=parcel.parcel_code,
        county=parcel.county,
        shared_m2=round(shared.shared_m2, 2),
        share_of_plot=shared.share_of_second,
        share_of_parcel=shared.share_of_first,
        since=since,
        basis=LinkBasis.GEOMETRY if sure else LinkBasis.CONFIRMED,
        made_by=made_by,
    )


def renew(known: Link, fresh: Link) -> tuple[Link, ...]:
    """Return the links to save when two areas are compared again; none if nothing changed.

    The earlier link remains, closed, under a key of its own.
    """
    if known.is_current and _is_same(known, fresh):
        return ()
    past = close(known, fresh.since) if known.is_current else known
    kept = replace(past, link_key=f"{known.link_key}|{known.number}")
    since = max(fresh.since, past.until or fresh.since)
    return kept, replace(fresh, since=since, number=known.number + 1)


def close(known: Link, on: date) -> Link:
    """End a link on a day, at the earliest on its first."""
    return replace(known, until=max(known.since, on), is_current=False)


def in_force_on(links: Iterable[Link], on: date) -> tuple[Link, ...]:
    """Return the links in force on a day, of all links of a plot or a parcel."""
    return tuple(
        each for each in links if each.since <= on and (each.until is None or on < each.until)
    )


def _is_same(known: Link, fresh: Link) -> bool:
    pairs = (
        (known.share_of_plot, fresh.share_of_plot),
        (known.share_of_parcel, fresh.share_of_parcel),
    )
    return known.basis is fresh.basis and all(abs(a - b) < SAME_SHARE for a, b in pairs)
