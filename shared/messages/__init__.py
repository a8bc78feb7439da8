"""Messages: declared as classes, validated, and written as JSON or BSON."""
