"""Monitoring as code: the metrics catalog, the dashboards, and a check that panels have data."""
