"""Reconcile with other departments after a restore to an earlier state."""
