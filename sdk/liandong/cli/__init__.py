"""The command line of a partner: keys, listen, publish."""
