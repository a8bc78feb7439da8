"""Reports of surveys that the housing bureau read."""
