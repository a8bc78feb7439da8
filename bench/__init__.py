"""The benchmark: the same work by this platform, by its peers, and by bare drivers."""
