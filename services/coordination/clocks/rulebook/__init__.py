"""The rules of clocks: read from tables, validated and documented."""
