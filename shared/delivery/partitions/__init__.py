"""Parts of a department's inbox, and which process consumes which."""
