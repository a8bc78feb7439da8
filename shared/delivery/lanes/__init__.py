"""Events that wait, in order per subject, until their turn or their next attempt comes."""
