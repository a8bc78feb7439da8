"""Whether a clue looks like a crime: a proposal by written rules, which decides nothing."""
