"""Messages on the wire: signatures, bundles, seals and claim checks."""
