"""Backups of departments' databases, and bringing them back; over the driver alone."""
