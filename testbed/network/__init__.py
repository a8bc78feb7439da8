"""Links between a client and a server that can be cut, stalled, slowed and refused writes."""
