"""Links between a client and a server that can be cut, stalled or slowed, or refuse writes."""
