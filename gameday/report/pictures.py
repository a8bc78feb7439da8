"""Draws the panel of each exercise: `pictures.py <gameday.json> <folder>`; needs matplotlib."""

import json
import sys
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib import font_manager

FONT = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")  # Debian's fonts-noto-cjk

mpl.use("svg")
font_manager.fontManager.addfont(FONT)
mpl.rcParams.update(
    {
        "svg.hashsalt": "liandong",
        "font.family": ["DejaVu Sans", font_manager.FontProperties(fname=FONT).get_name()],
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.titlesize": 10,
        "font.size": 8,
    }
)

from matplotlib import pyplot as plt

RED, GREY = "#b23a48", "#888888"


def main(results: Path, folder: Path) -> None:
    """Draw all pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    for row in json.loads(results.read_text(encoding="utf-8")):
        _draw(row, folder / f"{row['name']}.svg")


def _draw(row: Any, file: Path) -> None:
    fault, panel = row["record"]["fault"], row["panel"]
    figure, axes = plt.subplots(figsize=(8, 2.6), layout="constrained")
    axes.set_title(panel["title"], loc="left")
    for series in panel["series"]:
        points = [(float(at) - fault, float(value)) for at, value in series["values"]]
        name = panel["legend"]
        for label, value in series["metric"].items():
            name = name.replace(f"{{{{{label}}}}}", value)
        axes.plot([point for point, _ in points], [value for _, value in points], label=name)
    axes.axvline(0, color=GREY, linewidth=0.8)
    top = axes.get_ylim()[1]
    axes.text(0, top, " 故障", va="top", color=GREY)
    for episode in row["alerts"]:
        if episode["alert"] in row["wanted"] and episode["firing_s"] is not None:
            axes.axvline(episode["firing_s"], color=RED, linewidth=0.8, linestyle="--")
    named = {
        episode["alert"]: episode["firing_s"]
        for episode in reversed(row["alerts"])
        if episode["firing_s"]
    }
    for height, (alert, when) in enumerate(sorted(named.items(), key=lambda item: item[1])):
        if alert in row["wanted"]:
            axes.text(when, top * (0.9 - 0.1 * (height % 6)), f" {alert}", color=RED, va="top")
    axes.set_xlabel("s")
    if panel["series"]:
        axes.legend(frameon=False, loc="center left", bbox_to_anchor=(1.0, 0.5))
    figure.savefig(file, metadata={"Date": None})
    plt.close(figure)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
