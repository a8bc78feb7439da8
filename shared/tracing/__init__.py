"""Tracing of acts across departments; off unless the environment names a collector."""
