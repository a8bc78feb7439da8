"""Files on wells and sites."""
