"""Doubtful borders of plots and parcels, confirmed by both bureaus (边界核实): a common subject."""
