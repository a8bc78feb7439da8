"""Files that change while a program runs, and those of TLS."""
