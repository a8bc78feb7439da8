"""The publisher: sends messages to the broker and reports the outcome of each."""
