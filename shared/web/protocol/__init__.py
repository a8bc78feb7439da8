"""HTTP/1.1 as every host reads it: framing, pace, limits and bodies."""
