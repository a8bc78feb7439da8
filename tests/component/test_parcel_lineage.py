"""Random splits, merges, borders, listings: no ground escapes its hold, no use is forgotten."""

from dataclasses import dataclass, field
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from land_given import HOUSING, INDUSTRY, NUMBER, TODAY
from parcel_given import HOLDER, cells, code, merge, part, rectangle, registered_plot, split

from services.natural_resources.applications.domain import ApplicationState
from services.natural_resources.applications.handlers import request_procedure
from services.natural_resources.applications.messages import (
    LandGateQueried,
    Procedure,
    RequestProcedure,
)
from services.natural_resources.links.domain import Link, in_force_on
from services.natural_resources.overlay.domain import Hold
from services.natural_resources.parcels.changes import change_parcel
from services.natural_resources.parcels.domain import Parcel, ParcelState
from services.natural_resources.parcels.handlers import register_parcel
from services.natural_resources.parcels.messages import ChangeParcel, RegisterParcel
from shared.testing.world import World
from shared.vocabulary.relations import is_covered, shares_ground, united

SIZE = 4
Box = tuple[int, int, int, int]  # column, row, columns, rows
SHIFTS = (0.0, 0.2, -0.2)

acts = st.lists(
    st.tuples(
        st.sampled_from(["split", "merge", "border", "list"]),
        st.integers(0, 30),
        st.integers(0, 30),
        st.booleans(),
    ),
    max_size=10,
)


@dataclass
class Land:
    """A square of parcels in one department, and what the registry and the province did there."""

    world: World = field(default_factory=lambda: World("natural_resources"))
    boxes: dict[str, Box] = field(default_factory=dict)
    plots: dict[str, Box] = field(default_factory=dict)
    made: int = 1

    def begin(self, *uses: Any) -> "Land":
        for row, use in enumerate(uses):
            box = (0, row * SIZE // len(uses), SIZE, SIZE // len(uses))
            command = RegisterParcel(self.next_code(), "140727", cells(*box), HOLDER, use)
            self.world.natural_resources.execute(register_parcel, command)
            self.boxes[command.parcel_code] = box
        return self

    def next_code(self) -> str:
        self.made += 1
        return code(self.made)

    def act(self, kind: str, one: int, other: int, across: bool) -> None:
        named = sorted(self.boxes)
        parcel = named[one % len(named)]
        if kind == "split":
            self.split(parcel, other, across=across)
        elif kind == "merge":
            self.merge(parcel, named[other % len(named)])
        elif kind == "border":
            self.move_border(parcel, named[other % len(named)], one + other)
        else:
            self.list_plot(one, other, across=across)

    def split(self, parcel: str, where: int, *, across: bool) -> None:
        column, row, columns, rows = self.boxes[parcel]
        length = rows if across else columns
        if length < 2:
            return
        cut = 1 + where % (length - 1)
        if across:
            halves = (column, row, columns, cut), (column, row + cut, columns, rows - cut)
        else:
            halves = (column, row, cut, rows), (column + cut, row, columns - cut, rows)
        codes = self.next_code(), self.next_code()
        split(self.world, parcel, *map(part, codes, [cells(*half) for half in halves]))
        del self.boxes[parcel]
        self.boxes.update(zip(codes, halves, strict=True))

    def merge(self, one: str, other: str) -> None:
        joined = _joined(self.boxes[one], self.boxes[other])
        if joined is None:
            return
        made = self.next_code()
        merge(self.world, (one, other), part(made, cells(*joined)))
        del self.boxes[one], self.boxes[other]
        self.boxes[made] = joined

    def move_border(self, one: str, other: str, where: int) -> None:
        """Draw the border between two neighbours elsewhere: one gains what the other gives up."""
        joined = _joined(self.boxes[one], self.boxes[other])
        if joined is None:
            return
        column, row, columns, rows = joined
        if self.boxes[one][1] == self.boxes[other][1]:
            cut = 1 + where % (columns - 1)
            halves = (column, row, cut, rows), (column + cut, row, columns - cut, rows)
        else:
            cut = 1 + where % (rows - 1)
            halves = (column, row, columns, cut), (column, row + cut, columns, rows - cut)
        for parcel, half in zip((one, other), halves, strict=True):
            if self.boxes[parcel] != half:
                command = ChangeParcel(parcel, NUMBER, TODAY, cells(*half))
                self.world.natural_resources.execute(change_parcel, command)
                self.boxes[parcel] = half

    def list_plot(self, one: int, other: int, *, across: bool) -> None:
        """Register a plot of one or two cells, surveyed up to 20 cm beside the grid."""
        box = (one % SIZE, other % SIZE, 1, 1)
        if any(_meets(box, taken) for taken in self.plots.values()):
            return
        shift = SHIFTS[(one + other + across) % len(SHIFTS)]
        plot = f"140727-{len(self.plots):04}"
        area = rectangle(box[0] * 100 + shift, box[1] * 100 - shift, 100, 100)
        self.world.natural_resources.deliver_event(registered_plot(plot, area))
        self.plots[plot] = box

    def links(self, **wanted: Any) -> tuple[Link, ...]:
        return self.world.natural_resources.page(Link, **wanted).items

    def parcel(self, parcel: str) -> Parcel:
        return self.world.natural_resources.get(Parcel, parcel)


def _joined(one: Box, other: Box) -> Box | None:
    """Return the box of two boxes side by side, or None."""
    (a, b, c, d), (e, f, g, h) = sorted((one, other))
    if one == other:
        return None
    if b == f and d == h and a + c == e:
        return (a, b, c + g, d)
    if a == e and c == g and b + d == f:
        return (a, b, c, d + h)
    return None


def _meets(one: Box, other: Box) -> bool:
    across = one[0] < other[0] + other[2] and other[0] < one[0] + one[2]
    return across and one[1] < other[1] + other[3] and other[1] < one[1] + one[3]


@given(acts)
@settings(deadline=None)
def test_no_ground_escapes_its_hold_and_no_neighbour_is_frozen(todo):
    """[code.456, plan.6]: in any order of splits, merges, borders and listings."""
    land = Land().begin(INDUSTRY)

    for each in todo:
        land.act(*each)

    for plot, box in land.plots.items():
        hold = land.world.natural_resources.get(Hold, plot)
        under = {parcel for parcel, other in land.boxes.items() if _meets(box, other)}
        current = {link.parcel_code for link in land.links(plot_code=plot, is_current=True)}
        assert set(hold.parcel_codes) == under == current
        ground = [land.parcel(parcel).area for parcel in sorted(current)]
        assert is_covered(cells(*box), ground)
        assert all(shares_ground(hold.area, area) for area in ground)


@given(acts)
@settings(deadline=None)
def test_the_shares_of_a_parcel_are_at_most_the_whole(todo):
    land = Land().begin(INDUSTRY)

    for each in todo:
        land.act(*each)

    for parcel in land.boxes:
        shares = [link.share_of_parcel for link in land.links(parcel_code=parcel, is_current=True)]
        assert sum(shares) <= 1 + 0.01
    for plot in land.plots:
        shares = [link.share_of_plot for link in land.links(plot_code=plot, is_current=True)]
        assert sum(shares) <= 1 + 1e-9
        today = in_force_on(land.links(plot_code=plot), TODAY)
        assert {link.parcel_code for link in today} == {
            link.parcel_code for link in land.links(plot_code=plot, is_current=True)
        }


@given(acts)
@settings(deadline=None)
def test_parcels_in_force_always_cover_the_land_once(todo):
    land = Land().begin(HOUSING, INDUSTRY)

    for each in todo:
        land.act(*each)

    for parcel in land.world.natural_resources.page(Parcel).items:
        assert (parcel.state is ParcelState.VALID) is (parcel.parcel_code in land.boxes)
        assert bool(parcel.cells) is (parcel.parcel_code in land.boxes)
    whole = united([land.parcel(parcel).area for parcel in land.boxes])
    assert is_covered(cells(0, 0, SIZE, SIZE), [whole])


@given(acts)
@settings(deadline=None)
def test_no_split_or_merge_makes_land_exempt(todo):
    """[42号令 3, plan.5]: the lower half was industrial; whatever lies on it knows that."""
    land = Land().begin(INDUSTRY, HOUSING)

    for each in todo:
        land.act(*each)

    for parcel, box in land.boxes.items():
        if box[1] < SIZE // 2:
            assert INDUSTRY in land.parcel(parcel).uses_so_far


@given(acts)
@settings(deadline=None)
def test_a_request_is_refused_exactly_on_registered_ground(todo):
    """[code.456, plan.6]: also under a code that the listing never named."""
    land = Land().begin(INDUSTRY)

    for each in todo:
        land.act(*each)

    for parcel, box in land.boxes.items():
        command = RequestProcedure(parcel, Procedure.SUPPLY, "某某公司", INDUSTRY)
        asked = land.world.natural_resources.execute(request_procedure, command)
        listed = any(_meets(box, plot) for plot in land.plots.values())
        assert (asked.state is ApplicationState.REFUSED) is listed
    asked_for = land.world.natural_resources.published(LandGateQueried)
    assert all(event.parcel_code in land.boxes for event in asked_for)
