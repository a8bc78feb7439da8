"""Trees and their felling."""
