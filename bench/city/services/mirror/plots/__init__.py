"""The mirror's copies of plots."""
