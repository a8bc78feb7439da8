"""Partitions of a department's inbox, and their assignment to consumer processes."""
