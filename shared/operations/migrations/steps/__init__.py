"""Migrations of what every department keeps: one module `mNNNN_<what>` each, in their order."""
