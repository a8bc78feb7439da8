"""Operator actions on failed messages: retry, edit, discard; each is recorded."""
