"""Papers made from a live case: shown as drafts, issued with the hash of their bytes."""
