"""`liandong failed`: list, show, retry, mend, discard and export failed messages."""
