"""Building sites near wells."""
