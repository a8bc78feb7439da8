"""The archive of the made-up city: it hears two departments."""
