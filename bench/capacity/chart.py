"""Draws the picture: `chart.py <points.json> <file.svg>`; needs matplotlib."""

import json
import sys
from pathlib import Path

import matplotlib as mpl

mpl.use("svg")
mpl.rcParams.update(
    {
        "svg.hashsalt": "liandong",
        "font.family": "DejaVu Sans",
        "axes.spines.top": False,
        "axes.spines.right": False,
    }
)

from matplotlib import pyplot as plt

OURS, PEER = "#0b6e4f", "#8d99ae"


def draw(points: dict[str, list[dict[str, float]]], file: Path) -> None:
    """Draw the errors of predictions, and peak rates with the measured capacity of a machine."""
    figure, (left, right) = plt.subplots(1, 2, figsize=(11, 4), layout="constrained")
    rows = points["compared"]
    places = range(len(rows))
    left.barh(
        [place - 0.2 for place in places], [row["error"] * 100 for row in rows], 0.4, color=OURS
    )
    left.set_yticks([place - 0.2 for place in places], [str(row["what"]) for row in rows])
    left.axvline(0, color="black", linewidth=0.8)
    left.set_xlabel("prediction minus measurement, % of what was measured")
    for name, colour in (("peak", OURS), ("peak_tenfold", PEER)):
        label = "as assumed" if name == "peak" else "ten times that"
        counties = [point["counties"] for point in points["scale"]]
        right.plot(
            counties, [point[name] for point in points["scale"]], "o-", color=colour, label=label
        )
    right.axhline(points["machine"][0]["effects_per_s"], color="black", linestyle=":")
    right.annotate("one machine, measured", (1, points["machine"][0]["effects_per_s"]), va="bottom")
    right.set_xscale("log")
    right.set_yscale("log")
    right.set_xlabel("counties")
    right.set_ylabel("effects per second at the peak")
    right.legend(frameon=False, loc="upper left", bbox_to_anchor=(0, 0.9))
    file.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(file, metadata={"Date": None})


if __name__ == "__main__":
    draw(json.loads(Path(sys.argv[1]).read_text()), Path(sys.argv[2]))
