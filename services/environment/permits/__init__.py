"""Discharge permits and how they end (排污许可证)."""
