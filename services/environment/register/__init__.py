"""The provincial register of plots, as this bureau relays it (名录)."""
