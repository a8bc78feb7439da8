"""Settings from the environment, certificates, and what is read again when its file changes."""
