"""Monthly bulletins: how each department kept its periods, worked out from stored obligations."""
