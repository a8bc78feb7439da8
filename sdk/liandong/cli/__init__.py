"""The command line for partners: keys, listen, publish."""
