"""The city's list of polluted plots, with their risk grade and former trade (污染地块名录)."""
