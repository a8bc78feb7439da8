"""Applications for land procedures (用地手续)."""
