"""Obligations kept and told: from what was evaluated to documents, events and deadlines."""
