"""Failed messages: find them, show them, and let a person retry, mend, discard or export them."""
