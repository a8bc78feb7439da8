"""Contracts written from the messages: JSON Schema, OpenAPI, AsyncAPI; and how they may change."""
