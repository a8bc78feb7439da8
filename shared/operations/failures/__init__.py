"""Failed messages: list, show, retry, edit, discard and export them."""
