"""The four linked flows, one per file, each a sequence of commands to the departments' APIs."""
