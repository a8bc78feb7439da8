"""The registry of plots: a fictional department that records plots and publishes the records."""
