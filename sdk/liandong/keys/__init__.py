"""Keys that sign and open, the lists that name them, and the log of what was done with them."""
