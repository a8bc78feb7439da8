"""`liandong failed`: list, show, retry, edit, discard and export failed messages."""
