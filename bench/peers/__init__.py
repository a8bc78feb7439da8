"""One module per peer: how a user of that library would do the same work, and why so.

Each runs in a virtual environment of its own, so nothing here may import the platform.
"""
