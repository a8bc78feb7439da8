"""Photos of wells, byte for byte."""
