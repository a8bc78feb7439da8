"""The public security bureau."""
