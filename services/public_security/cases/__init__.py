"""Cases that were referred to public security."""
