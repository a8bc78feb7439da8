"""Migrations of the kit's documents, in order: one module `mNNNN_<what>` each."""
