"""How much is enough: the pipeline simulated, checked against the bench, carried to a nation."""
