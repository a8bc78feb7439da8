"""The four linked flows, one per file, each a sequence of acts over the departments' APIs."""
