"""One module per peer: the same work as a user of that library would implement it.

Each runs in a separate virtual environment, so no module here may import the platform's
dependencies.
"""
