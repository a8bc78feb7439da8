"""Contracts written from the messages: JSON Schema, OpenAPI, AsyncAPI; and how they may change."""

from shared.contracts.json_schema import example_of

__all__ = ["example_of"]
