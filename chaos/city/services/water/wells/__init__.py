"""Wells and their sealing."""
