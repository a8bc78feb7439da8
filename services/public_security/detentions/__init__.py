"""Cases that were transferred for administrative detention."""
