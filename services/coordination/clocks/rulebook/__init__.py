"""The rules of clocks, read from tables, checked and explained."""
