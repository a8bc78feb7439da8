"""Dashboards in Grafana's JSON format (schema 39)."""

from collections.abc import Iterator
from typing import Any

from monitoring.panels import COUNT, GREEN, Dashboard, Panel, Query

WIDTH = 24
SOURCE = {"type": "prometheus", "uid": "prometheus"}
Json = dict[str, Any]


def rendered(board: Dashboard) -> Json:
    """Return a dashboard as JSON types."""
    return {
        "uid": board.uid,
        "title": board.title,
        "description": board.about,
        "tags": list(board.tags),
        "schemaVersion": 39,
        "version": 1,
        "editable": False,
        "timezone": "Asia/Shanghai",
        "refresh": "30s",
        "time": {"from": "now-6h", "to": "now"},
        "templating": {"list": [_department()] if board.asks_department else []},
        "annotations": {"list": []},
        "links": [_others()],
        "panels": [{**panel, "id": number} for number, panel in enumerate(_panels(board), 1)],
    }


def _panels(board: Dashboard) -> Iterator[Json]:
    y = 0
    for row in board.rows:
        yield {
            "type": "row",
            "title": row.title,
            "collapsed": False,
            "gridPos": {"x": 0, "y": y, "w": WIDTH, "h": 1},
            "panels": [],
        }
        y += 1
        free = WIDTH - sum(tile.width for tile in row.panels)
        sharing = sum(1 for tile in row.panels if not tile.width)
        x = 0
        for panel in row.panels:
            width = panel.width or free // sharing
            yield _panel(panel, {"x": x, "y": y, "w": width, "h": panel.height})
            x += width
        y += max(tile.height for tile in row.panels)


def _panel(panel: Panel, place: Json) -> Json:
    instant = panel.kind in ("table", "bargauge")
    return {
        "type": panel.kind,
        "title": panel.title,
        "description": panel.about,
        "datasource": SOURCE,
        "gridPos": place,
        "targets": [
            _target(query, ref, instant)
            for ref, query in zip("ABCDEF", panel.queries, strict=False)
        ],
        "fieldConfig": {"defaults": _defaults(panel), "overrides": []},
        "options": _options(panel),
        **({"transformations": TIDY} if panel.kind == "table" else {}),
    }


TIDY = [{"id": "organize", "options": {"excludeByName": {"Time": True}}}]


def _target(query: Query, ref: str, instant: bool) -> Json:
    return {
        "refId": ref,
        "expr": query.text,
        "legendFormat": query.legend or "__auto",
        "instant": instant,
        "range": not instant,
        "format": "table" if instant and not query.legend else "time_series",
        "datasource": SOURCE,
    }


def _defaults(panel: Panel) -> Json:
    steps: list[Json] = [{"value": None, "color": GREEN}]
    for value, colour in panel.thresholds:
        steps.append({"value": None if value == float("-inf") else value, "color": colour})
    if steps[1:] and steps[1]["value"] is None:
        steps = steps[1:]
    custom = {"fillOpacity": 30, "stacking": {"mode": "normal"}} if panel.stacked else {}
    shown: Json = {"unit": panel.unit, "custom": custom} if custom else {"unit": panel.unit}
    if panel.unit == COUNT:
        shown["decimals"] = 0 if panel.kind in ("stat", "bargauge", "table") else None
    return {
        **{name: setting for name, setting in shown.items() if setting is not None},
        "color": {"mode": "thresholds" if panel.kind == "stat" else "palette-classic"},
        "thresholds": {"mode": "absolute", "steps": steps},
        "noValue": "—",
    }


def _options(panel: Panel) -> Json:
    if panel.kind == "stat":
        return {"reduceOptions": {"calcs": ["lastNotNull"]}, "colorMode": "background"}
    if panel.kind == "bargauge":
        return {"orientation": "horizontal", "reduceOptions": {"calcs": ["lastNotNull"]}}
    if panel.kind == "table":
        return {"showHeader": True}
    return {"legend": {"displayMode": "table", "placement": "bottom", "calcs": ["lastNotNull"]}}


def _department() -> Json:
    return {
        "type": "query",
        "name": "department",
        "label": "部门",
        "datasource": SOURCE,
        "query": {"query": "label_values(liandong_build_info, department)", "refId": "department"},
        "refresh": 2,
        "sort": 1,
        "multi": False,
        "includeAll": False,
    }


def _others() -> Json:
    return {
        "type": "dashboards",
        "title": "联动看板",
        "tags": ["liandong"],
        "asDropdown": True,
        "keepTime": True,
    }
