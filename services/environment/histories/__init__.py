"""The history of land, for those who plan to grow food on it (地块历史)."""
