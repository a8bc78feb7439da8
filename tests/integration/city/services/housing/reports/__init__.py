"""Reports of surveys received by the housing bureau."""
