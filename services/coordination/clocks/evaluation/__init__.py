"""Evaluate the clocks of a thread: pure functions, independent of the order of arrival."""
