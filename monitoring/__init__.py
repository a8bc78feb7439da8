"""Monitoring as code: what metrics mean, the dashboards, and a check that all of it has data."""
