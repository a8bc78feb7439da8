"""Monthly bulletins: how each department met its deadlines, computed from stored obligations."""
