"""What clocks follow from the events of a matter: pure, and the same in any order of arrival."""
