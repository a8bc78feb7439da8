"""Settings from the environment, TLS certificates, and values reloaded when files change."""
