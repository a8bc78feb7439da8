"""The alerts of an exercise: rules, routes, the receiver, and the times at which each fired."""
