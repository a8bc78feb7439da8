"""The office of the leading group: it sees what is owed."""
