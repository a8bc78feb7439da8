"""The ledger: who published which event."""
