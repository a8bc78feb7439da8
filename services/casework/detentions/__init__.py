"""Cases that a department transfers for administrative detention."""
