"""Migrations of stored data between releases: found by folder, guarded, run once."""

from shared.operations.migrations.division_backfill import with_division
from shared.operations.migrations.migration import Migration, Phase

__all__ = ["Migration", "Phase", "with_division"]
