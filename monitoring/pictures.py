"""Draws panels for the documents: `pictures.py <panels.json> <folder>`; needs matplotlib."""

import json
import sys
from collections.abc import Iterator
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
        "axes.unicode_minus": False,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.titlesize": 10,
        "font.size": 8,
    }
)

from matplotlib import pyplot as plt

LINES = {
    "monitoring-delivery": (
        ("liandong-overview", "从行为到生效，99% 分位"),
        ("liandong-overview", "每秒生效事件"),
        ("liandong-delivery", "每秒发出"),
        ("liandong-delivery", "处理一个事件，95% 分位"),
    ),
}
BARS = {
    "monitoring-clocks": (
        ("liandong-clocks", "逾期事项"),
        ("liandong-clocks", "未结（按事项）"),
        ("liandong-clocks", "最近一次到期还剩"),
        ("liandong-cases", "移送案件（移送机关）"),
    ),
}
RED, GREEN = "#b23a48", "#0b6e4f"
DAY_S = 86_400


def main(data: Path, folder: Path) -> None:
    """Draw all pictures."""
    shown = json.loads(data.read_text(encoding="utf-8"))
    for name, panels in LINES.items():
        _draw(
            folder / f"{name}.svg",
            [(title, _of(shown, panel, title)) for panel, title in panels],
            _lines,
        )
    for name, panels in BARS.items():
        _draw(
            folder / f"{name}.svg",
            [(title, _of(shown, panel, title)) for panel, title in panels],
            _bars,
        )


def _of(shown: list[Any], board: str, title: str) -> list[Any]:
    found = [panel for panel in shown if (panel["board"], panel["panel"]) == (board, title)]
    return [
        (_legend(panel["legend"], series), series["values"])
        for panel in found
        for series in panel["series"]
    ]


def _legend(legend: str, series: Any) -> str:
    for name, value in series["metric"].items():
        legend = legend.replace(f"{{{{{name}}}}}", value)
    return legend


def _draw(file: Path, panels: list[Any], draw: Any) -> None:
    figure, grid = plt.subplots(2, 2, figsize=(11, 6), layout="constrained")
    for axes, (title, series) in zip(grid.flat, panels, strict=True):
        axes.set_title(title, loc="left")
        draw(axes, title, series)
    figure.savefig(file, metadata={"Date": None})
    plt.close(figure)


def _lines(axes: Any, title: str, series: list[Any]) -> None:
    first = min((float(values[0][0]) for _, values in series), default=0.0)
    for name, values in sorted(series):
        points = [(float(at) - first, float(value)) for at, value in values if value != "NaN"]
        axes.plot([point for point, _ in points], [value for _, value in points], label=name)
    axes.set_xlabel("s")
    axes.set_ylabel("s" if "分位" in title else "/s")
    axes.legend(frameon=False)


def _bars(axes: Any, title: str, series: list[Any]) -> None:
    in_days = "还剩" in title
    rows = sorted(_last(series, DAY_S if in_days else 1), key=lambda row: row[1], reverse=True)
    colours = [RED if value < 0 or (value > 0 and "逾期" in title) else GREEN for _, value in rows]
    drawn = axes.barh([name for name, _ in rows], [value for _, value in rows], color=colours)
    axes.bar_label(drawn, [f"{value:.1f} 天" if in_days else f"{value:.0f}" for _, value in rows])
    axes.margins(x=0.15)


def _last(series: list[Any], unit: float) -> Iterator[tuple[str, float]]:
    for name, values in series:
        yield name, float(values[-1][1]) / unit


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
