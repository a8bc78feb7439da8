"""The archive of the chaos city: subscribes to the other departments."""
