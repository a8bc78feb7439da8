"""The office of the leading group: it monitors the obligations of all departments."""
