"""Signing and sealing keys, the lists of public keys, and the audit log of key operations."""
