"""Files that are reloaded while a program runs, and TLS files."""
