"""Obligations: store the evaluated clocks as documents, and publish their events and deadlines."""
