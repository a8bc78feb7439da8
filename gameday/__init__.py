"""The game day: outages on real processes, with their alerts, runbooks, audits and report."""
