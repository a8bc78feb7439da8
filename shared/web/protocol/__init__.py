"""HTTP/1.1 parsing common to all hosts: framing, pace, limits and bodies."""
