"""Contracts generated from the messages (JSON Schema, OpenAPI, AsyncAPI), and compatibility."""

from shared.contracts.json_schema import example_of

__all__ = ["example_of"]
